// The life of an Elastigroup through the port: listed, created, renamed, grown, shrunk, deleted.
import { expect, test } from 'vitest';
import { cloudErrorOf } from '../../cloud-error-of.ts';
import { AMI_2, BLUE, GREEN, groupDocument, LIVE_GROUP, twinWorld } from '../../twin-world.ts';
import { type CloudSetup, openBench } from './cloud-bench.ts';

const TEN_MINUTES_MS = 600_000;

export function elastigroupLifeTests(setup: CloudSetup): void {
  test('every group is listed, however old', async () => {
    const groups = [
      { id: 'sig-0000000a', name: 'ancient', ageMs: 5 * 365 * 86_400_000 },
      { id: 'sig-0000000b', name: 'new', ageMs: 0 },
    ].map((group) => ({ ...group, document: groupDocument(group.name, BLUE, 0) }));
    await using bench = await openBench(setup, twinWorld({ groups }));
    const listed = await bench.elastigroups.list();
    expect(listed.map((group) => group.name)).toEqual(['ancient', 'new']);
  });

  test('a group is read with its whole document', async () => {
    await using bench = await openBench(setup);
    const group = await bench.elastigroups.read(LIVE_GROUP);
    expect(group).toMatchObject({
      id: LIVE_GROUP,
      name: 'shop',
      capacity: { minimum: 2, target: 2, maximum: 4 },
      createdAt: '2025-12-06T12:00:00.000Z',
    });
    expect(group.document).toMatchObject(groupDocument('shop', BLUE, 2));
    expect((await bench.elastigroups.list())[0]).toEqual(group);
  });

  test('a created group has an id, is found by its name and holds what was sent', async () => {
    await using bench = await openBench(setup);
    const document = groupDocument('shop__STAGE__Harness', GREEN, 0, AMI_2);
    const created = await bench.elastigroups.create(document);
    expect(created.document).toMatchObject(document);
    const listed = await bench.elastigroups.list();
    expect(listed.find((group) => group.name === 'shop__STAGE__Harness')).toEqual(created);
    expect(await bench.elastigroups.instances(created.id)).toEqual([]);
  });

  test('capacity brings instances, and they become HEALTHY', async () => {
    await using bench = await openBench(setup);
    const { elastigroups, clock } = bench;
    const { id } = await elastigroups.create(groupDocument('green', GREEN, 0, AMI_2));
    await elastigroups.writeCapacity(id, { minimum: 1, target: 2, maximum: 3 });
    expect((await elastigroups.read(id)).capacity).toEqual({ minimum: 1, target: 2, maximum: 3 });
    await clock.drive(async () => {
      const instances = await elastigroups.instances(id);
      return instances.length === 2 && instances.every((one) => one.healthStatus === 'HEALTHY');
    }, TEN_MINUTES_MS);
    const [instance] = await elastigroups.instances(id);
    expect(instance).toMatchObject({
      instanceId: expect.stringMatching(/^i-/),
      availabilityZone: expect.stringMatching(/^us-east-1/),
      lifeCycle: 'SPOT',
    });
    const targets = await bench.loadBalancers.targetHealth(GREEN);
    expect(targets.map((target) => target.targetId)).toContain(instance?.instanceId);
  });

  test('every instance of a group has a type out of its document', async () => {
    await using bench = await openBench(setup);
    const { elastigroups } = bench;
    const ids = (await elastigroups.instances(LIVE_GROUP)).map(({ instanceId }) => instanceId);
    const types = await elastigroups.instanceTypes(LIVE_GROUP);
    expect(types.map(({ instanceId }) => instanceId)).toEqual(ids);
    for (const { type } of types) expect(type).toMatch(/^t3a?\.small$/);
  });

  test('capacity 0 empties a group after its targets have drained', async () => {
    await using bench = await openBench(setup);
    const { elastigroups, clock } = bench;
    await elastigroups.writeCapacity(LIVE_GROUP, { minimum: 0, target: 0, maximum: 0 });
    await clock.drive(async () => {
      const targets = await bench.loadBalancers.targetHealth(BLUE);
      return targets.some((target) => target.state === 'draining');
    }, TEN_MINUTES_MS);
    await clock.drive(
      async () => (await elastigroups.instances(LIVE_GROUP)).length === 0,
      TEN_MINUTES_MS,
    );
    expect((await elastigroups.read(LIVE_GROUP)).capacity.target).toBe(0);
  });

  test("the log tells in Spot's words what became of an instance, oldest first", async () => {
    await using bench = await openBench(setup);
    const { elastigroups, clock } = bench;
    const [instance] = await elastigroups.instances(LIVE_GROUP);
    const from = clock.now();
    await elastigroups.writeCapacity(LIVE_GROUP, { minimum: 0, target: 0, maximum: 0 });
    await clock.drive(
      async () => (await elastigroups.instances(LIVE_GROUP)).length === 0,
      TEN_MINUTES_MS,
    );
    const lines = await elastigroups.log(LIVE_GROUP, from, clock.now());
    expect(lines.some(({ message }) => message.includes(instance?.instanceId ?? '?'))).toBe(true);
    const times = lines.map(({ at }) => at);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(await elastigroups.log(LIVE_GROUP, from - 10_000, from - 5_000)).toEqual([]);
  });

  test('a rename changes the name and nothing else', async () => {
    await using bench = await openBench(setup);
    const before = await bench.elastigroups.read(LIVE_GROUP);
    await bench.elastigroups.rename(LIVE_GROUP, 'shop__STAGE__Harness');
    await bench.elastigroups.rename(LIVE_GROUP, 'shop__STAGE__Harness');
    const { document, ...after } = await bench.elastigroups.read(LIVE_GROUP);
    expect(after).toMatchObject({
      id: LIVE_GROUP,
      name: 'shop__STAGE__Harness',
      capacity: before.capacity,
    });
    const unchanged = {
      ...before.document,
      name: document['name'],
      updatedAt: document['updatedAt'],
    };
    expect(document).toEqual(unchanged);
    expect(await bench.elastigroups.instances(LIVE_GROUP)).toHaveLength(2);
  });

  test('scheduled tasks are replaced as a whole, and nothing else changes', async () => {
    const document = {
      ...groupDocument('shop', BLUE, 2),
      scheduling: { tasks: [task('0 6 * * *'), task('0 9 * * *')] },
    };
    const groups = [{ id: LIVE_GROUP, name: 'shop', document }];
    await using bench = await openBench(setup, twinWorld({ groups }));
    const before = await bench.elastigroups.read(LIVE_GROUP);
    const tasks = [{ ...task('0 6 * * *'), isEnabled: false }];
    await bench.elastigroups.writeScheduledTasks(LIVE_GROUP, tasks);
    await bench.elastigroups.writeScheduledTasks(LIVE_GROUP, tasks);
    const after = await bench.elastigroups.read(LIVE_GROUP);
    expect(after.document['scheduling']).toEqual({ tasks });
    const { scheduling: _then, updatedAt: _old, ...kept } = before.document;
    expect(after.document).toMatchObject(kept);
    expect(await bench.elastigroups.instances(LIVE_GROUP)).toHaveLength(2);
  });

  test('a deleted group is gone', async () => {
    await using bench = await openBench(setup);
    await bench.elastigroups.delete(LIVE_GROUP);
    expect(await bench.elastigroups.list()).toEqual([]);
    const error = await cloudErrorOf(() => bench.elastigroups.read(LIVE_GROUP));
    expect([error.kind, error.code]).toEqual(['not-found', 'GROUP_DOESNT_EXIST']);
  });
}

function task(cronExpression: string) {
  return { taskType: 'scale', scaleTargetCapacity: 3, cronExpression, isEnabled: true };
}
