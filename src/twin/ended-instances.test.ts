// EC2 goes on showing what has ended, for an hour; Spot does not.
import { expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../tests/twin-bench.ts';
import { LIVE_GROUP } from '../../tests/twin-world.ts';
import type { JsonObject } from '../lib/json.ts';

/** By state, how many instances EC2 describes. */
function states({ twin }: TwinBench): Readonly<Record<string, number>> {
  const reservations = twin.ec2.describeInstances({})['reservationSet'] as JsonObject[];
  const names = reservations
    .flatMap((each) => each['instancesSet'] as { instanceState: { name: string } }[])
    .map(({ instanceState }) => instanceState.name);
  return Object.fromEntries(names.map((name) => [name, names.filter((n) => n === name).length]));
}

test('the instances of a deleted group are terminated for an hour, then gone', async () => {
  const bench = twinBench();
  bench.twin.spot.delete(LIVE_GROUP);
  expect(states(bench)).toEqual({ terminated: 2 });
  await bench.clock.advance(3_599_999);
  expect(states(bench)).toEqual({ terminated: 2 });
  await bench.clock.advance(1);
  expect(states(bench)).toEqual({});
});

test('an instance that was taken back is told beside its replacement, after a restore too', async () => {
  const bench = twinBench();
  bench.twin.inject({ kind: 'interruption', groupId: LIVE_GROUP, noticeMs: 0 });
  await bench.clock.advance(300_000);
  const saved = bench.twin.snapshot();
  await bench.clock.advance(4_000_000);
  expect(states(bench)).toEqual({ running: 2 });
  bench.twin.restore(saved);
  expect(states(bench)).toEqual({ running: 2, terminated: 1 });
  expect(bench.twin.spot.status(LIVE_GROUP)).toHaveLength(2);
  await bench.clock.advance(3_400_000);
  expect(states(bench)).toEqual({ running: 2 });
});
