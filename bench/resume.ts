// What taking up again costs: a run of a thousand steps that was killed, and the first of ten thousand parked ones.
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured } from './main.ts';
import { withFolder } from './support/bench-folder.ts';
import { ONE_EFFECT } from './support/one-effect-pipeline.ts';
import { GATE, parkRuns } from './support/parked-runs.ts';
import type { Resumed } from './support/resumed-run.ts';
import { runChild } from './support/run-child.ts';
import { median, rounded } from './support/statistics.ts';

export const name = 'resume';
export const description =
  'milliseconds from claim to next step in a fresh process: a killed run of 1,000 steps, the first of 10,000 parked ones';

const REPEATS = 5;
const PARKED = 10_000;
const killedRun = join(import.meta.dirname, 'support', 'killed-run.ts');
const resumedRun = join(import.meta.dirname, 'support', 'resumed-run.ts');

export function run(): Promise<Measured> {
  return withFolder(async (folder) => {
    const long = join(folder, 'long.sqlite');
    await runChild(killedRun, [long]);
    const thousand = await measure(long, [ONE_EFFECT]);
    const parked = join(folder, 'parked.sqlite');
    await parkRuns(parked, PARKED);
    const tenThousand = await measure(parked, [GATE, 'approve']);
    return {
      resumeThousandStepsMs: rounded(median(thousand.map((each) => each.untilNextStepMs)), 1),
      parked10kRssMb: rounded(median(tenThousand.map((each) => each.rssMb)), 1),
      parked10kResumeMs: rounded(median(tenThousand.map((each) => each.untilNextStepMs)), 1),
      medianOf: REPEATS,
    };
  });
}

/** Each time from the same files, in a process of its own. */
async function measure(file: string, args: readonly string[]): Promise<Resumed[]> {
  const resumed: Resumed[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const copy = `${file}.${repeat}`;
    for (const suffix of ['', '-wal']) {
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    }
    resumed.push(JSON.parse(await runChild(resumedRun, [copy, '1', ...args])) as Resumed);
  }
  return resumed;
}
