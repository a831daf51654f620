// Who stands in a line before whom, over all executions, and when a place goes.
import { expect, test } from 'vitest';
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import type { Claim } from '../../../src/execution/journal.ts';
import { type Bench, claimOf, finished, LEASE_MS } from './journal-bench.ts';

export function lineTests(bench: Bench): void {
  const lengths = new Map<string, number>();
  const began = async (): Promise<Claim> => {
    const claim = claimOf(await bench.journal.claim('A', 0, LEASE_MS, await bench.created()));
    lengths.set(claim.id, 1);
    return claim;
  };
  const add = async (claim: Claim, ...events: readonly ExecutionEvent[]): Promise<void> => {
    await bench.journal.append(claim, lengths.get(claim.id) ?? 1, events);
    lengths.set(claim.id, (lengths.get(claim.id) ?? 1) + events.length);
  };
  const ahead = async ({ id }: Claim, step = 's/steps/q'): Promise<readonly string[]> =>
    (await bench.journal.aheadOf(id, step)).map(({ execution }) => execution);

  test('the first one has its turn, the others stand behind in the order of coming', async () => {
    const [one, two, three] = [await began(), await began(), await began()];
    await add(two, queueing('db'));
    await add(one, queueing('db'));
    await add(three, queueing('db'));
    expect([await ahead(two), await ahead(one), await ahead(three)]).toEqual([
      [],
      [two.id],
      [two.id, one.id],
    ]);
  });

  test('lines of different keys have nothing to do with each other', async () => {
    const [one, two] = [await began(), await began()];
    await add(one, queueing('db'));
    await add(two, queueing('cache'));
    expect(await ahead(two)).toEqual([]);
  });

  test.each<[string, readonly ExecutionEvent[]]>([
    ['its scope has finished', [nodeFinished('s', 'Success')]],
    ['the step gave up waiting', [nodeFinished('s/steps/q', 'Expired')]],
    ['the execution has ended', [finished()]],
  ])('a place goes when %s', async (_when, events) => {
    const [one, two] = [await began(), await began()];
    await add(one, queueing('db'));
    await add(two, queueing('db'));
    await add(one, ...events);
    expect(await ahead(two)).toEqual([]);
  });

  test('a place stays when the step has had its turn', async () => {
    const [one, two] = [await began(), await began()];
    await add(one, queueing('db'), nodeFinished('s/steps/q', 'Success'));
    await add(two, queueing('db'));
    expect(await ahead(two)).toEqual([one.id]);
  });

  test('a later attempt keeps the place of the first', async () => {
    const [one, two] = [await began(), await began()];
    await add(one, queueing('db'));
    await add(two, queueing('db'));
    await add(one, { ...queueing('db'), attempt: 2 } as ExecutionEvent);
    expect(await ahead(one)).toEqual([]);
  });

  test('what an execution holds around a step is not in its own way; what it holds elsewhere is', async () => {
    const one = await began();
    await add(one, queueing('db', 's/steps/q', ''), queueing('db', 's/steps/again', 's'));
    expect(await ahead(one, 's/steps/again')).toEqual([]);
    const two = await began();
    await add(two, queueing('gpu', 's/steps/q', 's'), queueing('gpu', 't/steps/q', 't'));
    expect(await ahead(two, 't/steps/q')).toEqual([two.id]);
  });
}

function queueing(key: string, path = 's/steps/q', scope = 's'): ExecutionEvent {
  const ends = { kind: 'turn', key, scope } as const;
  const wait = { name: 'turn', status: 'ResourceWaiting', says: 'its turn', ends } as const;
  return { at: 1, type: 'WaitOpened', path, attempt: 1, wait };
}

function nodeFinished(path: string, status: 'Success' | 'Expired'): ExecutionEvent {
  return { at: 2, type: 'NodeFinished', path, status };
}
