// Specifies how a scenario happens: by the twin's clock and by what nodes route, each once, in the open.
import { expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../../tests/twin-world.ts';
import { type Happened, playScenario } from './play-scenario.ts';
import type { Happening, Moment } from './scenario.ts';

const throttle = { kind: 'throttle', service: 'elbv2', operation: 'ModifyRule', times: 1 };

function happening(moment: Moment, what: Happening['what']): Happening {
  return { moment, say: '', what };
}

function played(happenings: readonly Happening[]) {
  const bench = twinBench();
  const seen: Happened[] = [];
  const play = playScenario({ ...bench, happenings, happened: (each) => void seen.push(each) });
  const times = (): number[] => seen.map(({ afterMs }) => afterMs);
  const shift = (weight: number): void => {
    const weights = { [BLUE]: 100 - weight, [GREEN]: weight };
    bench.twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward(weights)] });
  };
  return { ...bench, play, seen, times, shift };
}

test('what is timed happens at its time, in order, and then the faults are as it says', async () => {
  const fault = { kind: 'fault', fault: throttle } as const;
  const { clock, twin, times, play } = played([
    happening({ kind: 'at', atMs: 120_000 }, { kind: 'clear' }),
    happening({ kind: 'at', atMs: 60_000 }, fault),
  ]);
  await clock.advance(59_999);
  expect([times(), play.left()]).toEqual([[], 2]);
  await clock.advance(1);
  expect([times(), twin.faults()]).toEqual([[60_000], [throttle]]);
  await clock.advance(60_000);
  expect([times(), twin.faults(), play.left()]).toEqual([[60_000, 120_000], [], 0]);
});

test.each(['80/10', PROD_RULE])(
  'a weight of rule %s is met once, when a node routes by it, whatever follows',
  async (rule) => {
    const moment = {
      kind: 'when',
      rule,
      targetGroup: 'green',
      weight: 50,
      afterMs: 30_000,
    } as const;
    const { clock, times, shift } = played([happening(moment, { kind: 'clear' })]);
    await clock.advance(60_000);
    shift(10);
    await clock.advance(60_000);
    expect(times()).toEqual([]);
    shift(50);
    await clock.advance(60_000);
    expect(times()).toHaveLength(1);
    expect(times()[0]).toBeGreaterThanOrEqual(152_000);
    expect(times()[0]).toBeLessThanOrEqual(158_000);
    shift(0);
    await clock.advance(60_000);
    shift(50);
    await clock.advance(60_000);
    expect(times()).toHaveLength(1);
  },
);

test('what cannot happen is told with why, and the rest goes on', async () => {
  const { clock, seen } = played([
    happening(
      { kind: 'at', atMs: 1_000 },
      { kind: 'fault', fault: { kind: 'shortage', group: 'shp' } },
    ),
    happening({ kind: 'at', atMs: 2_000 }, { kind: 'clear' }),
  ]);
  await clock.advance(2_000);
  expect(seen.map(({ refused }) => refused)).toEqual([
    `There is no Elastigroup 'shp'. Did you mean "shop"?`,
    undefined,
  ]);
});

test('nothing happens after its end', async () => {
  const { clock, seen, play } = played([happening({ kind: 'at', atMs: 1_000 }, { kind: 'clear' })]);
  play.end();
  await clock.advance(5_000);
  expect(seen).toEqual([]);
});
