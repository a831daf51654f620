// Aborts and time limits in the middle of things: nothing half done stays.
import { expect, test } from 'vitest';
import { step } from '../../tests/plan-builder.ts';
import { type BenchOptions, bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN, LIVE_GROUP } from '../../tests/twin-world.ts';

/** Aborts at that many recorded writes and facts, and expects that nothing half done stays. */
async function abortAt(moment: number, options: Partial<BenchOptions> = {}): Promise<void> {
  const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)], ...options });
  let seen = 0;
  let aborting: Promise<void> | undefined;
  const result = await game.run((events) => {
    for (const { type } of events) {
      if (type !== 'FactRecorded' && type !== 'EffectConfirmed') continue;
      seen += 1;
      if (seen === moment) aborting = game.abort();
    }
  });
  await aborting;
  expect(['RolledBack', 'Aborted'], JSON.stringify(result)).toContain(result.end);
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
  expect(game.groups()).toMatchObject([
    { id: LIVE_GROUP, name: 'shop', capacity: { minimum: 2, target: 2 }, suspensions: [] },
  ]);
}

test.each([2, 5, 8, 11, 14, 17, 20, 23, 26, 30])(
  'an abort after %i recorded writes and facts leaves everything as before',
  (moment) => abortAt(moment),
);

test.each([2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26])(
  'an abort after %i recorded writes and facts, over which processes die again and again, ends alike',
  (moment) => abortAt(moment, { commitsPerLife: 5 }),
);

test('a step whose time is too short for the settle time moves no weight', async () => {
  const spec = {
    elastigroupTrafficShiftWrapper: { type: 'Inherit', spec: { weightPercentage: 50 } },
  };
  const type = 'ElastigroupBlueGreenTrafficShift';
  const game = bench({ steps: [setUp(), step('Short', { type, spec, timeoutMs: 60_000 })] });
  await game.run();
  expect(await game.failure()).toMatch(/too short.*has moved no weight/s);
  expect(await game.facts('rung')).toEqual([]);
});

test('one rung with healthy targets costs two reads of rules and one write', async () => {
  const world = { timing: { readLagMs: 0 } };
  const before = bench({ world, steps: [setUp()] });
  await before.run();
  const after = bench({ world, steps: [setUp(), shiftProd(50)] });
  await after.run();
  const cost = (operation: string) =>
    (after.calls()[`elbv2.${operation}`] ?? 0) - (before.calls()[`elbv2.${operation}`] ?? 0);
  expect(cost('DescribeRules')).toBe(2);
  expect(cost('ModifyRule')).toBe(1);
  // Before the write, at the end of the settle time, and who stands in either target group.
  expect(cost('DescribeTargetHealth')).toBe(4);
  expect(cost('DescribeListeners')).toBe(0);
});
