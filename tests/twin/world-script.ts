// Random scripts against a twin: calls of every kind, faults, requests and the passing of time, each with its answer.
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import type { Fault } from '../../src/twin/fault.ts';
import type { SpotControlOperation } from '../../src/twin/spot-control.ts';
import type { ApiCall, Twin } from '../../src/twin/twin.ts';
import { TwinError } from '../../src/twin/twin-error.ts';
import { AMI_1, AMI_2, forward, groupDocument, LISTENER } from '../twin-world.ts';
import { LATER_ACTS } from './later-acts.ts';
import type { Act, Acted, Step } from './world-act.ts';
import { pickFrom, type World } from './world-picks.ts';

/** What it answered, or how it was refused; the same for twins in the same state. */
export async function takeStep(acted: Acted, step: Step): Promise<Json> {
  const world = pickFrom(acted.twin.inspect());
  try {
    const answer = await ACTS[step.act]?.(acted, world, step);
    return JSON.parse(JSON.stringify(answer ?? null)) as Json;
  } catch (error) {
    if (error instanceof TwinError) return { refused: error.code, why: error.message };
    throw error;
  }
}

export function steps(maxLength: number): fc.Arbitrary<Step[]> {
  const number = fc.nat(10_000);
  const often = ['startRoll', 'create', 'weights', 'traffic', ...Array<string>(9).fill('advance')];
  const act = fc.constantFrom(...Object.keys(ACTS), ...often);
  const step = fc.record({ act, a: number, b: number, c: number });
  return fc.array(step, { minLength: maxLength >> 1, maxLength, size: 'max' });
}

const elbv2 =
  (operation: keyof Twin['elbv2'], request: (world: World, step: Step) => JsonObject): Act =>
  ({ twin }, world, step) =>
    (twin.elbv2[operation] as ApiCall)(request(world, step));

const onInstance =
  (operation: SpotControlOperation, request: (step: Step) => JsonObject = () => ({})): Act =>
  ({ twin }, world, step) =>
    twin.spot.control[operation](world.instance(step.a), request(step));

const onGroup =
  (
    operation: SpotControlOperation,
    request: (world: World, step: Step) => JsonObject = () => ({}),
  ): Act =>
  ({ twin }, world, step) =>
    twin.spot.control[operation](world.group(step.a), request(world, step));

const fault =
  (made: (world: World, step: Step) => Fault): Act =>
  ({ twin }, world, step) =>
    twin.inject(made(world, step));

const name = (step: Step): string => `made-${step.c % 5}`;
const anyTime = { fromDate: '2020-01-01', toDate: '2030-01-01' };

const TIME_ACTS: Readonly<Record<string, Act>> = {
  advance: ({ clock }, _, { a, b }) => clock.advance(1 + ((a * 9 + b) % 90_000)),
  traffic({ twin, clock }, world, { a, b }) {
    const status = b % 4 === 0 ? 503 : 200;
    twin.recordRequest({
      loadBalancerArn: world.loadBalancer(0),
      targetGroupArn: world.targetGroup(a),
      targetStatus: status,
      status,
      durationMs: b / 7,
    });
    return clock.now();
  },
  metrics({ twin, clock }, world, { a, b }) {
    const now = clock.now() / 1_000;
    const names = ['RequestCount', 'HealthyHostCount', 'TargetResponseTime'];
    const Dimensions = [
      { Name: 'TargetGroup', Value: world.targetGroup(a).split(':').at(-1) ?? '' },
      { Name: 'LoadBalancer', Value: world.loadBalancer(0).split(':loadbalancer/').at(-1) ?? '' },
    ];
    const Metric = {
      Namespace: 'AWS/ApplicationELB',
      MetricName: names[b % 3] ?? '',
      Dimensions,
    };
    const MetricStat = { Metric, Period: 60, Stat: 'p99' };
    const MetricDataQueries = [{ Id: 'm', MetricStat }];
    return twin.cloudWatch.getMetricData({
      StartTime: now - 900,
      EndTime: now + 60,
      MetricDataQueries,
    });
  },
  instances: ({ twin }) => twin.ec2.describeInstances({}),
};

