// Executions that are set aside, and what wakes them.
import { expect, test } from 'vitest';
import { abort, accept, type Bench, LEASE_MS } from './journal-bench.ts';

export function parkingTests(bench: Bench): void {
  test('a parked execution is claimed when it is due and not before', async () => {
    const { journal } = bench;
    const claim = await bench.claimed();
    expect(await journal.park(claim, 1, 5_000)).toEqual({ status: 'parked' });
    expect(await journal.row(claim.id)).toMatchObject({
      phase: 'parked',
      wakeAt: 5_000,
      owner: undefined,
    });
    expect(await journal.claim('B', 4_999, LEASE_MS)).toBeUndefined();
    expect(await journal.claim('B', 4_999, LEASE_MS, claim.id)).toBeUndefined();
    expect(await journal.claim('B', 5_000, LEASE_MS)).toEqual({ id: claim.id, epoch: 2 });
    expect(await journal.row(claim.id)).toMatchObject({ phase: 'ready', wakeAt: undefined });
  });

  test('parked without a time, it sleeps until a signal', async () => {
    const claim = await bench.claimed();
    await bench.journal.park(claim, 1, undefined);
    expect(await bench.journal.claim('B', Number.MAX_SAFE_INTEGER, LEASE_MS)).toBeUndefined();
    await bench.journal.signal(claim.id, accept(abort()));
    expect(await bench.journal.claim('B', 0, LEASE_MS)).toEqual({ id: claim.id, epoch: 2 });
  });

  test('parking is refused when the journal has grown, so that no signal is slept through', async () => {
    const claim = await bench.claimed();
    const signalled = bench.journal.signal(claim.id, accept(abort()));
    const parked = bench.journal.park(claim, 1, undefined);
    await signalled;
    expect(await parked).toEqual({ status: 'behind', tail: [abort()] });
    expect(await bench.journal.row(claim.id)).toMatchObject({ phase: 'ready', owner: 'A' });
    expect(await bench.journal.park(claim, 2, undefined)).toEqual({ status: 'parked' });
  });

  test('an overtaken owner cannot park its successor', async () => {
    const claim = await bench.claimed('A');
    bench.wall.now += LEASE_MS;
    await bench.journal.claim('B', 0, LEASE_MS);
    expect(await bench.journal.park(claim, 1, undefined)).toEqual({ status: 'fenced' });
    expect(await bench.journal.row(claim.id)).toMatchObject({ phase: 'ready', owner: 'B' });
  });
}
