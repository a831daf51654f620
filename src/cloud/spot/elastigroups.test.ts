// What the Elastigroup adapter asks of Spot and makes of its answers.
import { expect, test } from 'vitest';
import {
  type AnsweringServer,
  type GivenAnswer,
  startAnsweringServer,
} from '../../../tests/answering-server.ts';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import { spotAnswer, spotError, spotGroup } from '../../../tests/spot-answers.ts';
import type { Elastigroups } from '../elastigroups.ts';
import { createSpotElastigroups } from './elastigroups.ts';

function adapterAt(baseUrl: string, token: () => string = () => 'secret'): Elastigroups {
  return createSpotElastigroups({ baseUrl, accountId: 'act-1', token, timeoutMs: 10_000 });
}

function lastSent(server: AnsweringServer): readonly [string, string, unknown] {
  const last = server.received.at(-1);
  const body = last?.body === '' ? undefined : JSON.parse(last?.body ?? 'null');
  return [last?.method ?? '', last?.url.pathname ?? '', body];
}

test('every call carries the account and the token of the moment', async () => {
  let token = 'first';
  await using server = await startAnsweringServer(() => spotAnswer([spotGroup('sig-1', 'shop')]));
  const groups = adapterAt(server.url, () => token);
  await groups.list();
  token = 'second';
  await groups.delete('sig-1');
  expect(server.received.map((request) => request.headers['authorization'])).toEqual([
    'Bearer first',
    'Bearer second',
  ]);
  expect(server.received.map((request) => request.url.searchParams.get('accountId'))).toEqual([
    'act-1',
    'act-1',
  ]);
});

test('a client without an account is refused, since Spot would take its default', () => {
  expect(() =>
    createSpotElastigroups({
      baseUrl: 'http://127.0.0.1:1',
      accountId: '',
      token: () => 't',
      timeoutMs: 1,
    }),
  ).toThrow(expect.objectContaining({ kind: 'invalid' }));
});

test('the list reaches back to the beginning of time and keeps each document whole', async () => {
  const group = { ...spotGroup('sig-1', 'shop'), brandNewField: { deep: [1, null] } };
  await using server = await startAnsweringServer(() => spotAnswer([group]));
  expect(await adapterAt(server.url).list()).toEqual([
    {
      id: 'sig-1',
      name: 'shop',
      capacity: { minimum: 1, target: 2, maximum: 4 },
      createdAt: '2018-06-25T11:49:00.000Z',
      document: group,
    },
  ]);
  expect(server.received[0]?.url.searchParams.get('minCreatedAt')).toBe('0');
});

test('a group is created from its document and answered with its new id', async () => {
  await using server = await startAnsweringServer(() => spotAnswer([spotGroup('sig-2', 'green')]));
  const created = await adapterAt(server.url).create({ name: 'green', region: 'eu-west-1' });
  expect(created.id).toBe('sig-2');
  expect(lastSent(server)).toEqual([
    'POST',
    '/aws/ec2/group',
    { group: { name: 'green', region: 'eu-west-1' } },
  ]);
});

test.each<[string, (groups: Elastigroups) => Promise<void>, string, string, unknown]>([
  [
    'scheduled tasks are sent alone and whole',
    (groups) => groups.writeScheduledTasks('sig-1', [{ taskType: 'scale', isEnabled: false }]),
    'PUT',
    '/aws/ec2/group/sig-1',
    { group: { scheduling: { tasks: [{ taskType: 'scale', isEnabled: false }] } } },
  ],
  [
    'a rename sends the name alone',
    (groups) => groups.rename('sig-1', 'shop'),
    'PUT',
    '/aws/ec2/group/sig-1',
    { group: { name: 'shop' } },
  ],
  [
    'a capacity is written whole',
    (groups) => groups.writeCapacity('sig-1', { minimum: 0, target: 2, maximum: 3 }),
    'PUT',
    '/aws/ec2/group/sig-1/capacity',
    { capacity: { minimum: 0, target: 2, maximum: 3 } },
  ],
  [
    'a deletion sends no body',
    (groups) => groups.delete('sig-1'),
    'DELETE',
    '/aws/ec2/group/sig-1',
    undefined,
  ],
  [
    'a suspension ends by itself, after whole minutes',
    (groups) => groups.suspend('sig-1', ['SCHEDULING', 'OUT_OF_STRATEGY'], 19.5),
    'POST',
    '/aws/ec2/group/sig-1/suspension',
    {
      suspensions: [
        { name: 'SCHEDULING', ttlInMinutes: 20 },
        { name: 'OUT_OF_STRATEGY', ttlInMinutes: 20 },
      ],
    },
  ],
  [
    'a suspension is lifted by name',
    (groups) => groups.resume('sig-1', ['SCHEDULING']),
    'DELETE',
    '/aws/ec2/group/sig-1/suspension',
    { processes: ['SCHEDULING'] },
  ],
])('%s', async (_, write, method, path, body) => {
  await using server = await startAnsweringServer(() => spotAnswer());
  await write(adapterAt(server.url));
  expect(lastSent(server)).toEqual([method, path, body]);
});

test('instances are read with their health; a health that is not known counts as UNKNOWN', async () => {
  await using server = await startAnsweringServer(() =>
    spotAnswer([
      {
        instanceId: 'i-1',
        availabilityZone: 'eu-west-1a',
        lifeCycle: 'SPOT',
        healthStatus: 'HEALTHY',
      },
      { instanceId: null, spotRequestId: 'sir-2', lifeCycle: 'SPOT', healthStatus: 'NEW' },
    ]),
  );
  expect(await adapterAt(server.url).instances('sig-1')).toEqual([
    {
      instanceId: 'i-1',
      availabilityZone: 'eu-west-1a',
      lifeCycle: 'SPOT',
      healthStatus: 'HEALTHY',
    },
    { instanceId: 'sir-2', availabilityZone: '', lifeCycle: 'SPOT', healthStatus: 'UNKNOWN' },
  ]);
});

test('suspensions are read with their end', async () => {
  const item = {
    groupId: 'sig-1',
    processes: ['AUTO_SCALE', 'SCHEDULING'],
    suspensions: [
      { name: 'AUTO_SCALE', expiresAt: null },
      { name: 'SCHEDULING', expiresAt: '2018-10-03T07:23:24.000Z' },
    ],
  };
  await using server = await startAnsweringServer(() => spotAnswer([item]));
  expect(await adapterAt(server.url).suspensions('sig-1')).toEqual([
    { name: 'AUTO_SCALE', expiresAt: undefined },
    { name: 'SCHEDULING', expiresAt: '2018-10-03T07:23:24.000Z' },
  ]);
});

test('"no suspended processes" is an empty list, and lifting none is done', async () => {
  await using server = await startAnsweringServer(() =>
    spotError(400, 'SUSPEND_PROCESSES_DOESNT_EXIST', 'none'),
  );
  const groups = adapterAt(server.url);
  expect(await groups.suspensions('sig-1')).toEqual([]);
  await groups.resume('sig-1', ['SCHEDULING']);
});

test.each<[string, GivenAnswer]>([
  ['no item', spotAnswer([])],
  ['an item without an id', spotAnswer([{ name: 'shop' }])],
])('a created group that the answer does not show (%s) is an unknown outcome', async (_, given) => {
  await using server = await startAnsweringServer(() => given);
  const error = await cloudErrorOf(() => adapterAt(server.url).create({ name: 'green' }));
  expect(error.kind).toBe('unknown-outcome');
});
