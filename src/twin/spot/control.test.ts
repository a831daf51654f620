// Spot's calls about instances, scaling, history and costs, and the market's interruptions.
import { describe, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { AMI_1, BLUE, LIVE_GROUP, twinWorld } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';

const START = Date.UTC(2026, 0, 5, 12);

function ids(bench: TwinBench): string[] {
  return bench.twin.spot.status(LIVE_GROUP).map(({ instanceId }) => String(instanceId));
}

function target(bench: TwinBench): unknown {
  return bench.twin.spot.read(LIVE_GROUP)[0]?.['capacity'];
}

function eventTypes(bench: TwinBench): unknown[] {
  return bench.twin.spot.control
    .events(LIVE_GROUP, { fromDate: '2026-01-01' })
    .map((each) => (each as JsonObject)['eventType']);
}

describe('scaling', () => {
  test('up by two answers the new requests and stays within the maximum', () => {
    const bench = twinBench();
    const [answer] = bench.twin.spot.control.scaleUp(LIVE_GROUP, { adjustment: 2 });
    expect(answer).toMatchObject({ newSpotRequests: [{}, {}] });
    expect(target(bench)).toMatchObject({ target: 4 });
    bench.twin.spot.control.scaleUp(LIVE_GROUP, { adjustment: 9 });
    expect(target(bench)).toMatchObject({ target: 4 });
    expect(eventTypes(bench)).toContain('Scale');
  });

  test('down answers the victims, and a locked instance is none of them', () => {
    const bench = twinBench();
    const [first, second] = ids(bench);
    bench.twin.spot.update(LIVE_GROUP, { capacity: { minimum: 0 } });
    bench.twin.spot.control.lock(first ?? '', { ttlInMinutes: 10 });
    expect(bench.twin.spot.status(LIVE_GROUP)[0]).toMatchObject({
      lockStatus: 'locked',
      protectedUntil: '2026-01-05T12:10:00.000Z',
    });
    const [answer] = bench.twin.spot.control.scaleDown(LIVE_GROUP, {});
    expect(answer).toMatchObject({ victimSpotRequests: [{ instanceId: second }] });
    expect(bench.states(BLUE)).toEqual(['draining', 'healthy']);
  });

  test('an unlocked instance, or one whose lock is over, may go again', async () => {
    const bench = twinBench();
    const [first = '', second = ''] = ids(bench);
    bench.twin.spot.control.lock(first, { ttlInMinutes: 1 });
    bench.twin.spot.control.lock(second, {});
    bench.twin.spot.capacity(LIVE_GROUP, { minimum: 0, target: 0, maximum: 0 });
    expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
    await bench.clock.advance(70_000);
    expect(bench.states(BLUE)).toEqual(['draining', 'healthy']);
    bench.twin.spot.control.unlock(second, {});
    await bench.clock.advance(10_000);
    expect(bench.states(BLUE)).toEqual(['draining', 'draining']);
  });

  test.each([{ adjustment: 0 }, { adjustment: 1.5 }, { adjustment: 'two' }])(
    '%o is refused',
    (request) => {
      const { twin } = twinBench();
      expect(() => twin.spot.control.scaleUp(LIVE_GROUP, request)).toThrow("'adjustment'");
    },
  );
});

describe('interruption', () => {
  test('after the notice the instance ends; its replacement is asked for at once', async () => {
    const bench = twinBench();
    const [first = ''] = ids(bench);
    bench.twin.spot.control.interrupt('', { instancesToInterrupt: [first] });
    expect(bench.twin.spot.control.readInstance(first, {})).toEqual([
      { instanceId: first, lifeCycleState: 'TERMINATING' },
    ]);
    expect(bench.states(BLUE)).toEqual(['draining', 'healthy']);
    await bench.clock.advance(119_000);
    expect(ids(bench)).toHaveLength(3);
    expect(bench.host.respond(first)).toBeDefined();
    await bench.clock.advance(1_000);
    expect(bench.host.respond(first)).toBeUndefined();
    expect(ids(bench)).toHaveLength(2);
    await bench.clock.advance(300_000);
    expect(bench.health(LIVE_GROUP)).toEqual(['HEALTHY', 'HEALTHY']);
  });

  test('as a fault of a group it takes the oldest, without a notice at once', () => {
    const bench = twinBench();
    const [first = '', second] = ids(bench);
    bench.twin.inject({ kind: 'interruption', groupId: LIVE_GROUP, noticeMs: 0 });
    expect(ids(bench)).toEqual([second]);
    expect(bench.host.respond(first)).toBeUndefined();
    expect(() => bench.twin.inject({ kind: 'interruption', instanceId: first })).toThrow(first);
  });

  test('one unknown id leaves all instances alone', () => {
    const bench = twinBench();
    const [first = ''] = ids(bench);
    const request = { instancesToInterrupt: [first, 'i-none'] };
    expect(() => bench.twin.spot.control.interrupt('', request)).toThrow('i-none');
    expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
  });
});

test('in standby an instance serves nothing, is not healed and comes back', async () => {
  const bench = twinBench();
  const [first = ''] = ids(bench);
  const { control } = bench.twin.spot;
  control.enterStandby(first, {});
  expect(() => control.enterStandby(first, {})).toThrow('not running');
  expect(bench.states(BLUE)).toEqual(['draining', 'healthy']);
  await bench.clock.advance(900_000);
  expect(bench.states(BLUE)).toEqual(['healthy']);
  expect(ids(bench)).toContain(first);
  control.exitStandby(first, {});
  await bench.clock.advance(60_000);
  expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
});

describe('detaching', () => {
  test('without termination the instance runs on and the group replaces it', async () => {
    const bench = twinBench();
    const [first = ''] = ids(bench);
    bench.twin.spot.control.detachInstances(LIVE_GROUP, { instancesToDetach: [first] });
    expect(ids(bench)).not.toContain(first);
    await bench.clock.advance(120_000);
    expect(ids(bench)).toHaveLength(2);
    expect(bench.host.respond(first)).toBeDefined();
    expect(eventTypes(bench)).toContain('DetachInstances');
  });

  test('with termination and less capacity it drains for the given time and is gone', async () => {
    const bench = twinBench();
    const [first = ''] = ids(bench);
    bench.twin.spot.update(LIVE_GROUP, { capacity: { minimum: 0 } });
    bench.twin.spot.control.detachInstances(LIVE_GROUP, {
      instancesToDetach: [first],
      shouldTerminateInstances: true,
      shouldDecrementTargetCapacity: true,
      drainingTimeout: 60,
    });
    await bench.clock.advance(61_000);
    expect(bench.host.respond(first)).toBeUndefined();
    expect(target(bench)).toMatchObject({ target: 1 });
    expect(ids(bench)).toHaveLength(1);
  });
});

describe('history', () => {
  test('log lines come newest first, by window, instance and limit', async () => {
    const bench = twinBench();
    await bench.clock.advance(10_000);
    const [first = ''] = ids(bench);
    bench.twin.spot.control.interrupt('', { instancesToInterrupt: [first] });
    await bench.clock.advance(120_000);
    const all = { fromDate: String(START), toDate: String(bench.clock.now()) };
    const logs = (request: JsonObject): unknown[] =>
      bench.twin.spot.control
        .logs(LIVE_GROUP, { ...all, ...request })
        .map((each) => (each as JsonObject)['message']);
    expect(logs({ resourceId: first })).toEqual([
      `Instance ${first} was terminated.`,
      `Instance ${first} will be interrupted in 120 s.`,
      `Instance ${first} runs.`,
    ]);
    expect(logs({ resourceId: first, toDate: START + 1 })).toHaveLength(1);
    expect(logs({ limit: 1, resourceId: first })).toHaveLength(1);
    expect(() => logs({ fromDate: null })).toThrow("'fromDate' is missing");
  });

  test('costs are the running hours of all instances, ended ones included', async () => {
    const bench = twinBench();
    bench.twin.spot.capacity(LIVE_GROUP, { minimum: 0, target: 1, maximum: 1 });
    await bench.clock.advance(3_600_000);
    const window = { fromDate: START / 1_000, toDate: '2026-01-05T13:00:00.000Z' };
    const [daily] = bench.twin.spot.control.costs(LIVE_GROUP, window);
    expect(daily).toMatchObject([{ running: { value: 1.0833, unit: 'hours' } }]);
    expect(bench.twin.spot.control.detailedCosts(LIVE_GROUP, window)).toHaveLength(2);
  });
});

test('costs by day have a sum for each day the group has lived', async () => {
  const bench = twinBench();
  await bench.clock.advance(13 * 3_600_000);
  const window = { fromDate: '2026-01-01', toDate: '2026-03-01', aggregationPeriod: 'daily' };
  const [days] = bench.twin.spot.control.costs(LIVE_GROUP, window);
  expect(days).toMatchObject([{ running: { value: 24 } }, { running: { value: 2 } }]);
});

test('instances of any group are detached by one call', () => {
  const bench = twinBench();
  const [first = ''] = ids(bench);
  bench.twin.spot.control.detachAnywhere('', { instancesToDetach: [first] });
  expect(ids(bench)).not.toContain(first);
});

test('a group made after an instance has its image, type and zone, and a name of its own', () => {
  const bench = twinBench();
  const [instanceId = ''] = ids(bench);
  const request = { instanceId, region: 'us-east-1', group: { name: 'copy' } };
  expect(bench.twin.spot.control.importInstance('', request)).toMatchObject([
    {
      name: 'copy',
      capacity: { target: 1 },
      compute: { instanceTypes: { spot: ['t3.small'] }, launchSpecification: { imageId: AMI_1 } },
    },
  ]);
});

test('the types of the region are those of its groups', () => {
  const { twin } = twinBench();
  expect(twin.spot.control.spotTypes('', { region: 'us-east-1' })).toEqual([
    { instanceType: 't3.small' },
    { instanceType: 't3a.small' },
  ]);
});

describe('importing an Auto Scaling group', () => {
  const world = twinWorld({
    autoScalingGroups: [
      {
        name: 'shop-asg',
        minSize: 1,
        maxSize: 3,
        desiredCapacity: 2,
        imageId: AMI_1,
        instanceType: 't3.small',
        availabilityZones: ['us-east-1a'],
        targetGroupArns: [BLUE],
      },
    ],
  });
  const request = { autoScalingGroupName: 'shop-asg', region: 'us-east-1' };

  test('takes over its capacity and target groups, with the overrides of the call', () => {
    const { twin } = twinBench(world);
    const group = { name: 'shop-spot', spotInstanceTypes: ['m5.large'] };
    const [made] = twin.spot.control.importAutoScalingGroup('', { ...request, group });
    expect(made).toMatchObject({
      name: 'shop-spot',
      capacity: { minimum: 1, target: 2, maximum: 3 },
      compute: { instanceTypes: { spot: ['m5.large'], ondemand: 't3.small' } },
    });
    expect(twin.spot.list({ name: 'shop-spot' })).toHaveLength(1);
  });

  test('a dry run makes nothing, and an unknown one is refused', () => {
    const { twin } = twinBench(world);
    const { importAutoScalingGroup } = twin.spot.control;
    const [dry] = importAutoScalingGroup('', { ...request, dryRun: true });
    expect(dry).toMatchObject({ name: 'shop-asg' });
    expect(twin.spot.list({})).toHaveLength(1);
    const unknown = { ...request, autoScalingGroupName: 'none' };
    expect(() => importAutoScalingGroup('', unknown)).toThrow('none');
  });
});

test('an update may have fields that nobody describes, but no strategy out of its bounds', () => {
  const { twin } = twinBench();
  twin.spot.update(LIVE_GROUP, { strategy: { notDescribed: 1 } });
  expect(twin.spot.read(LIVE_GROUP)[0]).toMatchObject({ strategy: { notDescribed: 1 } });
  expect(() => twin.spot.update(LIVE_GROUP, { strategy: { risk: 101 } })).toThrow("'risk'");
  expect(twin.spot.read(LIVE_GROUP)[0]).toMatchObject({ strategy: { risk: 100 } });
});
