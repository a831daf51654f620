// What a journal answers about executions and plans that were created.
import { expect, test } from 'vitest';
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import { abort, accept, aPlan, type Bench, fact, LEASE_MS, started } from './journal-bench.ts';

export function createAndReadTests(bench: Bench): void {
  test('ids count up from "1" and the list shows the newest first', async () => {
    for (const id of ['1', '2', '3']) expect(await bench.created()).toBe(id);
    expect((await bench.journal.list()).map((row) => row.id)).toEqual(['3', '2', '1']);
  });

  test('a new execution is ready, unowned and holds its first event', async () => {
    const id = await bench.created();
    expect(await bench.journal.row(id)).toEqual({
      id,
      planHash: 'p',
      epoch: 0,
      length: 1,
      phase: 'ready',
      wakeAt: undefined,
      owner: undefined,
      leaseUntil: 0,
    });
    expect(await bench.journal.read(id, 0)).toEqual([started()]);
  });

  test('of a long journal only as much is read as is asked for', async () => {
    const claim = await bench.claimed();
    await bench.journal.append(claim, 1, [fact('a'), fact('b'), fact('c')]);
    expect(await bench.journal.read(claim.id, 0, 1)).toEqual([started()]);
    expect(await bench.journal.read(claim.id, 1, 2)).toEqual([fact('a'), fact('b')]);
    expect(await bench.journal.read(claim.id, 3, 9)).toEqual([fact('c')]);
  });

  test('the plan of a hash is the first one that was stored under it', async () => {
    await bench.journal.create('h', aPlan('first'), started());
    await bench.journal.create('h', aPlan('second'), started());
    await bench.journal.create('other', aPlan('second'), started());
    expect(await bench.journal.plan('h')).toEqual(aPlan('first'));
    expect(await bench.journal.plan('other')).toEqual(aPlan('second'));
  });

  test('an unknown id has no row, is never claimed and is named in every other refusal', async () => {
    const { journal } = bench;
    await bench.created();
    for (const id of ['2', '0', '01', '1.0', 'x', '']) {
      const claim = { id, epoch: 1 };
      expect(await journal.row(id)).toBeUndefined();
      expect(await journal.claim('A', 0, LEASE_MS, id)).toBeUndefined();
      expect(await journal.renew([claim], LEASE_MS)).toEqual([]);
      expect(await journal.release(claim)).toBeUndefined();
      await expect(journal.read(id, 0)).rejects.toThrow('no execution');
      await expect(journal.readOwned(claim, 0)).rejects.toThrow('no execution');
      await expect(journal.append(claim, 1, [fact('a')])).rejects.toThrow('no execution');
      await expect(journal.park(claim, 1, undefined)).rejects.toThrow('no execution');
      await expect(journal.signal(id, accept(abort()))).rejects.toThrow('no execution');
    }
    await expect(journal.plan('unheard of')).rejects.toThrow('no plan');
  });

  test('a plan and an event come back as JSON, whatever their giver does to them later', async () => {
    const values: { list: number[]; absent: undefined } = { list: [1], absent: undefined };
    const claim = await bench.claimed();
    const event: ExecutionEvent = { ...fact('a'), value: values };
    await bench.journal.append(claim, 1, [event]);
    values.list.push(2);
    expect(await bench.journal.read(claim.id, 1)).toStrictEqual([
      { ...fact('a'), value: { list: [1] } },
    ]);
  });
}
