// The life of targets: in use or not, checked, failing, recovering, draining.
import { expect, test } from 'vitest';
import { twinBench } from '../../../tests/twin-bench.ts';
import {
  AMI_1,
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  PROD_RULE,
  SPARE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import type { JsonObject } from '../../lib/json.ts';
import { createTwin } from '../create-twin.ts';
import type { CheckResult, InstanceHost } from '../instance-host.ts';
import type { WorldSpec } from '../world-spec.ts';

/** Instances come at once, so that only health takes time. */
function quickWorld(simulated: JsonObject = {}): WorldSpec {
  return twinWorld({
    timing: { fulfilMs: [1_000, 1_000], bootMs: [1_000, 1_000] },
    amis: [
      { id: AMI_1, version: '1' },
      { id: AMI_2, version: '2', simulated: { bootMs: 0, ...simulated } },
    ],
  });
}

test('a target group that no rule names is not checked, until one names it with weight 0', async () => {
  const { clock, twin, reasons } = twinBench(quickWorld());
  twin.spot.create(groupDocument('spare', SPARE, 1, AMI_2));
  await clock.advance(120_000);
  expect(reasons(SPARE)).toEqual(['unused Target.NotInUse']);
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1, [SPARE]: 0 })] });
  expect(reasons(SPARE)).toEqual(['initial Elb.RegistrationInProgress']);
  await clock.advance(30_000);
  expect(reasons(SPARE)).toEqual(['healthy']);
});

test('a new target needs one passed check, within one interval', async () => {
  const { clock, twin, states } = twinBench(quickWorld());
  twin.spot.create(groupDocument('green', GREEN, 2, AMI_2));
  await clock.advance(2_000);
  expect(states(GREEN)).toEqual(['initial', 'initial']);
  await clock.advance(30_000);
  expect(states(GREEN)).toEqual(['healthy', 'healthy']);
});

test('a target that answers 500 is initial, then unhealthy with the status it gave', async () => {
  const { clock, twin, reasons } = twinBench(quickWorld({ healthStatus: 500 }));
  twin.spot.create(groupDocument('green', GREEN, 1, AMI_2));
  await clock.drive(() => reasons(GREEN)[0] === 'initial Elb.InitialHealthChecking', 40_000);
  await clock.advance(30_000);
  expect(reasons(GREEN)).toEqual(['unhealthy Target.ResponseCodeMismatch']);
});

test('a target that answers too late is unhealthy for its time-out', async () => {
  const { clock, twin, reasons } = twinBench(quickWorld({ responseMs: 6_000 }));
  twin.spot.create(groupDocument('green', GREEN, 1, AMI_2));
  await clock.advance(62_000);
  expect(reasons(GREEN)).toEqual(['unhealthy Target.Timeout']);
});

test('two failed checks make a target unhealthy, five passed ones healthy again', async () => {
  const { clock, twin, states } = twinBench();
  twin.spot.suspend(LIVE_GROUP, { processes: ['AUTO_HEALING'] });
  twin.inject({ kind: 'failing-health', groupId: LIVE_GROUP });
  await clock.advance(30_000);
  expect(states(BLUE)).toEqual(['healthy', 'healthy']);
  await clock.advance(30_000);
  expect(states(BLUE)).toEqual(['unhealthy', 'unhealthy']);
  twin.clearFaults();
  await clock.advance(4 * 30_000);
  expect(states(BLUE)).toEqual(['unhealthy', 'unhealthy']);
  await clock.advance(30_000);
  expect(states(BLUE)).toEqual(['healthy', 'healthy']);
});

test('a deregistered target drains for the whole delay, then it is gone', async () => {
  const { clock, twin, reasons } = twinBench();
  const [first] = twin.spot.instanceHealthiness(LIVE_GROUP);
  const target = { Id: String(first?.['instanceId']) };
  twin.elbv2.deregisterTargets({ TargetGroupArn: BLUE, Targets: [target] });
  expect(reasons(BLUE)).toEqual(['draining Target.DeregistrationInProgress', 'healthy']);
  await clock.advance(299_000);
  expect(reasons(BLUE)).toHaveLength(2);
  await clock.advance(1_000);
  expect(reasons(BLUE)).toEqual(['healthy']);
  const asked = twin.elbv2.describeTargetHealth({ TargetGroupArn: BLUE, Targets: [target] });
  expect(JSON.stringify(asked)).toContain('Target.NotRegistered');
  twin.elbv2.registerTargets({ TargetGroupArn: BLUE, Targets: [target] });
  expect(reasons(BLUE)).toEqual(['healthy', 'initial Elb.RegistrationInProgress']);
});

test('deregistering what is not registered is no error', () => {
  const { twin, states } = twinBench();
  twin.elbv2.deregisterTargets({ TargetGroupArn: BLUE, Targets: [{ Id: 'i-none' }] });
  expect(states(BLUE)).toEqual(['healthy', 'healthy']);
});

test('answers to checks from before it was deregistered leave a target draining', async () => {
  const clock = createVirtualClock(0, 1);
  const pending: ((result: CheckResult) => void)[] = [];
  const host: InstanceHost = {
    launch: () => undefined,
    terminate: () => undefined,
    check: (_, __, done) => void pending.push(done),
  };
  const twin = createTwin({ clock, spec: twinWorld(), host });
  const [first] = twin.spot.instanceHealthiness(LIVE_GROUP);
  const request = { TargetGroupArn: BLUE, Targets: [{ Id: String(first?.['instanceId']) }] };
  await clock.advance(60_000);
  twin.elbv2.deregisterTargets(request);
  for (const done of pending) done({ kind: 'refused' });
  expect(JSON.stringify(twin.elbv2.describeTargetHealth(request))).toContain('"draining"');
});

test('a target group has at most a thousand targets', () => {
  const { twin, states } = twinBench();
  const [target] = twin.elbv2.describeTargetHealth({ TargetGroupArn: BLUE })[
    'TargetHealthDescriptions'
  ] as readonly { readonly Target: { readonly Id: string } }[];
  const { Id = '' } = target?.Target ?? {};
  const targets = (count: number): JsonObject[] =>
    Array.from({ length: count }, (_, index) => ({ Id, Port: index + 1 }));
  const register = (Targets: JsonObject[]): unknown =>
    twin.elbv2.registerTargets({ TargetGroupArn: SPARE, Targets });
  expect(() => register(targets(1_001))).toThrow(
    expect.objectContaining({ code: 'TooManyTargets' }),
  );
  register(targets(1_000));
  register(targets(1_000));
  expect(() => register([{ Id, Port: 2_000 }])).toThrow('at most 1000 targets');
  expect(states(SPARE)).toHaveLength(1_000);
});

test('an instance that ends is deregistered, also where somebody else had registered it', async () => {
  const { clock, twin, reasons } = twinBench();
  const [instance] = twin.spot.status(LIVE_GROUP);
  const Id = String(instance?.['instanceId']);
  twin.elbv2.registerTargets({ TargetGroupArn: GREEN, Targets: [{ Id }] });
  await clock.advance(60_000);
  expect(reasons(GREEN)).toEqual(['healthy']);
  twin.inject({ kind: 'interruption', instanceId: Id, noticeMs: 0 });
  expect(reasons(GREEN)).toEqual(['draining Target.DeregistrationInProgress']);
});
