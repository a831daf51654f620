// How fast the way back is, how few calls a rung takes, and what a hundred waiting runs ask of one account.
//
// Put back in one round trip means: `beyondReadMs` is `roundTripMs` and little more. On two quiet cores,
// which engine and twin share, fifty rules take some 20 ms more, all of it work and none of it a wait:
// - `untilSentMsFor50`, 4 to 8 ms: judging and ordering the rules, 2 ms; folding and inserting the
//   hundred events that intend the writes, 1 ms; their one sync, 1 ms or what a busy disk makes of it.
// - `acknowledgingMsFor50`, 12 to 17 ms: the engine reads an answer in 0.25 ms (HTTP, XML), the twin
//   gives one in 0.25 ms, beside each other. AWS's side of that is not ours.
// - Sending is no more than 0.1 ms each: the writes were signed and connected while the rules were read.
// `beyondReadCpuMsFor50`, the engine's part of it, is some 25 ms. Other work on the same cores makes the
// rest longer, so compare in one sitting: `npm run bench -- rollback --json`, before and after in turn.
import type { Measured } from './main.ts';
import { withFolder } from './support/bench-folder.ts';
import { type Restore, restoreRules } from './support/restored-rules.ts';
import { median, rounded } from './support/statistics.ts';
import { waitTogether } from './support/waiting-runs.ts';

export const name = 'rollback';
export const description =
  'milliseconds to put back 1, 10 and 50 rules with 50 ms per call, calls per rung, describes per second of 100 waiting runs';

const LATENCY_MS = 50;
const REPEATS = 3;
const RUNS = 100;
const MANY = 50;
/** Few enough that most writes have to wait for their turn. */
const TIGHT = {
  elbv2Describe: { size: 100_000, refillPerSecond: 100_000 },
  elbv2Modify: { size: 20, refillPerSecond: 1 },
};

export function run(): Promise<Measured> {
  return withFolder(async (folder) => {
    const one = await measure(folder, 1);
    const ten = await measure(folder, 10);
    const fifty = await measure(folder, MANY);
    const throttled = await restoreRules({
      folder,
      rules: MANY,
      latencyMs: LATENCY_MS,
      limits: TIGHT,
    });
    const shared = await waitTogether(RUNS, 'shared');
    const alone = await waitTogether(RUNS, 'alone');
    const [rung] = one;
    return {
      latencyMs: LATENCY_MS,
      roundTripMs: rounded(median(one.map((each) => each.roundTripMs)), 1),
      rollbackMsFor1: wholeMs(one),
      rollbackMsFor10: wholeMs(ten),
      rollbackMsFor50: wholeMs(fifty),
      beyondReadMsFor1: beyondReadMs(one),
      beyondReadMsFor10: beyondReadMs(ten),
      beyondReadMsFor50: beyondReadMs(fifty),
      untilSentMsFor50: rounded(median(fifty.map((each) => each.untilSentMs)), 1),
      acknowledgingMsFor50: rounded(median(fifty.map((each) => each.acknowledgingMs)), 1),
      beyondReadCpuMsFor50: rounded(median(fifty.map((each) => each.beyondReadCpuMs)), 1),
      throttledBusiestFirst: isBusiestFirst(throttled) ? 'yes' : 'no',
      throttledMsFor50: Math.round(throttled.wholeMs),
      readsPerRung: rung?.readsPerRung ?? null,
      writesPerRung: rung?.writesPerRung ?? null,
      describesPerSecondAt100Runs: rounded(shared.describesPerSecond, 2),
      metricReadsPerSecondAt100Runs: rounded(shared.metricReadsPerSecond, 2),
      describesPerSecondUnshared: rounded(alone.describesPerSecond, 2),
      metricReadsPerSecondUnshared: rounded(alone.metricReadsPerSecond, 2),
      medianOf: REPEATS,
    };
  });
}

async function measure(folder: string, rules: number): Promise<readonly Restore[]> {
  const restores: Restore[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    restores.push(await restoreRules({ folder, rules, latencyMs: LATENCY_MS }));
  }
  return restores;
}

function wholeMs(restores: readonly Restore[]): number {
  return rounded(median(restores.map((each) => each.wholeMs)), 1);
}

function beyondReadMs(restores: readonly Restore[]): number {
  return rounded(median(restores.map((each) => each.beyondReadMs)), 1);
}

/** What the bucket held at first went to the busiest ones; calls side by side may overtake one another by a little. */
function isBusiestFirst({ acknowledged, busiestFirst }: Restore): boolean {
  const at = TIGHT.elbv2Modify.size;
  const first = new Set(acknowledged.slice(0, at));
  return busiestFirst.slice(0, at).every((rule) => first.has(rule));
}
