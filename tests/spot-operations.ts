// Spot's operations as the twin has them: how a right call of each looks, and how wrong ones do.
import type { JsonObject } from '../src/lib/json.ts';
import type { Random } from '../src/twin/random.ts';
import { BLUE, GREEN, groupDocument } from './twin-world.ts';

export interface SpotIds {
  readonly groupId: string;
  readonly instanceId: string;
  readonly rollId: string;
}

export interface SpotOperationCase {
  /** Method and path as the description names them. */
  readonly call: string;
  readonly query?: (pick: Pick, ids: SpotIds) => JsonObject;
  readonly body?: (pick: Pick, ids: SpotIds) => JsonObject;
  /** Each replaces a member of a right query or body; null leaves it out. */
  readonly wrongQuery?: readonly JsonObject[];
  readonly wrongBody?: readonly JsonObject[];
  /** The member of an item by which the description describes it and clients do not. */
  readonly wrapped?: string;
}

export interface Pick {
  number(least: number, most: number): number;
  of<Item>(items: readonly [Item, ...Item[]]): Item;
}

export function pickBy(random: Random): Pick {
  const number = (least: number, most: number): number => random.within([least, most]);
  return { number, of: (items) => items[number(0, items.length - 1)] ?? items[0] };
}

const GROUP = '/aws/ec2/group/{groupId}';
const INSTANCE = '/aws/ec2/instance/{instanceId}';
const WINDOW = { fromDate: '2026-01-01', toDate: '2026-03-01' };
const NO_WINDOW = [{ fromDate: null }, { toDate: null }, { fromDate: 'soon' }];
const PROCESSES = ['AUTO_SCALE', 'OUT_OF_STRATEGY', 'SCHEDULING'] as const;

const strategy = (pick: Pick): JsonObject => ({
  risk: pick.number(0, 100),
  availabilityVsCost: pick.of(['balanced', 'costOriented', 'cheapest']),
  drainingTimeout: pick.number(0, 300),
  fallbackToOd: pick.of([true, false]),
});

const SCALING_POLICIES: JsonObject = {
  up: [{ policyName: 'busy', namespace: 'AWS/EC2', metricName: 'CPUUtilization', threshold: 80 }],
  down: [
    { policyName: 'quiet', namespace: 'AWS/EC2', metricName: 'CPUUtilization', threshold: 20 },
  ],
};

const GROUPS: readonly SpotOperationCase[] = [
  {
    call: 'post /aws/ec2/group',
    wrapped: 'group',
    body: (pick) => {
      const arn = pick.of([BLUE, GREEN]);
      const document = groupDocument(`made-${pick.number(1, 99)}`, arn, pick.number(1, 3));
      const waiting = pick.of([SIGNALS, {}]);
      return {
        group: {
          ...document,
          strategy: { ...strategy(pick), ...waiting },
          scaling: SCALING_POLICIES,
        },
      };
    },
    wrongBody: [{ group: null }, { group: {} }, { group: { name: 'only' } }],
  },
  { call: 'get /aws/ec2/group' },
  { call: `get ${GROUP}` },
  {
    call: `put ${GROUP}`,
    wrapped: 'group',
    body: (pick) => ({ group: { description: 'new', strategy: strategy(pick) } }),
    wrongBody: [
      { group: { name: null } },
      { group: { compute: null } },
      { group: { strategy: { risk: 101 } } },
      { group: { strategy: { availabilityVsCost: 'free' } } },
      { group: { strategy: { drainingTimeout: 'long' } } },
      { group: { capacity: { target: -1 } } },
      { group: { region: 'eu-west-1' } },
      { group: { compute: { product: 'Windows' } } },
      { group: { capacity: { unit: 'weight' } } },
      { group: { scheduling: { tasks: [{ taskType: 'statefulRecycle' }] } } },
      { group: { scheduling: { tasks: [{ taskType: 'scale', cronExpression: '61 * * * *' }] } } },
      { group: { strategy: { signals: [{ name: 'INSTANCE_TIRED' }] } } },
      { group: { strategy: { revertToSpot: { performAt: 'timeWindow' } } } },
    ],
  },
  {
    call: `delete ${GROUP}`,
    body: () => ({ statefulDeallocation: { shouldDeleteImages: true } }),
  },
  {
    call: `put ${GROUP}/capacity`,
    wrapped: 'capacity',
    body: (pick) => ({ capacity: { minimum: 1, target: pick.number(1, 4), maximum: 4 } }),
    wrongBody: [{ capacity: { minimum: 3, target: 1, maximum: 2 } }],
  },
  { call: `get ${GROUP}/status` },
  { call: `get ${GROUP}/instanceHealthiness` },
  {
    call: `post ${GROUP}/suspension`,
    body: (pick) => ({ processes: [pick.of(PROCESSES)] }),
    wrongBody: [{ processes: ['NAP'] }, { processes: [] }],
  },
  { call: `get ${GROUP}/suspension` },
];

