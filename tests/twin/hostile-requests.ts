// Requests as no well-behaved client sends them, for every API of the twin.
import fc from 'fast-check';
import type { Received } from '../../src/twin/http/answer.ts';
import { BLUE, GREEN, LISTENER, LIVE_GROUP, LOAD_BALANCER, PROD_RULE } from '../twin-world.ts';

/** A request before a server has read it: `target` is what stands in the request line. */
export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Received['headers'];
  readonly body: string;
}

export const SIGNED = 'AWS4-HMAC-SHA256 Credential=twin/20260105/us-east-1/SERVICE/aws4_request';

const KNOWN = [
  BLUE,
  GREEN,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
  'forward',
  'host-header',
];
const EVIL = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then'],
  ...['', ' ', '%', '%zz', '%00', '\u0000', '\ufffe', '\ud800', '<!DOCTYPE x [<!ENTITY a "b">]>'],
  ...[']]>', '</Error>', '../../etc/passwd', '-1', '1e400', 'NaN', '999999999999999999999', 'true'],
  'x'.repeat(5_000),
];
const evil = fc.constantFrom(...EVIL);
const known = fc.constantFrom(...KNOWN);
/** Any characters, and halves of some. */
const characters = fc
  .array(fc.integer({ min: 0, max: 0x10_ff_ff }), { maxLength: 12 })
  .map((codes) => String.fromCodePoint(...codes));
const text = fc.oneof(known, evil, characters);
const number = fc.oneof(
  fc.constantFrom(0, -1, -0, 1, 1.5, 60, 1e9, 1e21, 1e308, -1e308, 5e-324, 2 ** 53),
  fc.integer({ min: 1_767_600_000, max: 1_767_700_000 }),
);
export const hostileScalar: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
);

const AWS_FIELDS = [
  ...['RuleArn', 'RuleArns', 'ListenerArn', 'ListenerArns', 'LoadBalancerArn', 'TargetGroupArn'],
  ...['TargetGroupArns', 'Names', 'Actions', 'DefaultActions', 'Conditions', 'Targets', 'PageSize'],
  ...[
    'Marker',
    'Type',
    'Order',
    'ForwardConfig',
    'TargetGroups',
    'Weight',
    'Field',
    'Values',
    'Id',
  ],
  ...['TargetGroupStickinessConfig', 'Enabled', 'DurationSeconds', 'Port', 'HostHeaderConfig'],
  ...['MetricDataQueries', 'MetricStat', 'Metric', 'Dimensions', 'Period', 'Stat', 'StartTime'],
  ...[
    'EndTime',
    'Expression',
    'ScanBy',
    'Namespace',
    'MetricName',
    'Filter',
    'InstanceId',
    'ImageId',
  ],
  ...['Name', 'Value', 'member', '1', '2', '-1', '99999999', 'entry', 'key'],
];
const SPOT_FIELDS = [
  ...['group', 'capacity', 'minimum', 'target', 'maximum', 'strategy', 'compute', 'name', 'arn'],
  ...['launchSpecification', 'imageId', 'userData', 'loadBalancersConfig', 'loadBalancers', 'type'],
  ...['drainingTimeout', 'instanceTypes', 'spot', 'availabilityZones', 'processes', 'suspensions'],
  ...['ttlInMinutes', 'healthCheckType', 'healthCheckGracePeriod', 'id', 'createdAt'],
];
const ACTIONS = [
  ...['DescribeLoadBalancers', 'DescribeListeners', 'DescribeRules', 'DescribeTargetGroups'],
  ...['DescribeTargetGroupAttributes', 'DescribeTargetHealth', 'ModifyRule', 'ModifyListener'],
  ...['RegisterTargets', 'DeregisterTargets', 'GetMetricData', 'GetCallerIdentity'],
  ...['DescribeImages', 'DescribeInstances', 'DeleteEverything'],
];

/** As a form sends a text; half a character becomes a replacement. */
export function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

const awsName = fc.oneof(fc.constantFrom(...AWS_FIELDS), evil);
const path = fc.array(awsName, { minLength: 1, maxLength: 14 }).map((parts) => parts.join('.'));
const encoded = fc.oneof(
  { weight: 3, arbitrary: text.map((value) => formEncoded(value)) },
  { weight: 1, arbitrary: text },
);
const pair = fc.tuple(path, encoded).map(([name, value]) => `${name}=${value}`);
const action = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ACTIONS) }, evil);
const query = fc
  .tuple(action, fc.array(pair, { maxLength: 6 }))
  .map(([name, pairs]) => [`Action=${name}`, ...pairs].join('&'));

