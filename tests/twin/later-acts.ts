// Steps after which a world acts by itself later: tasks, policies, signals, markets, slow start.
import type { JsonObject } from '../../src/lib/json.ts';
import { forward } from '../twin-world.ts';
import type { Act, Step } from './world-act.ts';
import type { World } from './world-picks.ts';

const update =
  (change: (step: Step) => JsonObject): Act =>
  ({ twin }, world, step) =>
    twin.spot.update(world.group(step.a), change(step));

const attribute =
  (key: string, value: (step: Step) => string): Act =>
  ({ twin }, world, step) =>
    twin.elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: world.targetGroup(step.a),
      Attributes: [{ Key: key, Value: value(step) }],
    });

const transforms = (world: World, { a, b }: Step): JsonObject => ({
  ListenerArn: world.listener(a),
  Priority: 1 + (b % 20),
  Conditions: [{ Field: 'path-pattern', Values: [`/${a % 7}`] }],
  Actions: [forward({ [world.targetGroup(b)]: 1 })],
  Transforms: [
    {
      Type: 'url-rewrite',
      UrlRewriteConfig: { Rewrites: [{ Regex: '^/(.*)$', Replace: `/${b}/$1` }] },
    },
  ],
});

const POLICY = {
  policyName: 'busy',
  namespace: 'AWS/ApplicationELB',
  metricName: 'RequestCountPerTarget',
  period: 60,
  cooldown: 120,
};

export const LATER_ACTS: Readonly<Record<string, Act>> = {
  tasks: update(({ b }) => ({
    scheduling: {
      tasks: [{ taskType: 'scale', scaleTargetCapacity: b % 5, cronExpression: '* * * * *' }],
    },
  })),
  policies: update(({ b }) => ({
    scaling: { up: [{ ...POLICY, threshold: b % 3, adjustment: 1 }] },
    capacity: { minimum: 0, maximum: 6 },
  })),
  suspendPolicy: ({ twin }, world, { a, b }) =>
    twin.spot.control.suspendPolicy(world.group(a), {
      policyName: 'busy',
      suspension: b % 2 === 0 ? {} : { ttlInMinutes: 1 + (b % 5) },
    }),
  policySuspensions: ({ twin }, world, { a }) =>
    twin.spot.control.policySuspensions(world.group(a), {}),
  signals: update(({ b }) => ({
    strategy: { signals: [{ name: 'INSTANCE_READY', timeout: 30 + (b % 300) }] },
  })),
  signal: ({ twin }, world, { a }) =>
    twin.spot.control.signal('', { instanceId: world.instance(a), signal: 'INSTANCE_READY' }),
  spotShortage: ({ twin }, world, { a }) =>
    twin.inject({ kind: 'spot-shortage', groupId: world.group(a) }),
  foreseen: ({ twin }, world, { a }) =>
    twin.inject({ kind: 'interruption-foreseen', groupId: world.group(a) }),
  onDemand: update(({ b }) => ({ strategy: { risk: b % 101 } })),
  slowStart: attribute('slow_start.duration_seconds', ({ b }) => String(30 + (b % 200))),
  algorithm: attribute('load_balancing.algorithm.type', ({ b }) =>
    b % 2 === 0 ? 'least_outstanding_requests' : 'round_robin',
  ),
  sticky: attribute('stickiness.enabled', ({ b }) => String(b % 2 === 0)),
  transforms: ({ twin }, world, step) => twin.elbv2.createRule(transforms(world, step)),
};