const SCALING: readonly SpotOperationCase[] = [
  ...['up', 'down'].map((way) => ({
    call: `put ${GROUP}/scale/${way}`,
    query: (pick: Pick) => ({ adjustment: pick.number(1, 2) }),
    wrongQuery: [{ adjustment: 0 }, { adjustment: 'many' }, { adjustment: 1.5 }],
  })),
  {
    call: `put ${GROUP}/detachInstances`,
    body: (pick, { instanceId }) => ({
      instancesToDetach: [instanceId],
      shouldTerminateInstances: pick.of([true, false]),
      shouldDecrementTargetCapacity: pick.of([true, false]),
      drainingTimeout: pick.number(0, 300),
    }),
    wrongBody: [
      { instancesToDetach: null },
      { instancesToDetach: ['i-none'] },
      { instancesToDetach: 'all' },
      { shouldTerminateInstances: 'yes' },
      { drainingTimeout: -1 },
    ],
  },
];

const HISTORY: readonly SpotOperationCase[] = [
  {
    call: `get ${GROUP}/events`,
    query: () => ({ fromDate: '2026-01-01' }),
    wrongQuery: [{ fromDate: null }, { fromDate: 'soon' }],
  },
  {
    call: `get ${GROUP}/logs`,
    query: (pick) => ({ ...WINDOW, severity: pick.of(['ALL', 'INFO', 'WARN']), limit: 50 }),
    wrongQuery: [...NO_WINDOW, { severity: 'LOUD' }, { limit: 1001 }],
  },
  ...['costs', 'costs/detailed'].map((part) => ({
    call: `get ${GROUP}/${part}`,
    query: () => ({ ...WINDOW, aggregationPeriod: 'daily' }),
    wrongQuery: [...NO_WINDOW, { aggregationPeriod: 'hourly' }, { toDate: '2020-01-01' }],
  })),
];

const ROLLS: readonly SpotOperationCase[] = [
  {
    call: `put ${GROUP}/roll`,
    body: (pick) => ({
      batchSizePercentage: pick.number(1, 100),
      gracePeriod: pick.number(0, 600),
      healthCheckType: pick.of(['TARGET_GROUP', 'EC2', 'NONE']),
      strategy: {
        action: pick.of(['REPLACE_SERVER', 'RESTART_SERVER']),
        onFailure: { actionType: pick.of(['DETACH_OLD', 'DETACH_NEW']) },
      },
    }),
    wrongBody: [
      { batchSizePercentage: null },
      { gracePeriod: null },
      { gracePeriod: 'long' },
      { healthCheckType: 'PING' },
      { strategy: { batchMinHealthyPercentage: 101 } },
      { strategy: { onFailure: {} } },
    ],
  },
  {
    call: `get ${GROUP}/roll`,
    query: (pick) => ({ limit: pick.number(1, 5), sort: 'createdAt:DESC' }),
    wrongQuery: [{ limit: 0 }, { sort: 'size:UP' }],
  },
  { call: `get ${GROUP}/roll/{rollId}/status` },
  {
    call: `post ${GROUP}/roll/{rollId}/action`,
    body: (pick) => ({
      actionType: pick.of(['DETACH_OLD', 'DETACH_NEW']),
      shouldHandleAllBatches: pick.of([true, false]),
      shouldDecrementTargetCapacity: pick.of([true, false]),
      drainingTimeout: pick.number(0, 300),
    }),
    wrongBody: [
      { actionType: null },
      { actionType: 'PAUSE' },
      { shouldHandleAllBatches: 'yes' },
      { shouldDecrementTargetCapacity: 1 },
      { drainingTimeout: -1 },
    ],
  },
  {
    call: `put ${GROUP}/roll/{rollId}`,
    body: () => ({ roll: { status: 'STOPPED' } }),
    wrongBody: [{ roll: null }, { roll: { status: 'FASTER' } }],
  },
];

