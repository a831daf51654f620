// Memory and SQLite, given the same random calls, give the same answers: what is proven on one holds on the other.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Claim, Journal } from '../../src/execution/journal.ts';
import type { Resource } from '../../src/execution/locks.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { abort, accept, aPlan, fact, finished, started } from './journal/journal-bench.ts';
import { aRule, hold } from './journal/locks.ts';

type Call = (journal: Journal, wall: { now: number }) => Promise<unknown>;

const ids = fc.constantFrom('1', '2', '3');
const claims: fc.Arbitrary<Claim> = fc.record({ id: ids, epoch: fc.integer({ min: 0, max: 3 }) });
const lengths = fc.integer({ min: 1, max: 4 });
const times = fc.constantFrom(0, 50, 100);
const resources: fc.Arbitrary<readonly Resource[]> = fc.subarray(
  ['c', 'b', 'a'].map((name) => aRule(name)),
);
const owner = fc.constantFrom('A', 'B');
const dirty = finished('Dirty');
const leaving = { type: 'ExecutionResolved', at: 5, by: 'ada', stillThere: [] } as const;

const calls: fc.Arbitrary<Call> = fc.oneof(
  fc.constant<Call>((journal) => journal.create('p', aPlan('p'), started())),
  fc.tuple(times, fc.option(ids, { nil: undefined })).map<Call>(
    ([now, id]) =>
      (journal) =>
        journal.claim('A', now, 100, id),
  ),
  fc.array(claims, { maxLength: 3 }).map<Call>((some) => (journal) => journal.renew(some, 100)),
  claims.map<Call>((claim) => (journal) => journal.release(claim)),
  claims.map<Call>((claim) => (journal) => journal.readOwned(claim, 1)),
  fc
    .tuple(
      claims,
      lengths,
      fc.constantFrom([fact('a')], [fact('a'), fact('b')], [finished()], [dirty]),
    )
    .map<Call>(
      ([claim, length, events]) =>
        (journal) =>
          journal.append(claim, length, events),
    ),
  fc.tuple(claims, lengths, fc.option(times, { nil: undefined })).map<Call>(
    ([claim, length, wakeAt]) =>
      (journal) =>
        journal.park(claim, length, wakeAt),
  ),
  ids.map<Call>((id) => (journal) => journal.signal(id, accept(abort()))),
  fc.tuple(resources, fc.option(ids, { nil: undefined })).map<Call>(
    ([some, ticket]) =>
      (journal) =>
        hold({ journal }, some, ticket),
  ),
  fc.tuple(owner, resources).map<Call>(
    ([name, some]) =>
      (journal) =>
        journal.queue({
          owner: name,
          pipeline: 'shop',
          startedBy: 'ann',
          resources: some,
          leaseMs: 100,
          limit: 3,
        }),
  ),
  fc.tuple(ids, resources).map<Call>(
    ([ticket, some]) =>
      (journal) =>
        journal.stand(ticket, some, 100),
  ),
  ids.map<Call>((ticket) => (journal) => journal.leave(ticket)),
  ids.map<Call>((id) => (journal) => journal.signal(id, accept(leaving))),
  times.map<Call>((ms) => async (_, wall) => {
    wall.now += ms;
  }),
);

async function answersOf(
  journal: Journal,
  wall: { now: number },
  some: readonly Call[],
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const call of some) {
    answers.push(await call(journal, wall).catch((error: Error) => error.message));
    answers.push(await journal.list(), await journal.waiters());
    for (const id of ['1', '2', '3']) answers.push(await journal.holds(id));
  }
  await journal.close();
  return answers;
}

test('the same calls get the same answers and leave the same rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'penstock-agree-'));
  let runs = 0;
  const created: Call = (journal) => journal.create('p', aPlan('p'), started());
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { maxLength: 40 }), async (random) => {
        const some = [created, created, ...random];
        const file = join(folder, `${runs++}.db`);
        const [one, other] = [{ now: 0 }, { now: 0 }];
        const memory = createMemoryJournal({ wallNow: () => one.now });
        const sqlite = openSqliteJournal({ file, wallNow: () => other.now });
        expect(await answersOf(sqlite, other, some)).toEqual(await answersOf(memory, one, some));
      }),
      { numRuns: 60 },
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
