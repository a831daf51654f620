// Elastigroups as Spot runs them: launching, healing, scaling down, suspending, deleting.
import { describe, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import {
  AMI_1,
  AMI_2,
  BLUE,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  SPARE,
  twinWorld,
} from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';

const SICK = twinWorld({
  amis: [
    { id: AMI_1, version: '1' },
    { id: AMI_2, version: '2', simulated: { healthStatus: 500 } },
  ],
});

function create(bench: TwinBench, document: JsonObject): string {
  return String(bench.twin.spot.create(document)[0]?.['id']);
}

function phases(bench: TwinBench, groupId: string): string[] {
  const groups = bench.twin.inspect()['groups'] as {
    readonly id: string;
    readonly instances: readonly { readonly phase: string }[];
  }[];
  return (groups.find(({ id }) => id === groupId)?.instances ?? [])
    .map(({ phase }) => phase)
    .sort();
}

describe('capacity', () => {
  test('a new group is answered at once and its instances come over a minute or two', async () => {
    const bench = twinBench();
    const id = create(bench, groupDocument('green', GREEN, 2));
    expect(phases(bench, id)).toEqual(['requested', 'requested']);
    expect(bench.twin.spot.status(id)).toEqual([]);
    await bench.clock.advance(60_000);
    expect(bench.twin.spot.status(id)[0]).toMatchObject({ status: 'fulfilled', groupId: id });
    await bench.clock.advance(45_000);
    expect(phases(bench, id)).toEqual(['running', 'running']);
  });

  test('what is over the target is deregistered, drained for its time and ended', async () => {
    const bench = twinBench();
    bench.twin.spot.capacity(LIVE_GROUP, { minimum: 0, target: 1, maximum: 1 });
    expect(bench.states(BLUE)).toEqual(['draining', 'healthy']);
    expect(bench.health(LIVE_GROUP)).toEqual(['HEALTHY', 'UNKNOWN']);
    await bench.clock.advance(299_000);
    expect(bench.health(LIVE_GROUP)).toHaveLength(2);
    await bench.clock.advance(1_000);
    expect(bench.health(LIVE_GROUP)).toEqual(['HEALTHY']);
  });

  test('instances asked for but not yet there are given up at once', async () => {
    const bench = twinBench();
    const id = create(bench, groupDocument('green', GREEN, 3));
    bench.twin.spot.capacity(id, { minimum: 0, target: 0, maximum: 0 });
    expect(phases(bench, id)).toEqual([]);
    await bench.clock.advance(300_000);
    expect(bench.states(GREEN)).toEqual([]);
  });

  test('without capacity on the market nothing comes until there is some', async () => {
    const bench = twinBench();
    const id = create(bench, groupDocument('green', GREEN, 1));
    bench.twin.inject({ kind: 'shortage', groupId: id });
    await bench.clock.advance(600_000);
    expect(bench.twin.spot.status(id)).toEqual([]);
    bench.twin.clearFaults();
    await bench.clock.advance(60_000);
    expect(phases(bench, id)).toEqual(['running']);
  });

  test.each([
    { minimum: 3, target: 2, maximum: 4 },
    { minimum: 1, target: 5, maximum: 4 },
    { minimum: -1, target: 0, maximum: 0 },
  ])('%o is refused', (capacity) => {
    const { twin } = twinBench();
    expect(() => twin.spot.capacity(LIVE_GROUP, capacity)).toThrow('minimum <= target <= maximum');
    expect(twin.spot.read(LIVE_GROUP)[0]).toMatchObject({ capacity: { target: 2 } });
  });
});

describe('healing', () => {
  test('an instance that was healthy and is not is replaced: launch before terminate', async () => {
    const bench = twinBench();
    bench.twin.inject({ kind: 'failing-health', groupId: LIVE_GROUP });
    await bench.clock.drive(() => bench.health(LIVE_GROUP).includes('UNHEALTHY'), 90_000);
    await bench.clock.drive(() => phases(bench, LIVE_GROUP).includes('requested'), 20_000);
    bench.twin.clearFaults();
    expect(phases(bench, LIVE_GROUP).filter((phase) => phase === 'running')).toHaveLength(2);
    await bench.clock.drive(() => phases(bench, LIVE_GROUP).includes('draining'), 600_000);
    expect(bench.states(BLUE)).toContain('healthy');
    await bench.clock.advance(900_000);
    expect(phases(bench, LIVE_GROUP)).toEqual(['running', 'running']);
  });

  test('an instance that never gets healthy has its grace, then is replaced for ever', async () => {
    const bench = twinBench(SICK);
    const id = create(bench, groupDocument('green', GREEN, 1, AMI_2));
    await bench.clock.drive(() => bench.health(id).join() === 'UNHEALTHY', 400_000);
    const [first] = bench.twin.spot.instanceHealthiness(id);
    expect(phases(bench, id)).toEqual(['running']);
    await bench.clock.drive(() => phases(bench, id).includes('requested'), 300_000);
    await bench.clock.advance(1_500_000);
    const ids = bench.twin.spot.instanceHealthiness(id).map((each) => each['instanceId']);
    expect(ids).not.toContain(first?.['instanceId']);
    expect(bench.states(GREEN)).not.toContain('healthy');
  });

  test('in a target group that no rule names an instance stays UNKNOWN and is replaced', async () => {
    const bench = twinBench();
    const id = create(bench, groupDocument('spare', SPARE, 1));
    await bench.clock.drive(() => phases(bench, id).join() === 'running', 150_000);
    await bench.clock.advance(200_000);
    expect(bench.health(id)).toEqual(['UNKNOWN']);
    await bench.clock.drive(() => phases(bench, id).includes('requested'), 120_000);
  });

  test('without auto healing, or without a health check type, the unhealthy stay', async () => {
    const bench = twinBench(SICK);
    const held = create(bench, groupDocument('held', GREEN, 1, AMI_2));
    bench.twin.spot.suspend(held, { processes: ['AUTO_HEALING'] });
    const unchecked = create(bench, groupDocument('unchecked', GREEN, 1, AMI_2));
    const compute = { launchSpecification: { healthCheckType: null } };
    bench.twin.spot.update(unchecked, { compute });
    await bench.clock.advance(1_200_000);
    expect(bench.health(held)).toEqual(['UNHEALTHY']);
    expect(bench.health(unchecked)).toEqual(['UNKNOWN']);
    expect(phases(bench, held)).toEqual(['running']);
  });
});

describe('documents', () => {
  test('an update merges objects, replaces lists and clears with null', () => {
    const { twin } = twinBench();
    twin.spot.update(LIVE_GROUP, {
      name: 'renamed',
      description: 'new',
      strategy: { drainingTimeout: 60, risk: null },
      compute: { availabilityZones: [{ name: 'us-east-1c' }] },
    });
    const [group] = twin.spot.read(LIVE_GROUP);
    expect(group).toMatchObject({
      id: LIVE_GROUP,
      name: 'renamed',
      description: 'new',
      strategy: { drainingTimeout: 60, availabilityVsCost: 'balanced', fallbackToOd: true },
      compute: { product: 'Linux/UNIX', availabilityZones: [{ name: 'us-east-1c' }] },
    });
    expect(group?.['strategy']).not.toHaveProperty('risk');
  });

  test('running instances move when the load balancers of the document change', () => {
    const { twin, states } = twinBench();
    const loadBalancers = [{ name: 'green', arn: GREEN, type: 'TARGET_GROUP' }];
    const loadBalancersConfig = { loadBalancers };
    twin.spot.update(LIVE_GROUP, { compute: { launchSpecification: { loadBalancersConfig } } });
    expect(states(BLUE)).toEqual(['draining', 'draining']);
    expect(states(GREEN)).toEqual(['initial', 'initial']);
  });

  test.each<[string, (document: JsonObject) => JsonObject, string]>([
    ['without a name', (document) => ({ ...document, name: null }), 'CANT_CREATE_GROUP'],
    ['without compute', (document) => ({ ...document, compute: null }), 'CANT_CREATE_GROUP'],
    [
      'with an unknown image',
      () => groupDocument('green', GREEN, 1, 'ami-none'),
      'CANT_VALIDATE_IMAGE',
    ],
    [
      'with an unknown target group',
      () => groupDocument('green', 'arn:none', 1),
      'CANT_CREATE_GROUP',
    ],
  ])('a group %s is refused', (_, change, code) => {
    const { twin } = twinBench();
    expect(() => twin.spot.create(change(groupDocument('green', GREEN, 1)))).toThrow(
      expect.objectContaining({ code, httpStatus: 400 }),
    );
    expect(twin.spot.list({})).toHaveLength(1);
  });
});

test('a deleted group is unknown at once and its instances end without draining', async () => {
  const { twin, host, states } = twinBench();
  const [first] = twin.spot.instanceHealthiness(LIVE_GROUP);
  twin.spot.delete(LIVE_GROUP);
  expect(() => twin.spot.read(LIVE_GROUP)).toThrow(
    expect.objectContaining({ code: 'GROUP_DOESNT_EXIST', httpStatus: 400 }),
  );
  expect(host.respond(String(first?.['instanceId']))).toBeUndefined();
  expect(states(BLUE)).toEqual(['draining', 'draining']);
});

test('a suspension with a time to live ends by itself', async () => {
  const { clock, twin } = twinBench();
  twin.spot.suspend(LIVE_GROUP, { suspensions: [{ name: 'SCHEDULING', ttlInMinutes: 10 }] });
  twin.spot.suspend(LIVE_GROUP, { processes: ['AUTO_SCALE'] });
  expect(twin.spot.suspensions(LIVE_GROUP)[0]).toMatchObject({
    suspensions: [
      { name: 'SCHEDULING', expiresAt: '2026-01-05T12:10:00.000Z' },
      { name: 'AUTO_SCALE', expiresAt: null },
    ],
  });
  await clock.advance(600_000);
  expect(twin.spot.suspensions(LIVE_GROUP)[0]).toMatchObject({ processes: ['AUTO_SCALE'] });
  expect(() => twin.spot.suspend(LIVE_GROUP, { processes: ['NAP'] })).toThrow("'NAP'");
});

test('calls over the limit of a minute are refused, and knocking prolongs the wait', async () => {
  const { clock, twin } = twinBench(twinWorld({ limits: { spotRequestsPerMinute: 2 } }));
  const list = () => twin.spot.list({});
  list();
  list();
  await clock.advance(30_000);
  expect(list).toThrow(expect.objectContaining({ httpStatus: 429 }));
  expect(twin.spot.rateLimit('list')).toEqual({ limit: 2, remaining: 0, resetSeconds: 60 });
  twin.spot.read(LIVE_GROUP);
  await clock.advance(60_000);
  expect(list).not.toThrow();
});