const ELBV2_ACTS: Readonly<Record<string, Act>> = {
  weights: elbv2('modifyRule', (world, { a, b, c }) => ({
    RuleArn: world.rule(a),
    Actions: [forward({ [world.targetGroup(b)]: c % 9, [world.targetGroup(b + 1)]: 1 + (a % 9) })],
  })),
  conditions: elbv2('modifyRule', (world, { a, b }) => ({
    RuleArn: world.rule(a),
    Conditions: [{ Field: 'path-pattern', Values: [`/${b % 3}/*`] }],
  })),
  createRule: elbv2('createRule', (world, { a, b }) => ({
    ListenerArn: world.listener(a),
    Priority: 1 + (b % 20),
    Conditions: [{ Field: 'path-pattern', Values: [`/${a % 7}`] }],
    Actions: [forward({ [world.targetGroup(b)]: 1 })],
  })),
  deleteRule: elbv2('deleteRule', (world, { a }) => ({ RuleArn: world.rule(a) })),
  priorities: elbv2('setRulePriorities', (world, { a, b }) => ({
    RulePriorities: [{ RuleArn: world.rule(a), Priority: 1 + (b % 20) }],
  })),
  createTargetGroup: elbv2('createTargetGroup', (_, step) => ({
    Name: name(step),
    Protocol: 'HTTP',
    Port: 8080,
    VpcId: 'vpc-00000001',
    HealthCheckIntervalSeconds: 6 + (step.a % 3),
  })),
  checks: elbv2('modifyTargetGroup', (world, { a, b }) => ({
    TargetGroupArn: world.targetGroup(a),
    HealthyThresholdCount: 2 + (b % 4),
  })),
  delay: elbv2('modifyTargetGroupAttributes', (world, { a, b }) => ({
    TargetGroupArn: world.targetGroup(a),
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(b % 400) }],
  })),
  deleteTargetGroup: elbv2('deleteTargetGroup', (world, { a }) => ({
    TargetGroupArn: world.targetGroup(a),
  })),
  register: elbv2('registerTargets', (world, { a, b }) => ({
    TargetGroupArn: world.targetGroup(a),
    Targets: [{ Id: world.instance(b) }],
  })),
  deregister: elbv2('deregisterTargets', (world, { a, b }) => ({
    TargetGroupArn: world.targetGroup(a),
    Targets: [{ Id: world.instance(b) }],
  })),
  createLoadBalancer: elbv2('createLoadBalancer', (_, step) => ({
    Name: name(step),
    Subnets: ['subnet-00000001', 'subnet-00000002'],
  })),
  deleteLoadBalancer: elbv2('deleteLoadBalancer', (world, { a, b }) => ({
    LoadBalancerArn: b % 4 === 0 ? world.loadBalancer(a) : 'none',
  })),
  createListener: elbv2('createListener', (world, { a, b }) => ({
    LoadBalancerArn: world.loadBalancer(a),
    Protocol: 'HTTP',
    Port: 80 + (b % 3),
    DefaultActions: [forward({ [world.targetGroup(b)]: 1 })],
  })),
  modifyListener: elbv2('modifyListener', (world, { a, b }) => ({
    ListenerArn: world.listener(a),
    DefaultActions: [forward({ [world.targetGroup(b)]: 1 })],
  })),
  deleteListener: elbv2('deleteListener', (world, { a, b }) => ({
    ListenerArn: b % 3 === 0 ? world.listener(a) : 'none',
  })),
  tag: elbv2('addTags', (world, { a, b }) => ({
    ResourceArns: [world.targetGroup(a)],
    Tags: [{ Key: `k${b % 3}`, Value: String(b) }],
  })),
  tags: elbv2('describeTags', (world, { a }) => ({ ResourceArns: [world.targetGroup(a)] })),
  rules: elbv2('describeRules', (world, { a }) => ({ ListenerArn: world.listener(a) })),
  listeners: elbv2('describeListeners', () => ({ ListenerArns: [LISTENER] })),
  loadBalancers: elbv2('describeLoadBalancers', () => ({})),
  targetGroups: elbv2('describeTargetGroups', () => ({})),
  targetHealth: elbv2('describeTargetHealth', (world, { a }) => ({
    TargetGroupArn: world.targetGroup(a),
  })),
};

const GROUP_ACTS: Readonly<Record<string, Act>> = {
  create({ twin }, world, step) {
    const ami = step.a % 2 === 0 ? AMI_1 : AMI_2;
    return twin.spot.create(
      groupDocument(name(step), world.targetGroup(step.b), 1 + (step.a % 3), ami),
    );
  },
  update: ({ twin }, world, { a, b }) =>
    twin.spot.update(world.group(a), {
      strategy: { drainingTimeout: b % 300 },
      compute: {
        launchSpecification: {
          healthCheckUnhealthyDurationBeforeReplacement: b % 200,
          loadBalancersConfig: {
            loadBalancers: [{ name: 'tg', arn: world.targetGroup(b), type: 'TARGET_GROUP' }],
          },
        },
      },
    }),
  capacity: ({ twin }, world, { a, b }) =>
    twin.spot.capacity(world.group(a), { minimum: 0, maximum: 4, target: b % 5 }),
  delete: ({ twin }, world, { a, b }) => twin.spot.delete(b % 3 === 0 ? world.group(a) : 'none'),
  list: ({ twin }) => twin.spot.list({}),
  status: ({ twin }, world, { a }) => twin.spot.status(world.group(a)),
  healthiness: ({ twin }, world, { a }) => twin.spot.instanceHealthiness(world.group(a)),
  suspend: ({ twin }, world, { a, b }) =>
    twin.spot.suspend(world.group(a), {
      suspensions: [
        { name: b % 2 === 0 ? 'AUTO_HEALING' : 'AUTO_SCALE', ttlInMinutes: 1 + (b % 9) },
      ],
    }),
  suspendForGood: ({ twin }, world, { a }) =>
    twin.spot.suspend(world.group(a), { processes: ['AUTO_HEALING'] }),
  resume: ({ twin }, world, { a }) =>
    twin.spot.resume(world.group(a), { processes: ['AUTO_HEALING'] }),
  rateLimit: ({ twin }) => twin.spot.rateLimit('status'),
};

