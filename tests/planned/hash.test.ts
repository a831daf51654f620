// The hash of a plan: the same as long as nothing that matters is different, and every difference has a name.
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/lib/json.ts';
import { changesSince } from '../../src/steps/outlook/matters.ts';
import type { RuleAction } from '../../src/traffic/forward-action.ts';
import { root } from '../cli/penstock.ts';
import { openProject, type Planned, type PlannedProject } from './planned-project.ts';

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';
const PROD = `${ELB}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
const TEST_LISTENER = `${ELB}:listener/app/shop/50dc6c495c0c9188/a6d2cf0e7c5b9134`;
const SHOP_A = `${ELB}:targetgroup/shop-a/73e2d6bc24d8a067`;
const SHOP_B = `${ELB}:targetgroup/shop-b/2453ed029918f21c`;
const GROUP = 'sig-5b0e0001';

let shop: PlannedProject;
let then: Planned;

beforeEach(async () => {
  shop = await openProject(join(root, 'examples/shop'), {}, { 'shop.example': 10 });
  then = await shop.look();
});

async function changes(...given: Parameters<PlannedProject['look']>): Promise<readonly string[]> {
  await shop.clock.advance(60_000);
  const now = await shop.look(...given);
  const named = changesSince(then.matters, now.matters);
  expect(now.hash === then.hash).toBe(named.length === 0);
  return named;
}

function forward(a: number, b: number, more: object = {}): RuleAction {
  const tuple = (TargetGroupArn: string, Weight: number) => ({ TargetGroupArn, Weight });
  const ForwardConfig = { TargetGroups: [tuple(SHOP_A, a), tuple(SHOP_B, b)], ...more };
  return { Type: 'forward', ForwardConfig };
}

describe('It stays the same', () => {
  test('when nothing has happened', async () => {
    expect(await changes()).toEqual([]);
  });

  test('when time has passed and requests were sent', async () => {
    await shop.clock.advance(3_600_000);
    expect(await changes()).toEqual([]);
  });

  test('when targets are ill', async () => {
    shop.twin.inject({ kind: 'failing-health', groupId: GROUP });
    await shop.clock.advance(300_000);
    expect(await changes()).toEqual([]);
    const [prod] = (await shop.look()).outlook.stages[0]?.rules ?? [];
    expect(prod?.targetGroups[0]).toMatchObject({ name: 'shop-a', weight: 100, healthy: 0 });
  });

  test('when the same weights were written again, which gives a group another time of update', async () => {
    shop.twin.elbv2.modifyRule({ RuleArn: PROD, Actions: [forward(100, 0)] });
    await shop.clock.advance(60_000);
    shop.twin.spot.update(GROUP, { description: 'The shop in production' });
    expect(await changes()).toEqual([]);
  });
});

describe('It is another one, and the difference has a name', () => {
  test('when a rule has another order of weights', async () => {
    shop.twin.elbv2.modifyRule({ RuleArn: PROD, Actions: [forward(999, 0)] });
    expect(await changes()).toEqual([
      `the weights of the rule ${PROD}: shop-a 100 / shop-b 0 → shop-a 999 / shop-b 0`,
    ]);
  });

  test('when a rule became sticky', async () => {
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 600 };
    const Actions = [forward(100, 0, { TargetGroupStickinessConfig })];
    shop.twin.elbv2.modifyRule({ RuleArn: PROD, Actions });
    const [first, ...others] = await changes();
    expect(first).toContain(`action 1 of the rule ${PROD}`);
    expect(others).toEqual([]);
  });

  test('when another rule shares a target group', async () => {
    shop.twin.elbv2.createRule({
      ListenerArn: TEST_LISTENER,
      Priority: 30,
      Conditions: [{ Field: 'host-header', Values: ['more.shop.example'] }],
      Actions: [forward(100, 0)],
    });
    const [first, ...others] = await changes();
    expect(first).toMatch(/the rule \S+ counts now: it names one of the target groups/);
    expect(others).toEqual([]);
  });

  test('when a target group lets go of targets at another pace', async () => {
    shop.twin.elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: SHOP_B,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
    });
    expect(await changes()).toEqual(['target group shop-b, deregistrationDelayMs: 300000 → 30000']);
  });

  test('when the group in service has another size or document', async () => {
    shop.twin.spot.capacity(GROUP, { minimum: 2, target: 3, maximum: 4 });
    expect(await changes()).toEqual(['group shop_production, capacity.target: 2 → 3']);
    shop.twin.spot.update(GROUP, { strategy: { drainingTimeout: 60 } });
    expect(await changes()).toContain(
      'group shop_production, document.strategy.drainingTimeout: 300 → 60',
    );
  });

  test('when a group was left under the stage name', async () => {
    const [group] = shop.twin.spot.list({});
    const document = JSON.parse(JSON.stringify(group).replaceAll(SHOP_A, SHOP_B)) as JsonObject;
    const capacity = { minimum: 0, target: 0, maximum: 0, unit: 'instance' };
    shop.twin.spot.create({ ...document, name: 'shop_production__STAGE__Harness', capacity });
    expect(await changes()).toContainEqual(
      expect.stringMatching(/^group shop_production__STAGE__Harness, id: none → sig-/),
    );
  });

  test('when another version is to be deployed', async () => {
    const path =
      'services.shop.serviceDefinition.spec.artifacts.primary.sources.shop_ami.spec.version';
    const found = await changes([{ by: 'set', path, value: 'ami-0a1b2c3d4e5f60001' }]);
    expect(found).toContainEqual(
      expect.stringContaining('ami-0a1b2c3d4e5f60002 → ami-0a1b2c3d4e5f60001'),
    );
  });

  test('when the settings say something else', async () => {
    expect(await changes([], { settleMs: 5_000 })).toEqual([
      'the settings of production, settleMs: 60000 → 5000',
    ]);
  });
});
