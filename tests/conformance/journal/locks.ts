// What an execution holds, until when, and that nobody else gets it meanwhile.
import { expect, test } from 'vitest';
import type { Created, Resource, TicketId } from '../../../src/execution/locks.ts';
import {
  accept,
  aPlan,
  type Bench,
  claimOf,
  finished,
  LEASE_MS,
  started,
} from './journal-bench.ts';

export function aRule(name: string, world = 'aws 1'): Resource {
  return { world, kind: 'rule', name };
}

export function hold(
  { journal }: Pick<Bench, 'journal'>,
  resources: readonly Resource[],
  ticket?: TicketId,
): Promise<Created> {
  const holding = { resources, ...(ticket !== undefined && { ticket }) };
  return journal.createHolding('p', aPlan('p'), started(), holding);
}

const dirty = finished('Dirty');
const resolved = { type: 'ExecutionResolved', at: 5, by: 'ada', stillThere: [] } as const;

export function lockTests(bench: Bench): void {
  test('an execution comes with what it holds, each once and in order', async () => {
    const created = await hold(bench, [aRule('b'), aRule('a'), aRule('b')]);
    expect(created).toEqual({ status: 'created', id: '1' });
    expect(await bench.journal.holds('1')).toEqual([aRule('a'), aRule('b')]);
    expect(await bench.journal.read('1', 0)).toEqual([started()]);
    expect(await bench.journal.holds('2')).toEqual([]);
  });

  test('a second one is told who holds what, and nothing of it is created', async () => {
    await hold(bench, [aRule('a'), aRule('b')]);
    await hold(bench, [aRule('c')]);
    expect(await hold(bench, [aRule('c'), aRule('b'), aRule('d')])).toEqual({
      status: 'held',
      by: [
        { kind: 'execution', id: '1', shared: [aRule('b')] },
        { kind: 'execution', id: '2', shared: [aRule('c')] },
      ],
    });
    expect(await bench.journal.list()).toHaveLength(2);
    expect(await hold(bench, [aRule('d')])).toEqual({ status: 'created', id: '3' });
  });

  test('equal names of other worlds and of other kinds are other things', async () => {
    await hold(bench, [aRule('a')]);
    const others: readonly Resource[] = [aRule('a', 'aws 2'), { ...aRule('a'), kind: 'group' }];
    expect(await hold(bench, others)).toMatchObject({ status: 'created' });
  });

  test('of two at the same time one is created', async () => {
    const both = await Promise.all([hold(bench, [aRule('a')]), hold(bench, [aRule('a')])]);
    expect(both.map(({ status }) => status)).toEqual(['created', 'held']);
  });

  test('whoever drives, parks or loses it, the execution keeps what it holds', async () => {
    const { journal, wall } = bench;
    await hold(bench, [aRule('a')]);
    const claim = claimOf(await journal.claim('A', 0, LEASE_MS, '1'));
    await journal.park(claim, 1, undefined);
    await journal.signal('1', accept({ type: 'AbortRequested', at: 3, by: 'bob', restore: true }));
    await journal.claim('B', 0, LEASE_MS, '1');
    wall.now += 10 * LEASE_MS;
    expect(await hold(bench, [aRule('a')])).toMatchObject({ status: 'held', by: [{ id: '1' }] });
  });

  test.each(['Success', 'RolledBack', 'Failed', 'Rejected', 'Expired', 'Aborted'] as const)(
    'the end %s gives everything up, and nothing of others',
    async (end) => {
      await hold(bench, [aRule('a')]);
      await hold(bench, [aRule('b')]);
      const claim = claimOf(await bench.journal.claim('A', 0, LEASE_MS, '1'));
      await bench.journal.append(claim, 1, [finished(end)]);
      expect(await bench.journal.holds('1')).toEqual([]);
      expect(await bench.journal.holds('2')).toEqual([aRule('b')]);
      expect(await hold(bench, [aRule('a')])).toMatchObject({ status: 'created' });
    },
  );

  test('a Dirty end keeps everything until it is resolved', async () => {
    const { journal } = bench;
    await hold(bench, [aRule('a')]);
    const claim = claimOf(await journal.claim('A', 0, LEASE_MS, '1'));
    await journal.append(claim, 1, [dirty]);
    expect(await hold(bench, [aRule('a')])).toMatchObject({ status: 'held', by: [{ id: '1' }] });
    await journal.signal('1', accept(resolved));
    expect(await journal.row('1')).toMatchObject({ phase: 'done', length: 3 });
    expect(await journal.read('1', 1)).toEqual([dirty, resolved]);
    expect(await hold(bench, [aRule('a')])).toEqual({ status: 'created', id: '2' });
  });

  test('a refused resolution gives nothing up', async () => {
    await hold(bench, [aRule('a')]);
    await bench.journal.signal('1', () => ({ status: 'refused', refusal: 'not Dirty' }));
    expect(await bench.journal.holds('1')).toEqual([aRule('a')]);
  });
}
