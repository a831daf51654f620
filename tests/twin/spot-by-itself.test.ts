// What Spot does by itself, asked for and seen over HTTP only.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/lib/json.ts';
import { LIVE_GROUP } from '../twin-world.ts';
import { type ServedApis, serveApis } from './served-apis.ts';

const MINUTES = 60_000;
const GROUP = `/aws/ec2/group/${LIVE_GROUP}`;

let apis: ServedApis;

beforeEach(async () => {
  apis = await serveApis();
});

afterEach(() => apis.close());

async function spot(method: string, path: string, body?: JsonObject) {
  const joint = path.includes('?') ? '&' : '?';
  const answer = await fetch(`${apis.url}${path}${joint}accountId=act-twin`, {
    method,
    headers: { authorization: 'Bearer twin', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { response } = (await answer.json()) as {
    response: { items?: JsonObject[]; errors?: { code: string }[] };
  };
  return { status: answer.status, items: response.items ?? [], code: response.errors?.[0]?.code };
}

async function inject(fault: JsonObject): Promise<void> {
  const answer = await fetch(`${apis.url}/_twin/faults`, {
    method: 'POST',
    body: JSON.stringify(fault),
  });
  expect(answer.ok).toBe(true);
}

async function members(name: string, part: string): Promise<Json[]> {
  const { items } = await spot('GET', `${GROUP}/${part}`);
  return items.map((each) => each[name] ?? null);
}

test('a group falls back to on demand, stays so while that is suspended, and moves back', async () => {
  await inject({ kind: 'spot-shortage', group: 'shop' });
  const capacity = { minimum: 2, target: 3, maximum: 4 };
  await spot('PUT', `${GROUP}/capacity`, { capacity });
  const suspensions = [{ name: 'OUT_OF_STRATEGY', ttlInMinutes: 60 }];
  await spot('POST', `${GROUP}/suspension`, { suspensions });
  await apis.clock.advance(5 * MINUTES);
  expect(await members('lifeCycle', 'instanceHealthiness')).toEqual(['SPOT', 'SPOT', 'OD']);
  await fetch(`${apis.url}/_twin/faults`, { method: 'DELETE' });
  await apis.clock.advance(50 * MINUTES);
  expect(await members('lifeCycle', 'instanceHealthiness')).toEqual(['SPOT', 'SPOT', 'OD']);
  await apis.clock.advance(30 * MINUTES);
  expect(await members('lifeCycle', 'instanceHealthiness')).toEqual(['SPOT', 'SPOT', 'SPOT']);
});

test('a foreseen interruption makes one more instance for a while', async () => {
  const before = await members('instanceId', 'status');
  await inject({ kind: 'interruption-foreseen', group: 'shop' });
  await apis.clock.advance(2 * MINUTES);
  expect(await members('instanceId', 'status')).toHaveLength(3);
  await apis.clock.advance(20 * MINUTES);
  const after = await members('instanceId', 'status');
  expect(after).toHaveLength(2);
  expect(after).not.toContain(before[0]);
});

test('an instance says that it is ready', async () => {
  const signals = [{ name: 'INSTANCE_READY', timeout: 900 }];
  await spot('PUT', GROUP, { group: { strategy: { signals }, capacity: { target: 3 } } });
  await apis.clock.advance(4 * MINUTES);
  expect(await members('healthStatus', 'instanceHealthiness')).toContain('UNKNOWN');
  const instanceId = (await members('instanceId', 'status'))[2] ?? '';
  const signal = { instanceId, signal: 'INSTANCE_READY' };
  expect(await spot('POST', '/aws/ec2/instance/signal', signal)).toMatchObject({ status: 200 });
  await apis.clock.advance(MINUTES);
  expect(await members('healthStatus', 'instanceHealthiness')).not.toContain('UNKNOWN');
});

test('a scheduled task and a scaling policy are written, the policy suspended', async () => {
  const tasks = [{ taskType: 'scale', scaleTargetCapacity: 4, cronExpression: '10 12 * * *' }];
  const up = [{ policyName: 'busy', namespace: 'AWS/EC2', metricName: 'CPUUtilization' }];
  await spot('PUT', GROUP, { group: { scheduling: { tasks }, scaling: { up } } });
  await apis.clock.advance(11 * MINUTES);
  expect((await spot('GET', GROUP)).items).toMatchObject([{ capacity: { target: 4 } }]);
  await spot('POST', `${GROUP}/scale/suspendPolicy?policyName=busy`, {});
  expect((await spot('GET', `${GROUP}/scale/suspensions`)).items).toMatchObject([
    { scalePolicySuspensions: [{ policyName: 'busy', state: 'suspended' }] },
  ]);
});

test.each([
  ['PUT', `${GROUP}/statefulInstance/ssi-1/pause`],
  ['POST', `${GROUP}/codeDeploy/blueGreenDeployment`],
  ['GET', `${GROUP}/beanstalk/maintenance/status`],
  ['GET', `${GROUP}/itf/migration`],
  ['POST', '/events/subscription'],
])('%s %s is refused as left out', async (method, path) => {
  const body = method === 'GET' ? undefined : {};
  expect(await spot(method, path, body)).toMatchObject({ status: 400, code: 'NOT_MODELLED' });
});
