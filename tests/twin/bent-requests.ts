// Requests that would be right but for one value or one name, which reach deeper than nonsense does.
import fc from 'fast-check';
import type { Json } from '../../src/lib/json.ts';
import { formEncoded, type HostileRequest, hostileScalar, SIGNED } from './hostile-requests.ts';
import { AWS_CALLS, METRICS, SPOT_CALLS } from './right-requests.ts';

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

const spot = fc.constantFrom(...SPOT_CALLS).chain(([method, path, document]) =>
  bent(document).map((body) => ({
    method,
    target: `/aws/ec2${path}?accountId=act-twin`,
    headers: { authorization: 'Bearer twin' },
    body: JSON.stringify(body),
  })),
);
const signed = (service: string) => ({ authorization: SIGNED.replace('SERVICE', service) });
const elbv2 = fc
  .tuple(
    fc.constantFrom(...AWS_CALLS).chain(bent),
    fc.constantFrom('elasticloadbalancing', 'elasticloadbalancing', 'ec2'),
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
