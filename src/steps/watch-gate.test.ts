// Green under watch while a gate waits: what is told, what sends the run back, and what the looking costs.
import { expect, test } from 'vitest';
import { type Build, STAGE_ROLLBACK } from '../../tests/plan-builder.ts';
import {
  approve,
  type Bench,
  type BenchOptions,
  bench,
  setUp,
  shiftProd,
} from '../../tests/step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../tests/twin-world.ts';
import type { StepNode } from '../plan/plan.ts';

const HOUR = 3_600_000;
const gate: Build = (parent, index) => ({
  ...(approve()(parent, index) as StepNode),
  failures: STAGE_ROLLBACK,
});
const gated = [setUp(), shiftProd(50), gate, shiftProd(100)];

async function atGate(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const game = bench({ steps: gated, ...options });
  await game.runUntilGate();
  return game;
}

async function words(game: Bench): Promise<readonly string[]> {
  return (await game.events()).flatMap((each) => (each.type === 'GateWatched' ? [each.says] : []));
}

const sick = { kind: 'failing-health', targetGroupArn: GREEN } as const;
const tenPercent = forward({ [BLUE]: 90, [GREEN]: 10 });
const edited = { kind: 'rule-edited', ruleArn: PROD_RULE, actions: [tenPercent] } as const;

test('a green that holds is not talked about', async () => {
  const game = await atGate();
  await game.goOn(300_000);
  expect(await words(game)).toEqual([]);
});

test('a green that falls ill is told, and the gate stays open', async () => {
  const game = await atGate();
  game.twin.inject(sick);
  expect(await game.goOn(240_000)).toBeUndefined();
  expect(await words(game)).toEqual(['0 of 2 targets of green are healthy']);
});

test('where it is so agreed, a green that falls ill fails the gate and everything goes back', async () => {
  const game = await atGate({ policy: { whileWaiting: 'goBack' } });
  game.twin.inject(sick);
  expect(await game.goOn(HOUR)).toMatchObject({ end: 'RolledBack', cause: 'failed' });
  expect(await game.failure()).toMatch(/did not hold while a gate waited.*0 of 2/s);
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
});

test('an instance that Spot takes back at a gate is told, and no reason to go back', async () => {
  const game = await atGate({ policy: { whileWaiting: 'goBack' } });
  const groupId = game.groups().find(({ name }) => name === 'shop__STAGE__Harness')?.id ?? '';
  game.twin.inject({ kind: 'interruption', groupId });
  expect(await game.goOn(420_000)).toBeUndefined();
  expect(await words(game)).toEqual(['1 of 2 targets of green are healthy', 'all is well again']);
});

test('another hand on a rule is told, and the shift behind the gate asks about it', async () => {
  const game = await atGate({ policy: { whileWaiting: 'goBack' } });
  game.twin.inject(edited);
  expect(await game.goOn(120_000)).toBeUndefined();
  expect(await words(game)).toEqual([
    'somebody else has changed the rule prod to blue 90 / green 10',
  ]);
});

test('another hand sends the run back where neither it nor a sick green may wait', async () => {
  const game = await atGate({ policy: { whileWaiting: 'goBack', foreignHand: 'goBack' } });
  game.twin.inject(edited);
  expect((await game.goOn(HOUR))?.end).toBe('RolledBack');
});

test('what is well again is told too', async () => {
  const game = await atGate();
  game.twin.inject(edited);
  await game.goOn(60_000);
  const actions = [forward({ [BLUE]: 50, [GREEN]: 50 })];
  game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, actions });
  await game.goOn(60_000);
  expect((await words(game)).at(-1)).toBe('all is well again');
});

test('a gate before any weight is not watched', async () => {
  const game = await atGate({ steps: [setUp(), approve(), shiftProd(100)] });
  const before = game.calls();
  await game.goOn(300_000);
  expect(game.calls()).toEqual(before);
});

test('five minutes at a gate cost ten looks: per look one read of rules and of target groups, two of targets and of attributes', async () => {
  const game = await atGate({ world: { timing: { readLagMs: 0 } } });
  const before = game.calls();
  await game.goOn(300_000);
  const after = game.calls();
  const cost = (call: string): number => (after[call] ?? 0) - (before[call] ?? 0);
  expect(cost('elbv2.DescribeRules')).toBe(10);
  expect(cost('elbv2.DescribeTargetGroups')).toBe(10);
  expect(cost('elbv2.DescribeTargetGroupAttributes')).toBe(20);
  expect(cost('elbv2.DescribeTargetHealth')).toBe(30);
  expect(cost('spot.instances')).toBeLessThanOrEqual(30);
  expect(cost('cloudwatch.GetMetricData')).toBeLessThanOrEqual(20);
  expect(cost('elbv2.ModifyRule')).toBe(0);
});
