// Who may drive an execution, for how long, and who must not.
import { expect, test } from 'vitest';
import { type Bench, claimOf, fact, finished, LEASE_MS } from './journal-bench.ts';

export function claimTests(bench: Bench): void {
  test('a claim raises the epoch and starts a lease on the wall clock', async () => {
    const id = await bench.created();
    expect(await bench.journal.claim('A', 0, LEASE_MS, id)).toEqual({ id, epoch: 1 });
    expect(await bench.journal.row(id)).toMatchObject({
      epoch: 1,
      phase: 'ready',
      owner: 'A',
      leaseUntil: bench.wall.now + LEASE_MS,
    });
  });

  test('nobody claims before the lease has run out, not even its owner', async () => {
    const { id } = await bench.claimed('A');
    bench.wall.now += LEASE_MS - 1;
    expect(await bench.journal.claim('A', 0, LEASE_MS, id)).toBeUndefined();
    expect(await bench.journal.claim('B', 0, LEASE_MS)).toBeUndefined();
    bench.wall.now += 1;
    expect(await bench.journal.claim('B', 0, LEASE_MS, id)).toEqual({ id, epoch: 2 });
  });

  test('the lease of an owner that is known to be gone does not count, with or without an id', async () => {
    const { id } = await bench.claimed('A');
    expect(await bench.journal.claim('B', 0, LEASE_MS, id, 'A')).toEqual({ id, epoch: 2 });
    expect(await bench.journal.claim('C', 0, LEASE_MS, undefined, 'B')).toEqual({ id, epoch: 3 });
  });

  test("the name of a gone owner opens nobody else's lease", async () => {
    const { id } = await bench.claimed('A');
    expect(await bench.journal.claim('C', 0, LEASE_MS, id, 'B')).toBeUndefined();
    expect(await bench.journal.claim('C', 0, LEASE_MS, undefined, 'B')).toBeUndefined();
    expect(await bench.journal.row(id)).toMatchObject({ owner: 'A', epoch: 1 });
  });

  test('a gone owner gives back nothing that is parked or done', async () => {
    const claim = await bench.claimed('A');
    await bench.journal.park(claim, 1, 5_000);
    expect(await bench.journal.claim('B', 0, LEASE_MS, claim.id, 'A')).toBeUndefined();
    const ended = await bench.claimed('A');
    await bench.journal.append(ended, 1, [finished()]);
    expect(await bench.journal.claim('B', 0, LEASE_MS, ended.id, 'A')).toBeUndefined();
  });

  test('of two that take from a gone owner at the same time one is given', async () => {
    const { id } = await bench.claimed('A');
    const both = ['B', 'C'].map((owner) => bench.journal.claim(owner, 0, LEASE_MS, id, 'A'));
    expect((await Promise.all(both)).filter((claim) => claim !== undefined)).toHaveLength(1);
  });

  test('of two claims at the same time one is given', async () => {
    await bench.created();
    const both = [bench.journal.claim('A', 0, LEASE_MS), bench.journal.claim('B', 0, LEASE_MS)];
    expect((await Promise.all(both)).filter((claim) => claim !== undefined)).toHaveLength(1);
  });

  test('without an id, the one that waits longest is taken', async () => {
    const ids = [await bench.created(), await bench.created()];
    const first = claimOf(await bench.journal.claim('A', 0, LEASE_MS));
    expect(first.id).toBe(ids[0]);
    await bench.journal.release(first);
    expect((await bench.journal.claim('A', 0, LEASE_MS))?.id).toBe(ids[1]);
    expect((await bench.journal.claim('A', 0, LEASE_MS))?.id).toBe(ids[0]);
    expect(await bench.journal.claim('A', 0, LEASE_MS)).toBeUndefined();
  });

  test('renewing extends the lease of current claims and answers only those', async () => {
    const kept = await bench.claimed();
    const overtaken = await bench.claimed();
    const released = await bench.claimed();
    await bench.journal.release(released);
    bench.wall.now += LEASE_MS;
    await bench.journal.claim('B', 0, LEASE_MS, overtaken.id);
    expect(await bench.journal.renew([overtaken, kept, released], LEASE_MS)).toEqual([kept]);
    expect(await bench.journal.row(kept.id)).toMatchObject({
      owner: 'A',
      leaseUntil: bench.wall.now + LEASE_MS,
    });
  });

  test('a released execution stays ready and can be claimed at once', async () => {
    const claim = await bench.claimed('A');
    await bench.journal.release(claim);
    expect(await bench.journal.row(claim.id)).toMatchObject({ phase: 'ready', owner: undefined });
    expect(await bench.journal.claim('B', 0, LEASE_MS, claim.id)).toEqual({
      id: claim.id,
      epoch: 2,
    });
  });

  test('a release by an overtaken owner takes nothing from its successor', async () => {
    const claim = await bench.claimed('A');
    bench.wall.now += LEASE_MS;
    await bench.journal.claim('B', 0, LEASE_MS, claim.id);
    await bench.journal.release(claim);
    expect((await bench.journal.row(claim.id))?.owner).toBe('B');
  });

  test('a wall clock that was set back does not hide an execution without owner', async () => {
    const claim = await bench.claimed('A');
    await bench.journal.release(claim);
    bench.wall.now -= 3_600_000;
    expect(await bench.journal.claim('B', 0, LEASE_MS)).toBeDefined();
  });

  test('an owner reads its own journal, and never what its successor wrote', async () => {
    const { journal, wall } = bench;
    const claim = await bench.claimed('A');
    await journal.append(claim, 1, [fact('a')]);
    expect(await journal.readOwned(claim, 1)).toEqual([fact('a')]);
    wall.now += LEASE_MS;
    const successor = claimOf(await journal.claim('B', 0, LEASE_MS));
    await journal.append(successor, 2, [fact('b')]);
    expect(await journal.readOwned(claim, 1)).toBe('fenced');
    expect(await journal.readOwned(successor, 1)).toEqual([fact('a'), fact('b')]);
    expect(await journal.read(claim.id, 2)).toEqual([fact('b')]);
  });
}
