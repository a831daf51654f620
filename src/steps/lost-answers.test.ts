// Lost answers and refusals at every kind of write, forward and back: the same end as without them.
import { expect, test } from 'vitest';
import { step } from '../../tests/plan-builder.ts';
import { bench, fail, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN, LIVE_GROUP } from '../../tests/twin-world.ts';

const writes = [
  ['elbv2', 'ModifyRule'],
  ['spot', 'create'],
  ['spot', 'update'],
  ['spot', 'capacity'],
  ['spot', 'delete'],
  ['spot', 'suspend'],
  ['spot', 'resume'],
] as const;

for (const when of ['before', 'after'] as const) {
  test.each(writes)(
    `an answer of %s %s lost ${when} its effect changes no end`,
    async (service, operation) => {
      const forward = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)] });
      forward.twin.inject({ kind: 'answer-lost', service, operation, when, times: 2 });
      expect((await forward.run()).end, await forward.failure()).toBe('Success');
      expect(forward.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
      expect(forward.groups()).toHaveLength(2);
    },
  );

  test.each(writes)(
    `on the way back an answer of %s %s lost ${when} its effect changes no end`,
    async (service, operation) => {
      const back = bench({ steps: [setUp(), shiftProd(100), fail()] });
      const result = await back.run((events) => {
        if (events.some(({ type }) => type === 'RollbackStarted')) {
          back.twin.inject({ kind: 'answer-lost', service, operation, when, times: 1 });
        }
      });
      expect(result).toMatchObject({ end: 'RolledBack', leftovers: [] });
      expect(back.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
      expect(back.groups()).toMatchObject([{ id: LIVE_GROUP, name: 'shop' }]);
    },
  );
}

/** What a cloud answers when it breaks (was it done or not?) and when it has too much to do. */
const troubles = [
  ['an internal error', { kind: 'error', httpStatus: 503, code: 'ServiceUnavailable' }],
  ['throttling', { kind: 'throttle' }],
] as const;

for (const [name, fault] of troubles) {
  test.each(writes)(`${name} at %s %s, forward, changes no end`, async (service, operation) => {
    const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)] });
    game.twin.inject({ ...fault, service, operation, times: 2 });
    expect((await game.run()).end, await game.failure()).toBe('Success');
    expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    expect(game.groups()).toHaveLength(2);
  });

  test.each(writes)(
    `${name} at %s %s, on the way back, changes no end`,
    async (service, operation) => {
      const rollback = [step('Back', { type: 'ElastigroupRollback', timeoutMs: 1_800_000 })];
      const game = bench({ steps: [setUp(), shiftProd(100), fail()], rollback });
      const result = await game.run((events) => {
        if (events.some(({ type }) => type === 'RollbackStarted')) {
          game.twin.inject({ ...fault, service, operation, times: 2 });
        }
      });
      expect(result).toMatchObject({ end: 'RolledBack', leftovers: [] });
      expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
      expect(game.groups()).toMatchObject([{ id: LIVE_GROUP, name: 'shop' }]);
    },
  );
}

test.each(['ModifyRule', 'DescribeRules', 'DescribeTargetHealth'])(
  'throttling of %s slows a deployment down and no more',
  async (operation) => {
    const game = bench({ steps: [setUp(), shiftProd(100)] });
    game.twin.inject({ kind: 'throttle', service: 'elbv2', operation, times: 4 });
    expect((await game.run()).end, await game.failure()).toBe('Success');
  },
);
