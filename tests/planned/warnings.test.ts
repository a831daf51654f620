// What a plan warns of, each with its consequence, and what it refuses to show because the run would fail.
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/lib/json.ts';
import { step } from '../plan-builder.ts';
import {
  type BenchOptions,
  bench,
  STAGE_RULE,
  setUp,
  shiftProd,
  shiftStage,
} from '../step-bench.ts';
import { BLUE, groupDocument, PROD_RULE, SPARE } from '../twin-world.ts';
import { planned } from './planned-bench.ts';

const WHOLE = { steps: [setUp(), shiftProd(50), shiftProd(100)] };

async function warnings(options: BenchOptions, latelyMs = 600_000): Promise<string> {
  const game = bench(options);
  await game.clock.advance(latelyMs);
  return (await planned(game, options)).warnings.join('\n');
}

test('a plain deployment has one word of warning, which is about DNS', async () => {
  expect((await warnings(WHOLE)).split('\n')).toEqual([
    expect.stringMatching(/^green counts for DNS fail-over/),
  ]);
});

describe.each<readonly [string, BenchOptions, RegExp]>([
  ['no requests lately', { ...WHOLE, requestsPerSecond: 0 }, /traffic is thin: no requests/],
  [
    'fewer requests than a share needs',
    { ...WHOLE, requestsPerSecond: 0.3 },
    /traffic is thin: about \d+ requests a minute, and a share is judged from 200 on/,
  ],
  [
    'a rule that shares a target group and is not shifted',
    { ...WHOLE, stageRule: true },
    /the rule \S+0000 sends requests to blue too, and this run does not shift it/,
  ],
  [
    'a document that drains faster than its target group lets go',
    {
      ...WHOLE,
      document: { ...groupDocument('shop', BLUE, 2), strategy: { drainingTimeout: 30 } },
    },
    /drain for 30 s.*after 300 s.*the new group gets 300 s/,
  ],
  [
    'scheduled tasks',
    {
      ...WHOLE,
      document: {
        ...groupDocument('shop', BLUE, 2),
        scheduling: { tasks: [{ taskType: 'scale', cronExpression: '0 8 * * *' }] },
      },
    },
    /scheduled tasks: the 1 of the document begin after the last rung/,
  ],
  [
    'a stage without a way back for groups',
    { ...WHOLE, rollback: [step('Rules', { type: 'StandAloneTrafficShiftRollback' })] },
    /no ElastigroupRollback step: after a failure the new group is left over/,
  ],
  ['a ladder that ends below 100', { steps: [setUp(), shiftProd(50)] }, /no step gives prod 100 %/],
  [
    'a settle time that the step has not',
    { ...WHOLE, policy: { settleMs: 3_600_000 } },
    /the step Prod_50 will fail: its weights must stand for 1 h, and its timeout is 15 min/,
  ],
  [
    'a bake that the step has not',
    { ...WHOLE, policy: { bakeMs: 3_600_000 } },
    /the bake of the step Prod_100 is cut short by its timeout of 15 min/,
  ],
])('With %s', (_, options, warning) => {
  test('the plan says so', async () => {
    expect(await warnings(options)).toMatch(warning);
  });
});

describe('What the run would refuse', () => {
  const refused = (options: BenchOptions): Promise<unknown> => planned(bench(options), options);

  test.each<readonly [string, BenchOptions, RegExp]>([
    ['a live stage target group', { steps: [setUp(BLUE)] }, /is live/],
    ['another target group than the rule has', { steps: [setUp(SPARE)] }, /exactly two/],
    [
      'two groups of one name',
      {
        ...WHOLE,
        world: {
          groups: ['sig-a', 'sig-b'].map(
            (id): JsonObject => ({ id, name: 'shop', document: groupDocument('shop', BLUE, 1) }),
          ),
        },
      },
      /2 Elastigroups have the name shop.*sig-a, sig-b/,
    ],
    [
      'a rule of its own that is the prod rule',
      { steps: [setUp(), shiftStage(50, PROD_RULE)] },
      /A Standalone shift cannot write the prod rule/,
    ],
  ])('is said instead of a plan: %s', async (_, options, reason) => {
    await expect(refused(options)).rejects.toThrow(reason);
  });

  test('a plan changes nothing', async () => {
    const game = bench({ ...WHOLE, stageRule: true });
    const before = JSON.stringify([game.weights(), game.weights(STAGE_RULE), game.groups()]);
    await planned(game, WHOLE);
    expect(JSON.stringify([game.weights(), game.weights(STAGE_RULE), game.groups()])).toBe(before);
    expect(Object.keys(game.calls()).filter((name) => /Modify|create|Capacity/.test(name))).toEqual(
      [],
    );
  });
});