const CONTROL_ACTS: Readonly<Record<string, Act>> = {
  scaleUp: onGroup('scaleUp', (_, { b }) => ({ adjustment: 1 + (b % 2) })),
  scaleDown: onGroup('scaleDown', (_, { b }) => ({ adjustment: 1 + (b % 2) })),
  detach: onGroup('detachInstances', (world, { b }) => ({
    instancesToDetach: [world.instance(b)],
    shouldTerminateInstances: b % 2 === 0,
    shouldDecrementTargetCapacity: b % 3 === 0,
  })),
  lock: onInstance('lock', ({ b }) => (b % 2 === 0 ? {} : { ttlInMinutes: 1 + (b % 5) })),
  unlock: onInstance('unlock'),
  enterStandby: onInstance('enterStandby'),
  exitStandby: onInstance('exitStandby'),
  readInstance: onInstance('readInstance'),
  interrupt: ({ twin }, world, { a }) =>
    twin.spot.control.interrupt('', { instancesToInterrupt: [world.instance(a)] }),
  startRoll: onGroup('startRoll', (_, { b }) => ({
    batchSizePercentage: 1 + (b % 100),
    gracePeriod: b % 300,
    strategy: {
      action: 'REPLACE_SERVER',
      onFailure: { actionType: b % 2 === 0 ? 'DETACH_NEW' : 'DETACH_OLD' },
    },
  })),
  listRolls: onGroup('listRolls'),
  stopRoll({ twin }, world, { a }) {
    const id = world.group(a);
    const [roll] = twin.spot.control.listRolls(id, {}) as readonly JsonObject[];
    return twin.spot.control.stopRoll(id, { rollId: roll?.['id'], roll: { status: 'STOPPED' } });
  },
  rollStatus({ twin }, world, { a }) {
    const id = world.group(a);
    const [roll] = twin.spot.control.listRolls(id, {}) as readonly JsonObject[];
    return twin.spot.control.rollStatus(id, { rollId: roll?.['id'] });
  },
  events: onGroup('events', () => anyTime),
  logs: onGroup('logs', () => anyTime),
  costs: onGroup('costs', () => anyTime),
  detailedCosts: onGroup('detailedCosts', () => anyTime),
};

const FAULT_ACTS: Readonly<Record<string, Act>> = {
  failingHealth: fault((world, { a, b }) => ({
    kind: 'failing-health',
    groupId: world.group(a),
    share: (1 + (b % 4)) / 4,
  })),
  throttle: fault((_, { a }) => ({
    kind: 'throttle',
    service: a % 2 === 0 ? 'spot' : 'elbv2',
    operation: '*',
    times: 1 + (a % 3),
  })),
  answerLost: fault((_, { a }) => ({
    kind: 'answer-lost',
    service: 'elbv2',
    operation: '*',
    times: 1,
    when: a % 2 === 0 ? 'before' : 'after',
  })),
  staleRead: fault((_, { a }) => ({ kind: 'stale-read', operation: '*', forMs: a * 10 })),
  shortage: fault((world, { a, b }) => ({
    kind: 'shortage',
    groupId: world.group(a),
    fulfilled: b % 3,
  })),
  slowBoot: fault((world, { a, b }) => ({
    kind: 'slow-boot',
    groupId: world.group(a),
    extraMs: b * 10,
  })),
  lateRegistration: fault((world, { a, b }) => ({
    kind: 'registration-lost',
    groupId: world.group(a),
    lateMs: b * 10,
  })),
  interruption: fault((world, { a, b }) => ({
    kind: 'interruption',
    groupId: world.group(a),
    noticeMs: b * 10,
  })),
  lateMetrics: fault((_, { a }) => ({ kind: 'metrics-late', extraMs: a * 10 })),
  clockJump: fault((_, { a }) => ({ kind: 'clock-jump', byMs: (a - 5_000) * 60 })),
  clearFaults: ({ twin }) => twin.clearFaults(),
  faults: ({ twin }) => twin.faults(),
};

const ACTS: Readonly<Record<string, Act>> = {
  ...TIME_ACTS,
  ...ELBV2_ACTS,
  ...GROUP_ACTS,
  ...CONTROL_ACTS,
  ...FAULT_ACTS,
  ...LATER_ACTS,
};
