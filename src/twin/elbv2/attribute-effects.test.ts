// Specifies which attributes of load balancers and target groups have an effect, and what it is.
import { expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import {
  BLUE,
  forward,
  groupDocument,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import { createTwin } from '../create-twin.ts';
import type { InstanceHost } from '../instance-host.ts';
import type { RoutingView } from '../routing-view.ts';
import { createSimulatedHost } from '../simulated-host.ts';

/** The last view of the first node. */
function viewNow({ twin }: TwinBench): RoutingView | undefined {
  let told: RoutingView | undefined;
  const stop = twin.onRoutingView((view) => {
    if (view.node === 0 && view.loadBalancerArn === LOAD_BALANCER) told = view;
  });
  stop();
  return told;
}

function writeTargetGroup({ twin }: TwinBench, values: Readonly<Record<string, string>>): void {
  const Attributes = Object.entries(values).map(([Key, Value]) => ({ Key, Value }));
  twin.elbv2.modifyTargetGroupAttributes({ TargetGroupArn: BLUE, Attributes });
}

test('attributes of a load balancer reach its nodes, as changes of rules do', async () => {
  const bench = twinBench();
  bench.twin.elbv2.modifyLoadBalancerAttributes({
    LoadBalancerArn: LOAD_BALANCER,
    Attributes: [
      { Key: 'idle_timeout.timeout_seconds', Value: '5' },
      { Key: 'routing.http.xff_header_processing.mode', Value: 'remove' },
      { Key: 'routing.http.preserve_host_header.enabled', Value: 'true' },
    ],
  });
  expect(viewNow(bench)?.settings).toBeUndefined();
  await bench.clock.advance(10_000);
  expect(viewNow(bench)?.settings).toEqual({
    idleTimeoutMs: 5_000,
    forwardedFor: 'remove',
    preservesHost: true,
  });
});

test('the algorithm and the application’s cookie of a target group reach the nodes', async () => {
  const bench = twinBench();
  writeTargetGroup(bench, {
    'load_balancing.algorithm.type': 'least_outstanding_requests',
    'stickiness.type': 'app_cookie',
    'stickiness.app_cookie.cookie_name': 'session',
    'stickiness.app_cookie.duration_seconds': '90',
  });
  await bench.clock.advance(10_000);
  expect(viewNow(bench)?.targetGroups.get(BLUE)).toMatchObject({
    algorithm: 'least_outstanding_requests',
  });
  bench.twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1 })] });
  writeTargetGroup(bench, { 'stickiness.enabled': 'true' });
  await bench.clock.advance(10_000);
  expect(viewNow(bench)?.targetGroups.get(BLUE)).toMatchObject({
    applicationCookie: 'session',
    stickyMs: 90_000,
  });
});

test('a target that becomes healthy beside warm ones starts slowly, and those do not', async () => {
  const bench = twinBench();
  writeTargetGroup(bench, { 'slow_start.duration_seconds': '30' });
  const [known] = bench.twin.spot.instanceHealthiness(LIVE_GROUP);
  const Id = String(known?.['instanceId']);
  const registered = { TargetGroupArn: BLUE, Targets: [{ Id, Port: 81 }] };
  bench.twin.elbv2.registerTargets(registered);
  const slow = () =>
    viewNow(bench)
      ?.targetGroups.get(BLUE)
      ?.targets.filter(({ slowStart }) => slowStart) ?? [];
  await bench.clock.drive(() => slow().length > 0, 60_000);
  expect(slow().map(({ port }) => port)).toEqual([81]);
  const { beginsAt = 0, endsAt = 0 } = slow()[0]?.slowStart ?? {};
  expect(endsAt - beginsAt).toBe(30_000);
  expect(beginsAt).toBeLessThanOrEqual(bench.clock.now());
});

test('the targets of a group that are all new have their full share at once', async () => {
  const bench = twinBench(twinWorld({ groups: [] }));
  writeTargetGroup(bench, { 'slow_start.duration_seconds': '900' });
  bench.twin.spot.create(groupDocument('shop', BLUE, 2));
  await bench.clock.drive(() => bench.states(BLUE).includes('healthy'), 600_000);
  await bench.clock.advance(10_000);
  const targets = viewNow(bench)?.targetGroups.get(BLUE)?.targets ?? [];
  expect(targets.length).toBeGreaterThan(0);
  expect(targets[0]?.slowStart).toBeUndefined();
});

test.each(['least_outstanding_requests', 'weighted_random'])(
  'slow start and %s are refused together, whichever comes first',
  (algorithm) => {
    const refused = { code: 'InvalidConfigurationRequest' };
    const slowStart = { 'slow_start.duration_seconds': '30' };
    const other = { 'load_balancing.algorithm.type': algorithm };
    for (const [first, second] of [
      [slowStart, other],
      [other, slowStart],
    ] as const) {
      const bench = twinBench();
      writeTargetGroup(bench, first);
      expect(() => writeTargetGroup(bench, second)).toThrow(expect.objectContaining(refused));
    }
  },
);

test('an application’s cookie without a name is refused', () => {
  const app = { 'stickiness.enabled': 'true', 'stickiness.type': 'app_cookie' };
  expect(() => writeTargetGroup(twinBench(), app)).toThrow('cookie name');
});

test('health checks go to their own port, and every answer says so', async () => {
  const spec = twinWorld();
  const clock = createVirtualClock(Date.UTC(2026, 0, 5, 12), 1);
  const simulated = createSimulatedHost(clock, spec);
  const ports = new Set<string>();
  const host: InstanceHost = {
    ...simulated,
    check(id, check, done) {
      ports.add(`${check.port} ${check.ownPort}`);
      simulated.check(id, check, done);
    },
  };
  const twin = createTwin({ clock, spec, host });
  const HealthCheckPort = '8081';
  twin.elbv2.modifyTargetGroup({ TargetGroupArn: BLUE, HealthCheckPort });
  await clock.advance(60_000);
  expect([...ports]).toEqual(['80 8081']);
  const described = twin.elbv2.describeTargetGroups({ TargetGroupArns: [BLUE] });
  expect(described).toMatchObject({ TargetGroups: [{ HealthCheckPort }] });
  const health = twin.elbv2.describeTargetHealth({ TargetGroupArn: BLUE });
  expect(health['TargetHealthDescriptions']).toMatchObject([{ HealthCheckPort }, {}]);
  expect(() =>
    twin.elbv2.modifyTargetGroup({ TargetGroupArn: BLUE, HealthCheckPort: '0' }),
  ).toThrow('Health check port');
});
