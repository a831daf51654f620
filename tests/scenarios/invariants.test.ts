// Every invariant of the scenarios can fail: worlds made by hand in which one of them does not hold.
import { expect, test } from 'vitest';
import type { ExecutionEvent, ExecutionFinished } from '../../src/execution/event.ts';
import type { RuleAction } from '../../src/traffic/forward-action.ts';
import { planOf, stage } from '../plan-builder.ts';
import { setUp, shiftProd } from '../step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../twin-world.ts';
import { watchInvariants } from './invariants.ts';
import type { WorldState } from './world-state.ts';

const plan = planOf([stage('shop', [setUp(), shiftProd(50), shiftProd(100)])]);

interface Sketch {
  readonly green?: number;
  readonly greenHealthy?: number;
  readonly blueTarget?: number;
  readonly blueName?: string;
  readonly leftover?: boolean;
}

/** A world with blue alone, but for what the sketch says. */
function world(sketch: Sketch = {}): WorldState {
  const { green = 0, greenHealthy = 0, blueTarget = 2, blueName = 'shop', leftover } = sketch;
  const weights = { [BLUE]: 100 - green, [GREEN]: green };
  const targets = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `i-${name}-${index}`, state: 'healthy' }));
  const group = (id: string, name: string, target: number) => ({
    id,
    name,
    capacity: { minimum: target, target, maximum: 4 },
    suspensions: [],
    instances: targets(id, 2),
  });
  return {
    rules: [{ arn: PROD_RULE, weights, actions: [forward(weights) as RuleAction] }],
    targetGroups: [
      { arn: BLUE, name: 'blue', targets: targets('blue', 2) },
      { arn: GREEN, name: 'green', targets: targets('green', greenHealthy) },
    ],
    groups: [
      group('blue', blueName, blueTarget),
      ...(leftover === true ? [group('green', 'shop__STAGE__Harness', 2)] : []),
    ],
    calls: {},
  };
}

function brokenBy(...states: readonly (readonly [WorldState, ...ExecutionEvent[]])[]): string {
  const invariants = watchInvariants(plan, world());
  for (const [state, ...events] of states) invariants.afterCommit(events, state);
  return invariants.broken.join('\n');
}

function proven(set: number, reported: number): ExecutionEvent {
  const value = { rung: `prod-${set}`, lane: 'prod', ruleArn: PROD_RULE, state: 'proven' };
  const base = { type: 'FactRecorded', at: 0, path: 'shop/steps/a', attempt: 1 } as const;
  return { ...base, name: 'rung', key: 'k', value: { ...value, set, reported } };
}

function approved(by: string): ExecutionEvent {
  const base = { at: 0, path: 'shop/steps/gate', attempt: 1 } as const;
  return { ...base, type: 'ApprovalDecided', by, decision: 'approve' };
}

const opened: ExecutionEvent = {
  at: 0,
  type: 'ApprovalOpened',
  path: 'shop/steps/gate',
  attempt: 1,
  expiresAt: 1,
  approval: {
    message: '',
    userGroups: [],
    minimumCount: 1,
    disallowPipelineExecutor: false,
    disallowedUserEmails: [],
    review: null,
  },
};

const healthy = { greenHealthy: 2 };

test('a deployment as planned breaks none', () => {
  const half = world({ ...healthy, green: 50 });
  const all = world({ ...healthy, green: 100 });
  expect(
    brokenBy(
      [world(healthy), opened, approved('ada')],
      [half],
      [half, proven(50, 50)],
      [all, proven(100, 100)],
      [world({ ...healthy, green: 100, blueName: 'shop__STAGE__Harness' })],
      [world({ ...healthy, green: 100, blueName: 'shop__STAGE__Harness', blueTarget: 0 })],
    ),
  ).toBe('');
});

test('weights that no rung names are noticed', () => {
  expect(brokenBy([world({ ...healthy, green: 30 })])).toContain('which nobody asked for');
});

test('what another hand wrote is not ours', () => {
  const invariants = watchInvariants(plan, world());
  invariants.foreignEdit(world({ green: 30 }));
  invariants.afterCommit([], world({ green: 30 }));
  expect(invariants.broken).toEqual([]);
});

test('weight for a target group without enough healthy targets is noticed', () => {
  expect(brokenBy([world({ green: 50, greenHealthy: 1 })])).toContain('with 1 healthy targets');
});

test('a group made smaller under traffic is noticed', () => {
  expect(brokenBy([world({ blueTarget: 0 })])).toContain('made smaller while');
});

test('a proof that AWS or the rule contradicts is noticed', () => {
  const half = world({ ...healthy, green: 50 });
  expect(brokenBy([half, proven(50, 25)])).toContain('50 set and 25 reported');
  expect(brokenBy([half, proven(100, 100)])).toContain('while the rule gives green 50 %');
});

test('a name that changes before the last proof is noticed', () => {
  expect(brokenBy([world({ blueName: 'other' })])).toContain('before the last proof');
});

test('a person who counts twice, or after the decision, is noticed', () => {
  expect(brokenBy([world(), opened, approved('ada'), approved('ada')])).toContain('counted twice');
  expect(brokenBy([world(), opened, approved('ada'), approved('bob')])).toContain(
    'decided already',
  );
});

test('a rollback that left something is noticed', () => {
  const endedAs = (end: ExecutionFinished['end'], state: WorldState): string => {
    const invariants = watchInvariants(plan, world());
    invariants.atEnd({ type: 'ExecutionFinished', status: 'Failed', end, leftovers: [] }, state);
    return invariants.broken.join('\n');
  };
  expect(endedAs('RolledBack', world())).toBe('');
  expect(endedAs('RolledBack', world({ green: 50 }))).toContain('is not as before');
  expect(endedAs('RolledBack', world({ leftover: true }))).toContain('is still there');
  expect(endedAs('RolledBack', world({ blueTarget: 3 }))).toContain('RolledBack, but blue was');
  expect(endedAs('Dirty', world())).toContain('names no leftover');
});
