// What a way back may claim, and what it does when a part of the world is gone or silent.
import { expect, test } from 'vitest';
import { step } from '../../tests/plan-builder.ts';
import {
  bench,
  fail,
  ruleOf,
  STAGE_RULE,
  setUp,
  shiftProd,
  shiftStage,
  wait,
  worldOf,
} from '../../tests/step-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  PROD_RULE,
  SPARE,
} from '../../tests/twin-world.ts';
import type { ExecutionEvent } from '../execution/event.ts';

const AS_BEFORE = { [BLUE]: 100, [GREEN]: 0 };
const HALF = { [BLUE]: 50, [GREEN]: 50 };

function atRollback(act: () => void): (events: readonly ExecutionEvent[]) => void {
  return (events) => {
    if (events.some(({ type }) => type === 'RollbackStarted')) act();
  };
}

const spotIsDown = {
  kind: 'error',
  service: 'spot',
  operation: '*',
  httpStatus: 503,
  code: 'DOWN',
  times: 100_000,
} as const;

test('a rollback that only tells people about it has put nothing back', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()], rollback: [wait(0)] });
  const result = await game.run();
  expect(game.weights()).toEqual(HALF);
  expect(result.end).toBe('Dirty');
  expect(result.leftovers[0]?.why).toContain('no rollback step that ran puts that back');
});

test('a skipped ElastigroupRollback is not made good by one that restores rules only', async () => {
  const game = bench({
    steps: [setUp(), shiftProd(50), fail()],
    rollback: [
      step('Back', { type: 'ElastigroupRollback', when: { status: 'All', condition: 'false' } }),
      step('Rules_Back', { type: 'StandAloneTrafficShiftRollback' }),
    ],
  });
  const result = await game.run();
  expect(game.weights()).toEqual(AS_BEFORE);
  expect(game.groups()).toHaveLength(2);
  expect(result.end).toBe('Dirty');
});

test('where the stage lists no ElastigroupRollback, both groups are named', async () => {
  const game = bench({
    steps: [setUp(), shiftProd(100), fail()],
    rollback: [step('Rules_Back', { type: 'StandAloneTrafficShiftRollback' })],
  });
  const result = await game.run();
  expect(game.weights()).toEqual(AS_BEFORE);
  expect(result.end).toBe('Dirty');
  expect(result.leftovers).toMatchObject([
    { what: expect.stringContaining('may not have its name'), why: expect.stringMatching(/^the/) },
    { what: expect.stringContaining('is still there'), why: expect.stringMatching(/only then/) },
  ]);
});

test('traffic goes back while Spot does not answer, and all that nobody can see in it is named', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()] });
  const result = await game.run(atRollback(() => game.twin.inject(spotIsDown)));
  expect(game.weights()).toEqual(AS_BEFORE);
  expect(result.end).toBe('Dirty');
  expect(result.leftovers.map(({ what }) => what)).toEqual([
    expect.stringContaining(`The group shop (${LIVE_GROUP})`),
    expect.stringContaining(`Processes of the group shop (${LIVE_GROUP}) are still suspended`),
    expect.stringContaining('is still there'),
  ]);
});

test('a green that somebody has deleted is away, and blue has its own minimum again', async () => {
  const capacity = { minimum: 1, target: 2, maximum: 4, unit: 'instance' };
  const document = { ...groupDocument('shop', BLUE, 2), capacity };
  const game = bench({
    world: { groups: [{ id: LIVE_GROUP, name: 'shop', document }] },
    steps: [setUp(), shiftProd(100), fail()],
  });
  const deleteGreen = (): void => {
    for (const { id } of game.groups()) if (id !== LIVE_GROUP) game.twin.spot.delete(id);
  };
  const result = await game.run(atRollback(deleteGreen));
  expect(result, JSON.stringify(result)).toMatchObject({ end: 'RolledBack', leftovers: [] });
  expect(game.weights()).toEqual(AS_BEFORE);
  expect(game.groups()).toMatchObject([{ id: LIVE_GROUP, name: 'shop', capacity: { minimum: 1 } }]);
});

test('traffic does not go back to a blue that somebody has deleted, and the rule is named', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()] });
  const result = await game.run(atRollback(() => game.twin.spot.delete(LIVE_GROUP)));
  expect(game.weights()).toEqual(HALF);
  expect(result.end).toBe('Dirty');
  const [rule] = result.leftovers;
  expect(rule?.why).toContain('blue cannot take the traffic back');
  expect(rule?.commands[0]).toContain('aws elbv2 modify-rule');
});

test('a rule that gave blue nothing goes back however blue is', async () => {
  const other = forward({ [SPARE]: 1 });
  const world = worldOf([
    ruleOf(PROD_RULE, 10, 'shop.example', forward(AS_BEFORE)),
    ruleOf(STAGE_RULE, 20, 'stage.shop.example', other),
  ]);
  const game = bench({ world, steps: [setUp(), shiftStage(50), shiftProd(50), fail()] });
  const result = await game.run(atRollback(() => game.twin.spot.delete(LIVE_GROUP)));
  expect(game.weights(STAGE_RULE), await game.failure()).toEqual({ [SPARE]: 1 });
  expect(game.weights()).toEqual(HALF);
  expect(result.end).toBe('Dirty');
  expect(result.leftovers.filter(({ what }) => what.includes(STAGE_RULE))).toEqual([]);
});

test('when the restore has used up the time of the step, what was left undone is named', async () => {
  const game = bench({
    steps: [setUp(), shiftProd(50), fail()],
    rollback: [step('Back', { type: 'ElastigroupRollback', timeoutMs: 30_000 })],
  });
  const slow = { kind: 'throttle', service: 'elbv2', operation: 'ModifyRule', times: 12 } as const;
  const result = await game.run(atRollback(() => game.twin.inject(slow)));
  expect(game.weights()).toEqual(AS_BEFORE);
  expect(result.leftovers.map(({ what }) => what)).toEqual([
    expect.stringContaining('is still there'),
  ]);
});

test('a restore whose outcome nobody can tell ends, and the rule is named', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()] });
  const rules = { service: 'elbv2', httpStatus: 403, code: 'AccessDenied', times: 1e6 } as const;
  let isSent = false;
  const result = await game.run((events) => {
    if (isSent) return;
    for (const event of events) {
      if (event.type !== 'EffectIntended' || !event.effect.startsWith('restore ')) continue;
      isSent = true;
      const lost = { service: 'elbv2', operation: 'ModifyRule', times: 1 } as const;
      game.twin.inject({ kind: 'answer-lost', when: 'before', ...lost });
      game.twin.inject({ kind: 'error', operation: 'DescribeRules', ...rules });
    }
  });
  expect(isSent).toBe(true);
  expect(result.end).toBe('Dirty');
  expect(result.leftovers[0]?.why).toContain('Nobody knows whether');
});
