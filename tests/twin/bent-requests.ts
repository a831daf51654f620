// Requests that would be right but for one value or one name, which reach deeper than nonsense does.
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
} from '../twin-world.ts';
import { formEncoded, type HostileRequest, hostileScalar, SIGNED } from './hostile-requests.ts';

const AT = 1_767_614_400;
const METRICS = {
  StartTime: AT,
  EndTime: AT + 600,
  MetricDataQueries: [
    {
      Id: 'a',
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'HealthyHostCount',
          Dimensions: [
            { Name: 'TargetGroup', Value: BLUE.split(':').at(-1) ?? '' },
            { Name: 'LoadBalancer', Value: LOAD_BALANCER.split(':loadbalancer/')[1] ?? '' },
          ],
        },
        Period: 60,
        Stat: 'Minimum',
      },
    },
  ],
};
const SPOT: readonly (readonly [string, string, Json])[] = [
  ['POST', '', { group: groupDocument('green', GREEN, 1) }],
  ['PUT', `/${LIVE_GROUP}`, { group: groupDocument('shop', GREEN, 2) }],
  ['PUT', `/${LIVE_GROUP}/capacity`, { capacity: { minimum: 1, target: 2, maximum: 3 } }],
  ['POST', `/${LIVE_GROUP}/suspension`, { processes: ['AUTO_SCALE'] }],
  [
    'POST',
    `/${LIVE_GROUP}/suspension`,
    { suspensions: [{ name: 'AUTO_HEALING', ttlInMinutes: 5 }] },
  ],
];
const ELBV2: readonly Json[] = [
  {
    Action: 'ModifyRule',
    RuleArn: PROD_RULE,
    Actions: [forward({ [BLUE]: 50, [GREEN]: 50 })],
    Conditions: [{ Field: 'host-header', Values: ['a.example'] }],
  },
  {
    Action: 'ModifyRule',
    RuleArn: PROD_RULE,
    Actions: [
      { Type: 'authenticate-cognito', Order: 1, AuthenticateCognitoConfig: { Scope: 'openid' } },
      { Type: 'fixed-response', Order: 2, FixedResponseConfig: { StatusCode: '503' } },
    ],
  },
  { Action: 'RegisterTargets', TargetGroupArn: BLUE, Targets: [{ Id: 'i-1', Port: 80 }] },
  { Action: 'DescribeTargetHealth', TargetGroupArn: BLUE, Targets: [{ Id: 'i-1', Port: 80 }] },
  {
    Action: 'DescribeInstances',
    InstanceId: ['i-1'],
    Filter: [{ Name: 'image-id', Value: ['a'] }],
  },
  {
    Action: 'GetMetricData',
    ...METRICS,
    StartTime: '2026-01-05T12:00:00Z',
    EndTime: '2026-01-05T13:00:00Z',
  },
];

type Bend = (value: Json) => Json;

/** One member anywhere in the value gets another value, or another name. */
function bent(value: Json): fc.Arbitrary<Json> {
  return fc
    .record({ at: fc.nat(60), by: hostileScalar, isName: fc.integer({ min: 0, max: 3 }) })
    .map(({ at, by, isName }) => bend(value, at, by as Json, isName === 0));
}

function bend(value: Json, at: number, by: Json, isName: boolean): Json {
  let seen = 0;
  const places = countMembers(value);
  const visit: Bend = (each) => {
    if (typeof each !== 'object' || each === null) return each;
    const entries = Object.entries(each).map(([key, member]) => {
      const isChosen = seen++ === at % places;
      if (!isChosen) return [key, visit(member as Json)];
      return isName ? [String(by), member] : [key, by];
    });
    return Array.isArray(each) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
  };
  return visit(value);
}

function countMembers(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>(
    (sum, each) => sum + 1 + countMembers(each as Json),
    0,
  );
}

function queryText(value: Json, name = ''): string[] {
  if (typeof value !== 'object' || value === null) {
    return [`${name}=${formEncoded(String(value))}`];
  }
  const join = (key: string): string => (name === '' ? key : `${name}.${key}`);
  return Array.isArray(value)
    ? value.flatMap((each: Json, at) => queryText(each, join(`member.${at + 1}`)))
    : Object.entries(value).flatMap(([key, each]) => queryText(each as Json, join(key)));
}

const spot = fc.constantFrom(...SPOT).chain(([method, path, document]) =>
  bent(document).map((body) => ({
    method,
    target: `/aws/ec2/group${path}?accountId=act-twin`,
    headers: { authorization: 'Bearer twin' },
    body: JSON.stringify(body),
  })),
);
const signed = (service: string) => ({ authorization: SIGNED.replace('SERVICE', service) });
const elbv2 = fc
  .tuple(
    fc.constantFrom(...ELBV2).chain(bent),
    fc.constantFrom('elasticloadbalancing', 'monitoring', 'ec2'),
  )
  .map(([request, service]) => ({
    method: 'POST',
    target: '/',
    headers: signed(
      (request as { Action?: Json })['Action'] === 'GetMetricData' ? 'monitoring' : service,
    ),
    body: queryText(request).join('&'),
  }));
const metrics = bent(METRICS).map((request) => ({
  method: 'POST',
  target: '/',
  headers: {
    ...signed('monitoring'),
    'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
  },
  body: JSON.stringify(request),
}));

export const bentRequest: fc.Arbitrary<HostileRequest> = fc.oneof(spot, elbv2, metrics);