const INSTANCES: readonly SpotOperationCase[] = [
  { call: `get ${INSTANCE}` },
  {
    call: `post ${INSTANCE}/lock`,
    query: (pick) => ({ ttlInMinutes: pick.number(1, 60) }),
    wrongQuery: [{ ttlInMinutes: 0 }, { ttlInMinutes: 'long' }],
  },
  { call: `post ${INSTANCE}/unlock` },
  { call: `post ${INSTANCE}/standby/enter` },
  { call: `post ${INSTANCE}/standby/exit` },
  {
    call: 'post /aws/ec2/instance/interruption',
    body: (_, { instanceId }) => ({ instancesToInterrupt: [instanceId] }),
    wrongBody: [
      { instancesToInterrupt: null },
      { instancesToInterrupt: [] },
      { instancesToInterrupt: [7] },
      { instancesToInterrupt: ['i-none'] },
    ],
  },
  {
    call: 'post /aws/ec2/group/autoScalingGroup/import',
    query: () => ({ autoScalingGroupName: 'shop-asg', region: 'us-east-1', dryRun: true }),
    body: (pick) => ({ group: { availabilityVsCost: pick.of(['balanced', 'cheapest']) } }),
    wrongQuery: [
      { autoScalingGroupName: null },
      { autoScalingGroupName: 'none' },
      { region: null },
      { dryRun: 'maybe' },
    ],
    wrongBody: [{ group: { availabilityVsCost: 'free' } }, { group: { name: 7 } }],
  },
];

const POLICIES: readonly SpotOperationCase[] = [
  {
    call: `post ${GROUP}/scale/suspendPolicy`,
    query: (pick) => ({ policyName: pick.of(['busy', 'quiet']) }),
    body: (pick) => ({ suspension: { ttlInMinutes: pick.number(1, 10_080) } }),
    wrongQuery: [{ policyName: null }, { policyName: 'none' }],
    wrongBody: [
      { suspension: { ttlInMinutes: 0 } },
      { suspension: { ttlInMinutes: 10_081 } },
      { suspension: 'long' },
    ],
  },
  { call: `get ${GROUP}/scale/suspensions` },
  {
    call: `post ${GROUP}/scale/resumePolicy`,
    query: (pick) => ({ policyName: pick.of(['busy', 'quiet']) }),
  },
];

const SIGNALS: JsonObject = {
  signals: [{ name: 'INSTANCE_READY', timeout: 600 }, { name: 'INSTANCE_READY_TO_SHUTDOWN' }],
};

const OTHERS: readonly SpotOperationCase[] = [
  {
    call: 'post /aws/ec2/instance/signal',
    body: (pick, { instanceId }) => ({
      instanceId,
      signal: pick.of(['INSTANCE_READY', 'INSTANCE_READY_TO_SHUTDOWN']),
    }),
    wrongBody: [
      { instanceId: null },
      { instanceId: 'i-none' },
      { signal: null },
      { signal: 'INSTANCE_TIRED' },
      { signal: 'INSTANCE_READY' },
    ],
  },
  { call: `post ${GROUP}/amiBackup` },
  {
    call: 'get /aws/ec2/spotType',
    query: () => ({ region: 'us-east-1' }),
    wrongQuery: [{ region: null }, { region: 'mars-north-1' }],
  },
  {
    call: 'post /aws/ec2/group/instance/import',
    query: (_, { instanceId }) => ({ region: 'us-east-1', instanceId }),
    body: () => ({ group: { name: 'imported', spotInstanceTypes: ['m5.large'] } }),
    wrongQuery: [{ instanceId: null }, { instanceId: 'i-none' }, { region: null }],
    wrongBody: [
      { group: 'imported' },
      { group: { name: 7 } },
      { group: { spotInstanceTypes: [] } },
    ],
  },
];

export const SPOT_OPERATIONS: readonly SpotOperationCase[] = [
  ...GROUPS,
  ...SCALING,
  ...HISTORY,
  ...ROLLS,
  ...INSTANCES,
  ...POLICIES,
  ...OTHERS,
];
