// How a journal grows, and when it refuses to.
import { expect, test } from 'vitest';
import {
  abort,
  accept,
  type Bench,
  claimOf,
  fact,
  finished,
  LEASE_MS,
  started,
} from './journal-bench.ts';

export function appendTests(bench: Bench): void {
  test('events are added in order at the length the owner knows', async () => {
    const claim = await bench.claimed();
    expect(await bench.journal.append(claim, 1, [fact('a'), fact('b')])).toEqual({
      status: 'appended',
      length: 3,
    });
    expect(await bench.journal.append(claim, 3, [fact('c')])).toEqual({
      status: 'appended',
      length: 4,
    });
    expect(await bench.journal.read(claim.id, 1)).toEqual([fact('a'), fact('b'), fact('c')]);
    expect((await bench.journal.row(claim.id))?.length).toBe(4);
  });

  test('an append that is behind adds nothing and gets the events in between', async () => {
    const claim = await bench.claimed();
    await bench.journal.signal(claim.id, accept(abort()));
    expect(await bench.journal.append(claim, 1, [fact('a')])).toEqual({
      status: 'behind',
      tail: [abort()],
    });
    expect(await bench.journal.read(claim.id, 0)).toEqual([started(), abort()]);
  });

  test('an owner that remembers more than the journal holds is told so, not sent round for ever', async () => {
    const claim = await bench.claimed();
    await expect(bench.journal.append(claim, 2, [fact('a')])).rejects.toThrow('older copy');
    await expect(bench.journal.park(claim, 2, undefined)).rejects.toThrow('older copy');
  });

  test('an append of an overtaken owner is fenced, at whatever length', async () => {
    const claim = await bench.claimed('A');
    bench.wall.now += LEASE_MS;
    const successor = claimOf(await bench.journal.claim('B', 0, LEASE_MS));
    for (const length of [1, 7]) {
      expect(await bench.journal.append(claim, length, [fact('a')])).toEqual({ status: 'fenced' });
    }
    await bench.journal.append(successor, 1, [fact('b')]);
    expect(await bench.journal.append(claim, 1, [fact('a')])).toEqual({ status: 'fenced' });
    expect(await bench.journal.read(claim.id, 1)).toEqual([fact('b')]);
  });

  test('an owner whose lease ran out but who was not overtaken may still append', async () => {
    const claim = await bench.claimed('A');
    bench.wall.now += LEASE_MS * 2;
    expect(await bench.journal.append(claim, 1, [fact('a')])).toMatchObject({ status: 'appended' });
  });

  test('a claim that was given back counts no more', async () => {
    const { journal } = bench;
    const released = await bench.claimed();
    await journal.release(released);
    const parked = await bench.claimed();
    await journal.park(parked, 1, undefined);
    for (const claim of [released, parked]) {
      expect(await journal.append(claim, 1, [fact('a')])).toEqual({ status: 'fenced' });
      expect(await journal.park(claim, 1, 9)).toEqual({ status: 'fenced' });
    }
  });

  test('ExecutionFinished ends the claim, and nobody claims again', async () => {
    const { journal } = bench;
    const claim = await bench.claimed();
    await journal.append(claim, 1, [fact('a'), finished()]);
    expect(await journal.row(claim.id)).toMatchObject({
      phase: 'done',
      owner: undefined,
      length: 3,
    });
    expect(await journal.append(claim, 3, [fact('b')])).toEqual({ status: 'fenced' });
    bench.wall.now += LEASE_MS;
    expect(await journal.claim('B', 0, LEASE_MS, claim.id)).toBeUndefined();
    expect(await journal.claim('B', 0, LEASE_MS)).toBeUndefined();
  });
}