function object(fields: readonly string[]): fc.Arbitrary<unknown> {
  const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...fields) }, evil);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 5 },
      hostileScalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc
        .array(fc.tuple(key, tie('value')), { maxLength: 5 })
        .map((entries) => Object.fromEntries(entries)),
    ),
  }));
  return value as fc.Arbitrary<unknown>;
}
const nested = fc.integer({ min: 1, max: 400 }).map((deep) => deep ** 2);
const deep = fc.oneof(
  nested.map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  nested.map((depth) => `${'{"group":'.repeat(depth)}1${'}'.repeat(depth)}`),
  nested.map((depth) => '{"a":'.repeat(depth)),
  nested.map((depth) => `{"group":{"name":${'{"x":'.repeat(depth)}1${'}'.repeat(depth + 2)}`),
);
const brokenJson = fc
  .tuple(object(SPOT_FIELDS), fc.nat(60))
  .map(([value, cut]) => (JSON.stringify(value) ?? '').slice(0, cut));
const json = (fields: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 60, arbitrary: object(fields).map((value) => JSON.stringify(value) ?? '') },
    { weight: 20, arbitrary: brokenJson },
    { weight: 10, arbitrary: text },
    { weight: 1, arbitrary: deep },
  );
const xmlish = text.map((value) => `<?xml version="1.0"?><a xmlns="${value}"><b>${value}</b></a`);

const service = fc.constantFrom(
  'elasticloadbalancing',
  'monitoring',
  'sts',
  'ec2',
  's3',
  '__proto__',
);
const authorization = fc.oneof(
  { weight: 12, arbitrary: service.map((name) => SIGNED.replace('SERVICE', name)) },
  { weight: 1, arbitrary: fc.oneof(text, fc.constant(undefined)) },
);
const method = fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
const aws = fc
  .record({
    method,
    authorization,
    target: fc.constantFrom('/', '/', '/?', '/%', '//', '/a/../b'),
    body: fc.oneof({ weight: 8, arbitrary: query }, xmlish, json(AWS_FIELDS)),
  })
  .map(({ authorization: signed, ...rest }) => ({ ...rest, headers: { authorization: signed } }));
const cloudWatch = fc
  .record({
    target: fc.oneof(
      { weight: 8, arbitrary: fc.constant('GraniteServiceVersion20100801.GetMetricData') },
      text,
    ),
    body: json(AWS_FIELDS),
  })
  .map(({ target, body }) => ({
    method: 'POST',
    target: '/',
    headers: { authorization: SIGNED.replace('SERVICE', 'monitoring'), 'x-amz-target': target },
    body,
  }));
const spotPath = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: fc.constant(LIVE_GROUP) }, encoded),
    fc.constantFrom(
      '',
      '',
      '/capacity',
      '/status',
      '/instanceHealthiness',
      '/suspension',
      '/x',
      '//',
    ),
  )
  .map(([id, part]) => `/${id}${part}`);
const spotQuery = fc.array(
  fc.tuple(
    fc.constantFrom('accountId', 'minCreatedAt', 'maxCreatedAt', 'name', '__proto__'),
    encoded,
  ),
  { maxLength: 2 },
);
const spot = fc
  .record({
    method,
    path: fc.oneof(fc.constant(''), spotPath),
    query: spotQuery,
    token: fc.oneof({ weight: 9, arbitrary: fc.constant('Bearer twin') }, text),
    body: json(SPOT_FIELDS),
  })
  .map(({ method: verb, path: rest, query: pairs, token, body }) => ({
    method: verb,
    target: `/aws/ec2/group${rest}?${['accountId=act-twin', ...pairs.map((each) => each.join('='))].join('&')}`,
    headers: { authorization: token },
    body,
  }));
const own = fc.record({
  method,
  target: fc.constantFrom('/_twin/clock', '/_twin/world', '/_twin/faults', '/_twin/', '/_twin/..'),
  headers: fc.constant({}),
  body: json(['kind', 'service', 'operation', 'times', 'ruleArn', 'actions', 'groupId']),
});

export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.oneof(
  { weight: 6, arbitrary: aws },
  { weight: 3, arbitrary: cloudWatch },
  { weight: 5, arbitrary: spot },
  { weight: 1, arbitrary: own },
);
