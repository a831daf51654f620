// Suspended processes of a group through the port.
import { expect, test } from 'vitest';
import { LIVE_GROUP } from '../../twin-world.ts';
import { type CloudSetup, openBench, START_AT } from './cloud-bench.ts';

export function suspensionTests(setup: CloudSetup): void {
  test('a group has no suspensions until somebody makes one', async () => {
    await using bench = await openBench(setup);
    expect(await bench.elastigroups.suspensions(LIVE_GROUP)).toEqual([]);
    await bench.elastigroups.resume(LIVE_GROUP, ['SCHEDULING']);
  });

  test('a suspension says when it ends, and ends by itself', async () => {
    await using bench = await openBench(setup);
    await bench.elastigroups.suspend(LIVE_GROUP, ['SCHEDULING', 'OUT_OF_STRATEGY'], 30);
    const expiresAt = new Date(START_AT + 30 * 60_000).toISOString();
    expect(await bench.elastigroups.suspensions(LIVE_GROUP)).toEqual([
      { name: 'SCHEDULING', expiresAt },
      { name: 'OUT_OF_STRATEGY', expiresAt },
    ]);
    await bench.clock.advance(31 * 60_000);
    expect(await bench.elastigroups.suspensions(LIVE_GROUP)).toEqual([]);
  });

  test('resuming lifts what it names and leaves the rest', async () => {
    await using bench = await openBench(setup);
    await bench.elastigroups.suspend(LIVE_GROUP, ['SCHEDULING', 'REVERT_PREFERRED'], 30);
    await bench.elastigroups.resume(LIVE_GROUP, ['SCHEDULING']);
    await bench.elastigroups.resume(LIVE_GROUP, ['SCHEDULING']);
    const left = await bench.elastigroups.suspensions(LIVE_GROUP);
    expect(left.map((suspension) => suspension.name)).toEqual(['REVERT_PREFERRED']);
  });

  test('a suspension that another made for ever has no end', async () => {
    await using bench = await openBench(setup);
    bench.twin.spot.suspend(LIVE_GROUP, { processes: ['AUTO_SCALE'] });
    expect(await bench.elastigroups.suspensions(LIVE_GROUP)).toEqual([
      { name: 'AUTO_SCALE', expiresAt: undefined },
    ]);
  });
}
