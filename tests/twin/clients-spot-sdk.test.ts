// Spot's own Node client against the twin: its settings take the twin's address and scheme.

import spotinst from 'spotinst-sdk-nodejs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMI_2, GREEN, groupDocument, LIVE_GROUP } from '../twin-world.ts';
import { type ServedApis, serveApis } from './served-apis.ts';

type Spotinst = InstanceType<typeof spotinst.Client>;

let apis: ServedApis;
let spot: Spotinst;

beforeAll(async () => {
  apis = await serveApis();
  spot = clientOf('twin', 'act-twin');
});

beforeEach(async () => {
  apis.twin.clearFaults();
  await apis.clock.advance(60_000);
});

afterAll(() => apis.close());

function clientOf(token: string, account: string): Spotinst {
  const { config, Client } = spotinst;
  const { host } = new URL(apis.url);
  return new Client(
    config.setScheme('http'),
    config.setAPIAddress(host),
    config.setToken(token),
    config.setAccount(account),
  );
}

test('it lists and reads the groups of the world', async () => {
  const { AwsGroupService } = spot;
  expect(await AwsGroupService.list()).toMatchObject([{ id: LIVE_GROUP, name: 'shop' }]);
  expect(await AwsGroupService.read({ id: LIVE_GROUP })).toMatchObject([
    {
      id: LIVE_GROUP,
      capacity: { minimum: 2, target: 2, maximum: 4 },
      compute: { launchSpecification: { healthCheckType: 'TARGET_GROUP' } },
    },
  ]);
});

test('it tells the instances of a group and describes one of them', async () => {
  const instances = await spot.AwsGroupService.status({ id: LIVE_GROUP });
  expect(instances).toHaveLength(2);
  const [first] = instances;
  expect(first).toMatchObject({ status: 'fulfilled', instanceType: 't3.small' });
  expect(await spot.AwsInstanceService.read({ id: first?.['instanceId'] })).toHaveLength(1);
});

test('it makes a group, scales it by an update, and deletes it', async () => {
  const { AwsGroupService } = spot;
  const made = await AwsGroupService.create(groupDocument('made', GREEN, 1, AMI_2));
  const id = String(made[0]?.['id']);
  expect(id).toMatch(/^sig-/);
  await apis.clock.advance(120_000);
  expect(await AwsGroupService.status({ id })).toHaveLength(1);
  const capacity = { minimum: 0, target: 3, maximum: 4 };
  const updated = await AwsGroupService.update({ id, name: 'scaled', capacity });
  expect(updated).toMatchObject([{ id, name: 'scaled', capacity }]);
  await apis.clock.advance(120_000);
  expect(await AwsGroupService.status({ id })).toHaveLength(3);
  await AwsGroupService.delete({ id });
  expect(await AwsGroupService.list()).not.toContainEqual(expect.objectContaining({ id }));
});

test('it follows a roll that another client has started', async () => {
  const roll = { batchSizePercentage: 50, gracePeriod: 600, healthCheckType: 'NONE' };
  const [started] = apis.twin.spot.control.startRoll(LIVE_GROUP, roll) as [{ id: string }];
  const { AwsGroupRollService } = spot;
  const asked = { groupId: LIVE_GROUP, rollId: started.id };
  expect(await AwsGroupRollService.list(asked)).toMatchObject([{ id: started.id }]);
  expect(await AwsGroupRollService.read(asked)).toMatchObject([{ status: 'IN_PROGRESS' }]);
  await apis.clock.advance(1_800_000);
  expect(await AwsGroupRollService.read(asked)).toMatchObject([{ status: 'FINISHED' }]);
});

test('it detaches an instance, whose place is taken by another', async () => {
  const before = await spot.AwsGroupService.status({ id: LIVE_GROUP });
  const gone = String(before[0]?.['instanceId']);
  await spot.AwsInstanceService.detach({
    instancesToDetach: [gone],
    shouldTerminateInstances: true,
    shouldDecrementTargetCapacity: false,
    drainingTimeout: 30,
  });
  await apis.clock.advance(180_000);
  const after = await spot.AwsGroupService.status({ id: LIVE_GROUP });
  expect(after).toHaveLength(2);
  expect(after.map(({ instanceId }) => instanceId)).not.toContain(gone);
});

test('it signals for an instance that it is ready, and only where the group waits for that', async () => {
  const document = groupDocument('signalled', GREEN, 1, AMI_2);
  const signals = [{ name: 'INSTANCE_READY', timeout: 600 }];
  const strategy = { ...(document['strategy'] as object), signals };
  const [made] = await spot.AwsGroupService.create({ ...document, strategy });
  const id = String(made?.['id']);
  await apis.clock.advance(120_000);
  expect(apis.states(GREEN)).toEqual([]);
  const [instance] = await spot.AwsGroupService.status({ id });
  const signal = { instanceId: instance?.['instanceId'], signal: 'INSTANCE_READY' };
  await spot.AwsInstanceService.signal(signal);
  expect(apis.states(GREEN)).toHaveLength(1);
  await expect(spot.AwsInstanceService.signal(signal)).rejects.toMatch(/^StatusCodeError: 400 /);
  await spot.AwsGroupService.delete({ id });
});

test('it is told why a call was refused, in Spot’s own words', async () => {
  const { AwsGroupService, AwsGroupRollService } = spot;
  const asked = { groupId: LIVE_GROUP, rollId: 'none' };
  await expect(AwsGroupService.read({ id: 'sig-none' })).rejects.toMatch(
    /^StatusCodeError: 400 .*GROUP_DOESNT_EXIST/,
  );
  // This client sends no settings with a roll that it starts or stops.
  await expect(AwsGroupRollService.start(asked)).rejects.toMatch(/^StatusCodeError: 400 /);
  await expect(AwsGroupRollService.stop(asked)).rejects.toMatch(/^StatusCodeError: 400 /);
  await expect(clientOf('wrong', 'act-twin').AwsGroupService.list()).rejects.toMatch(
    /^StatusCodeError: 401 /,
  );
  await expect(clientOf('twin', 'act-other').AwsGroupService.list()).rejects.toMatch(
    /^StatusCodeError: 403 /,
  );
});

test('it is throttled, loses answers and meets errors as at Spot', async () => {
  const fault = { service: 'spot', operation: 'list', times: 1 } as const;
  const { AwsGroupService } = spot;
  apis.twin.inject({ kind: 'throttle', ...fault });
  await expect(AwsGroupService.list()).rejects.toMatch(/^StatusCodeError: 429 .*Rate limit/);
  apis.twin.inject({ kind: 'error', ...fault, httpStatus: 500, code: 'INTERNAL' });
  await expect(AwsGroupService.list()).rejects.toMatch(/^StatusCodeError: 500 /);
  apis.twin.inject({ kind: 'answer-lost', ...fault, when: 'after' });
  await expect(AwsGroupService.list()).rejects.toMatch(/ECONNRESET|socket hang up/);
  expect(await AwsGroupService.list()).toHaveLength(1);
});
