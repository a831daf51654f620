// Signals: an instance is registered when it says that it is ready, and ends when it says so.
import { expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, LIVE_GROUP } from '../../../tests/twin-world.ts';

const MINUTES = 60_000;

function waitingFor(name: string, timeout: number): TwinBench {
  const bench = twinBench();
  bench.twin.spot.update(LIVE_GROUP, { strategy: { signals: [{ name, timeout }] } });
  return bench;
}

function ids(bench: TwinBench): string[] {
  return bench.twin.spot.status(LIVE_GROUP).map(({ instanceId }) => String(instanceId));
}

/** The third instance of the group, which runs and waits for its signal. */
async function third(bench: TwinBench): Promise<string> {
  bench.twin.spot.capacity(LIVE_GROUP, { minimum: 0, target: 3, maximum: 4 });
  await bench.clock.advance(4 * MINUTES);
  return ids(bench)[2] ?? '';
}

test('until it says that it is ready, an instance is in no target group', async () => {
  const bench = waitingFor('INSTANCE_READY', 900);
  const instanceId = await third(bench);
  await bench.clock.advance(8 * MINUTES);
  expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
  expect(ids(bench)).toContain(instanceId);
  const request = { instanceId, signal: 'INSTANCE_READY' };
  expect(bench.twin.spot.control.signal('', request)).toMatchObject([
    { instanceId, type: 'INSTANCE_READY' },
  ]);
  await bench.clock.advance(MINUTES);
  expect(bench.states(BLUE)).toEqual(['healthy', 'healthy', 'healthy']);
  expect(() => bench.twin.spot.control.signal('', request)).toThrow('waits for no INSTANCE_READY');
});

test('its grace begins with its signal, however late that is', async () => {
  const bench = waitingFor('INSTANCE_READY', 900);
  const instanceId = await third(bench);
  await bench.clock.advance(8 * MINUTES);
  bench.twin.inject({ kind: 'registration-lost', groupId: LIVE_GROUP, lateMs: 60_000 });
  bench.twin.spot.control.signal('', { instanceId, signal: 'INSTANCE_READY' });
  await bench.clock.advance(20 * MINUTES);
  expect(ids(bench)).toHaveLength(3);
  expect(ids(bench)).toContain(instanceId);
});

test('an instance is not given up for a replacement that has not said that it is ready', async () => {
  const bench = waitingFor('INSTANCE_READY', 900);
  const [first = ''] = ids(bench);
  bench.twin.inject({ kind: 'interruption-foreseen', instanceId: first });
  await bench.clock.advance(10 * MINUTES);
  expect(ids(bench)).toHaveLength(3);
  expect(bench.states(BLUE)).toEqual(['healthy', 'healthy']);
});

test('one that never says so is replaced after the time-out', async () => {
  const bench = waitingFor('INSTANCE_READY', 300);
  const instanceId = await third(bench);
  await bench.clock.drive(() => !ids(bench).includes(instanceId), 6 * MINUTES);
  expect(bench.host.respond(instanceId)).toBeUndefined();
  await bench.clock.advance(2 * MINUTES);
  expect(ids(bench)).toHaveLength(3);
});

test('what leaves ends with its signal, else after the time-out, whatever the draining time', async () => {
  const bench = waitingFor('INSTANCE_READY_TO_SHUTDOWN', 600);
  const [first = '', second = ''] = ids(bench);
  bench.twin.spot.capacity(LIVE_GROUP, { minimum: 0, target: 0, maximum: 4 });
  await bench.clock.advance(MINUTES);
  const request = { instanceId: first, signal: 'INSTANCE_READY_TO_SHUTDOWN' };
  bench.twin.spot.control.signal('', request);
  expect(bench.host.respond(first)).toBeUndefined();
  await bench.clock.advance(8 * MINUTES);
  expect(bench.host.respond(second)).toBeDefined();
  await bench.clock.advance(2 * MINUTES);
  expect(bench.host.respond(second)).toBeUndefined();
});

test('a signal that the group does not define is refused', () => {
  const bench = twinBench();
  const request = { instanceId: ids(bench)[0] ?? '', signal: 'INSTANCE_READY' };
  expect(() => bench.twin.spot.control.signal('', request)).toThrow('waits for no');
});

test.each([{ name: 'INSTANCE_TIRED' }, { name: 'INSTANCE_READY', timeout: 59 }])(
  'a group cannot define %o',
  (signal) => {
    const { twin } = twinBench();
    expect(() => twin.spot.update(LIVE_GROUP, { strategy: { signals: [signal] } })).toThrow();
  },
);
