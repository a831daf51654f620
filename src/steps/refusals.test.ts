// What is refused before anything is written, with the reason.
import { expect, test } from 'vitest';
import { alternated, bench, setUp, shiftProd, shiftStage } from '../../tests/step-bench.ts';
import { BLUE, GREEN, groupDocument, PROD_RULE, SPARE } from '../../tests/twin-world.ts';

test.each([
  ['a live stage target group', { steps: [setUp(BLUE)] }, /is live.*idleTargetGroupArn/s],
  [
    'a stage target group that the rule does not name',
    { steps: [setUp(SPARE)] },
    /exactly two target groups/,
  ],
  ['a stage target group that is not there', { steps: [setUp(`${SPARE}0`)] }, /no stage target/],
  [
    'traffic steered by Spot',
    { steps: [setUp()], document: { ...groupDocument('x', BLUE, 1), itf: { loadBalancers: [1] } } },
    /itf/,
  ],
  [
    'a stateful group',
    {
      steps: [setUp()],
      document: {
        ...groupDocument('x', BLUE, 1),
        strategy: { persistence: { shouldPersistPrivateIp: true } },
      },
    },
    /stateful/,
  ],
  [
    'two groups of one name',
    {
      steps: [setUp()],
      world: {
        groups: ['sig-a', 'sig-b'].map((id) => ({
          id,
          name: 'shop',
          document: groupDocument('shop', BLUE, 1),
        })),
      },
    },
    /2 Elastigroups have the name shop/,
  ],
  [
    'a first deployment beside something unknown that serves',
    {
      steps: [setUp()],
      world: {
        groups: [{ id: 'sig-a', name: 'other', document: groupDocument('other', BLUE, 1) }],
      },
    },
    /--adopt-unmanaged/,
  ],
  ['a shift without a setup', { steps: [shiftProd(50)] }, /no ElastigroupBGStageSetup/],
])('%s', async (_what, options, reason) => {
  const game = bench(options);
  const before = JSON.stringify([game.weights(), game.groups()]);
  const result = await game.run();
  expect(result.end).toBe('Failed');
  expect(await game.failure()).toMatch(reason);
  expect(JSON.stringify([game.weights(), game.groups()])).toBe(before);
});

test('a Standalone shift of the prod rule is refused', async () => {
  const game = bench({ steps: [setUp(), shiftStage(50, PROD_RULE)] });
  await game.run();
  expect(await game.failure()).toContain('cannot write the prod rule');
  expect(await game.facts('rung')).toEqual([]);
});

test('a leftover group that a rule still sends requests to is not deleted', async () => {
  const world = alternated();
  const game = bench({
    world: { ...world, groups: liesAboutItsTargetGroup() },
    steps: [setUp(BLUE)],
  });
  const result = await game.run();
  expect(result.end).toBe('Failed');
  expect(await game.failure()).toMatch(/cannot make room.*gives it weight/s);
  expect(game.groups().map(({ id }) => id)).toEqual(['sig-live', 'sig-left']);
});

/** The group under the stage name stands on the live target group: its document tells, its name lies. */
function liesAboutItsTargetGroup() {
  return [
    { id: 'sig-live', name: 'shop', document: groupDocument('shop', GREEN, 2) },
    { id: 'sig-left', name: 'shop__STAGE__Harness', document: groupDocument('left', GREEN, 2) },
  ];
}

test('a first deployment goes on when nothing is live', async () => {
  const game = bench({ world: { groups: [] }, steps: [setUp(), shiftProd(100)] });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  expect(game.groups().map(({ name }) => name)).toEqual(['shop']);
});
