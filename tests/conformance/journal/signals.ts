// Events from outside: judged, added and noticed.
import { expect, test } from 'vitest';
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import { abort, accept, type Bench, fact, finished, started } from './journal-bench.ts';

export function signalTests(bench: Bench): void {
  test('the judge sees every event, and what it accepts is added', async () => {
    const claim = await bench.claimed();
    await bench.journal.append(claim, 1, [fact('a')]);
    let seen: readonly ExecutionEvent[] = [];
    const verdict = await bench.journal.signal(claim.id, (events) => {
      seen = events;
      return { status: 'accepted', event: abort() };
    });
    expect(seen).toEqual([started(), fact('a')]);
    expect(verdict).toEqual({ status: 'accepted', event: abort() });
    expect(await bench.journal.read(claim.id, 2)).toEqual([abort()]);
  });

  test('a signal to a running execution leaves its owner in place', async () => {
    const claim = await bench.claimed('A');
    await bench.journal.signal(claim.id, accept(abort()));
    expect(await bench.journal.row(claim.id)).toMatchObject({ owner: 'A', epoch: 1, length: 2 });
  });

  test('a refusal is handed back and changes nothing', async () => {
    const claim = await bench.claimed();
    await bench.journal.park(claim, 1, 5_000);
    const before = await bench.journal.row(claim.id);
    const verdict = await bench.journal.signal(claim.id, () => ({
      status: 'refused',
      refusal: 'it is too late',
    }));
    expect(verdict).toEqual({ status: 'refused', refusal: 'it is too late' });
    expect(await bench.journal.row(claim.id)).toEqual(before);
    expect(await bench.journal.read(claim.id, 0)).toEqual([started()]);
  });

  test('a judge that throws changes nothing and its error comes back', async () => {
    const id = await bench.created();
    const judge = (): never => {
      throw new Error('a bug in the judge');
    };
    await expect(bench.journal.signal(id, judge)).rejects.toThrow('a bug in the judge');
    expect((await bench.journal.row(id))?.length).toBe(1);
  });

  test('of two signals that allow only one, the second sees the first', async () => {
    const id = await bench.created();
    const once = (events: readonly ExecutionEvent[]) =>
      events.some((event) => event.type === 'AbortRequested')
        ? ({ status: 'refused', refusal: 'already' } as const)
        : ({ status: 'accepted', event: abort() } as const);
    const both = [bench.journal.signal(id, once), bench.journal.signal(id, once)];
    expect((await Promise.all(both)).map((verdict) => verdict.status)).toEqual([
      'accepted',
      'refused',
    ]);
  });

  test('a signal to an ended execution does not open it again', async () => {
    const claim = await bench.claimed();
    await bench.journal.append(claim, 1, [finished()]);
    await bench.journal.signal(claim.id, accept(abort()));
    expect((await bench.journal.row(claim.id))?.phase).toBe('done');
  });
}
