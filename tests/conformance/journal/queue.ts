// Who waits for what others hold, in which order, and how long a place lasts.
import { expect, test } from 'vitest';
import type { Resource } from '../../../src/execution/locks.ts';
import { type Bench, claimOf, finished, LEASE_MS } from './journal-bench.ts';
import { aRule, hold } from './locks.ts';

const LIMIT = 3;

export function queueTests(bench: Bench): void {
  const queue = (owner: string, ...resources: readonly Resource[]) =>
    bench.journal.queue({
      owner,
      pipeline: 'shop',
      startedBy: 'ann',
      resources,
      leaseMs: LEASE_MS,
      limit: LIMIT,
    });
  const stand = (ticket: string, ...resources: readonly Resource[]) =>
    bench.journal.stand(ticket, resources, LEASE_MS);
  const names = async (): Promise<readonly string[]> =>
    (await bench.journal.waiters()).map(({ owner }) => owner);
  const end = async (id: string): Promise<void> => {
    const claim = claimOf(await bench.journal.claim('X', 0, LEASE_MS, id));
    await bench.journal.append(claim, 1, [finished()]);
  };

  test('a waiter is shown with all that it said, in the order of coming', async () => {
    expect(await queue('A', aRule('b'), aRule('a'))).toEqual({ status: 'queued', ticket: '1' });
    expect(await queue('B', aRule('a'))).toEqual({ status: 'queued', ticket: '2' });
    const [first, second] = await bench.journal.waiters();
    expect(first).toEqual({
      id: '1',
      owner: 'A',
      pipeline: 'shop',
      startedBy: 'ann',
      resources: [aRule('a'), aRule('b')],
      queuedAt: bench.wall.now,
      leaseUntil: bench.wall.now + LEASE_MS,
    });
    expect(second?.owner).toBe('B');
  });

  test('a waiter is behind the holder and behind who came before it, until both are gone', async () => {
    await hold(bench, [aRule('a')]);
    await queue('A', aRule('a'));
    await queue('B', aRule('a'));
    expect(await stand('2', aRule('a'))).toMatchObject({
      status: 'waiting',
      behind: [
        { kind: 'execution', id: '1', shared: [aRule('a')] },
        { kind: 'waiter', waiter: { owner: 'A' }, shared: [aRule('a')] },
      ],
    });
    await end('1');
    expect(await stand('1', aRule('a'))).toEqual({ status: 'turn' });
    expect(await stand('2', aRule('a'))).toMatchObject({ behind: [{ kind: 'waiter' }] });
    expect(await hold(bench, [aRule('a')], '1')).toMatchObject({ status: 'created' });
    expect(await names()).toEqual(['B']);
    expect(await stand('2', aRule('a'))).toMatchObject({ behind: [{ id: '2' }] });
  });

  test('nobody starts over the head of one who waits for the same, but beside it', async () => {
    await queue('A', aRule('a'));
    expect(await hold(bench, [aRule('a')])).toMatchObject({
      status: 'held',
      by: [{ kind: 'waiter', waiter: { owner: 'A' } }],
    });
    await queue('B', aRule('a'));
    expect(await hold(bench, [aRule('a')], '2')).toMatchObject({ status: 'held' });
    expect(await hold(bench, [aRule('b')])).toMatchObject({ status: 'created' });
    expect(await hold(bench, [aRule('a')], '1')).toMatchObject({ status: 'created' });
  });

  test('what a waiter wants is what it said last', async () => {
    await hold(bench, [aRule('a')]);
    await queue('A', aRule('a'));
    expect(await stand('1', aRule('b'))).toEqual({ status: 'turn' });
    expect(await hold(bench, [aRule('b')])).toMatchObject({ status: 'held' });
  });

  test('a lapsed place is lost, and blocks nobody', async () => {
    await queue('A', aRule('a'));
    bench.wall.now += LEASE_MS / 2;
    await queue('B', aRule('a'));
    bench.wall.now += LEASE_MS / 2;
    expect(await names()).toEqual(['B']);
    expect(await stand('2', aRule('a'))).toEqual({ status: 'turn' });
    expect(await stand('1', aRule('a'))).toEqual({ status: 'lost' });
    expect(await hold(bench, [aRule('a')], '1')).toMatchObject({ status: 'held' });
  });

  test('standing keeps the place, however long it takes', async () => {
    await hold(bench, [aRule('a')]);
    await queue('A', aRule('a'));
    for (let look = 0; look < 5; look++) {
      bench.wall.now += LEASE_MS - 1;
      expect(await stand('1', aRule('a'))).toMatchObject({ status: 'waiting' });
    }
    expect(await names()).toEqual(['A']);
  });

  test('the place of a dead owner counts no more, though its lease runs', async () => {
    await queue('dead', aRule('a'));
    await queue('B', aRule('a'));
    expect(await stand('2', aRule('a'))).toEqual({ status: 'turn' });
    expect(await names()).toEqual(['B']);
  });

  test('who leaves is forgotten, and twice is the same as once', async () => {
    await queue('A', aRule('a'));
    await bench.journal.leave('1');
    await bench.journal.leave('1');
    expect(await bench.journal.waiters()).toEqual([]);
    expect(await hold(bench, [aRule('a')])).toMatchObject({ status: 'created' });
  });

  test('a full queue takes nobody until a place is free', async () => {
    for (const owner of ['A', 'B', 'C']) await queue(owner, aRule('a'));
    expect(await queue('D', aRule('b'))).toEqual({ status: 'full', waiting: LIMIT });
    bench.wall.now += LEASE_MS;
    expect(await queue('D', aRule('b'))).toEqual({ status: 'queued', ticket: '4' });
  });
}
