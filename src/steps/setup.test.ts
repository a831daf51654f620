// The setup of green where something is already in its place, or where nothing would be.
import { expect, test } from 'vitest';
import { type Build, STAGE_ROLLBACK } from '../../tests/plan-builder.ts';
import { alternated, bench, setUp, shiftProd, wait } from '../../tests/step-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  SPARE,
} from '../../tests/twin-world.ts';
import type { JsonObject } from '../lib/json.ts';
import type { FailureTable, StepNode } from '../plan/plan.ts';

const onRetryFailure = { type: 'StageRollback' } as const;
const retry = { type: 'Retry', retryCount: 1, intervalsMs: [0], onRetryFailure } as const;
const failures: FailureTable = { ...STAGE_ROLLBACK, Authorization: retry };

function retried(build: Build): Build {
  return (parent, index, given) => ({ ...(build(parent, index, given) as StepNode), failures });
}

test('a second attempt removes the leftover group that the first one could not', async () => {
  const game = bench({ world: alternated(), steps: [retried(setUp(BLUE)), wait(1)] });
  const refused = { httpStatus: 403, code: 'DENIED', times: 1 } as const;
  game.twin.inject({ kind: 'error', service: 'spot', operation: 'capacity', ...refused });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  const groups = game.groups().map(({ id, name }) => [name, id === 'sig-left']);
  expect(groups).toEqual([
    ['shop', false],
    ['shop__STAGE__Harness', false],
  ]);
});

test('a leftover group that another load balancer still sends requests to is not deleted', async () => {
  const world = alternated();
  const [shop] = world['loadBalancers'] as readonly JsonObject[];
  const other = (arn: string): string => arn.replace('app/shop/50dc', 'app/admin/60dc');
  const listener = { arn: other(LISTENER), port: 80, defaultActions: [forward({ [SPARE]: 1 })] };
  const admin = { arn: other(LOAD_BALANCER), name: 'admin', listeners: [listener] };
  const [live] = world['groups'] as readonly JsonObject[];
  const left = {
    id: 'sig-left',
    name: 'shop__STAGE__Harness',
    document: groupDocument('left', SPARE, 2),
  };
  const game = bench({
    world: { ...world, loadBalancers: [shop ?? {}, admin], groups: [live ?? {}, left] },
    steps: [setUp(BLUE)],
  });
  expect((await game.run()).end).toBe('Failed');
  expect(await game.failure()).toMatch(/cannot make room.*gives it weight/s);
  expect(game.groups().map(({ id }) => id)).toEqual(['sig-live', 'sig-left']);
});

test('a leftover group that gets weight while it drains is kept, and it is said that it is empty', async () => {
  const game = bench({ world: alternated(), steps: [setUp(BLUE)] });
  let isEdited = false;
  const result = await game.run((events) => {
    const isDraining = events.some(
      (event) => event.type === 'EffectConfirmed' && event.effect === 'scale sig-left to 0',
    );
    if (!isDraining || isEdited) return;
    isEdited = true;
    const weights = { [BLUE]: 5, [GREEN]: 95 };
    game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, weights });
  });
  expect(result.end).toBe('RolledBack');
  expect(await game.failure()).toMatch(/gives it weight.*sig-left\/capacity.*scaled to 0.* 503/s);
  expect(await game.failure()).not.toContain('No traffic was moved');
});

test.each([
  ['asked for', { type: 'Fixed', spec: { min: 0, max: 4, desired: 0 } }, {}],
  [
    'in service',
    { type: 'CurrentRunning' },
    {
      groups: [
        {
          id: LIVE_GROUP,
          name: 'shop',
          document: {
            ...groupDocument('shop', BLUE, 0),
            capacity: { minimum: 0, target: 0, maximum: 4, unit: 'instance' },
          },
        },
      ],
    },
  ],
])('a green without instances is refused: none are %s', async (_what, instances, world) => {
  const game = bench({ world, steps: [setUp(GREEN, { instances }), shiftProd(100)] });
  expect((await game.run()).end).toBe('Failed');
  expect(await game.failure()).toMatch(/would have no instances.*No traffic was moved/s);
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
});

test('a prod rule that is named twice is refused before anything is written', async () => {
  const entry = {
    type: 'AWSLoadBalancerConfig',
    spec: {
      loadBalancer: 'shop',
      prodListenerPort: '80',
      prodListenerRuleArn: PROD_RULE,
      isTrafficShift: true,
      stageTargetGroupArn: GREEN,
    },
  };
  const game = bench({ steps: [setUp(GREEN, { loadBalancers: [entry, entry] }), shiftProd(100)] });
  expect((await game.run()).end).toBe('Failed');
  expect(await game.failure()).toContain('two entries name the rule');
});
