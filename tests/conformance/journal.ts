// The suite of the journal port: every store must pass it, word for word.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Journal } from '../../src/execution/journal.ts';
import { appendTests } from './journal/appends.ts';
import { claimTests } from './journal/claims.ts';
import { createAndReadTests } from './journal/create-and-read.ts';
import { aPlan, type Bench, claimOf, fact, LEASE_MS, started } from './journal/journal-bench.ts';
import { lineTests } from './journal/lines.ts';
import { lockTests } from './journal/locks.ts';
import { parkingTests } from './journal/parking.ts';
import { queueTests } from './journal/queue.ts';
import { sharedCommitTests } from './journal/shared-commits.ts';
import { signalTests } from './journal/signals.ts';

/** Opens an empty journal whose leases run out by the given wall clock, and to which the owner "dead" is gone. */
export type JournalSetup<More = unknown> = (
  wallNow: () => number,
) => Promise<{ readonly journal: Journal } & More>;

export function journalSuite(name: string, setup: JournalSetup): void {
  describe(`the journal port over ${name}`, () => {
    let journal: Journal;
    let wall = { now: 0 };

    beforeEach(async () => {
      const clock = { now: 1_000_000 };
      wall = clock;
      ({ journal } = await setup(() => clock.now));
    });
    afterEach(() => journal.close());

    const bench: Bench = {
      get journal() {
        return journal;
      },
      get wall() {
        return wall;
      },
      created: () => journal.create('p', aPlan('p'), started()),
      claimed: async (owner = 'A') =>
        claimOf(await journal.claim(owner, 0, LEASE_MS, await bench.created())),
    };
    createAndReadTests(bench);
    claimTests(bench);
    appendTests(bench);
    parkingTests(bench);
    signalTests(bench);
    sharedCommitTests(bench);
    lockTests(bench);
    queueTests(bench);
    lineTests(bench);
  });
}

/** Closes the store and opens what it left on disk. */
export interface Reopening {
  readonly reopen: () => Promise<Journal>;
}

/** For stores that outlive their process. */
export function durableJournalSuite(name: string, setup: JournalSetup<Reopening>): void {
  describe(`the durable journal over ${name}`, () => {
    test('opened again, it holds all that was acknowledged', async () => {
      const { journal, reopen } = await setup(() => 0);
      const claim = claimOf(
        await journal.claim('A', 0, LEASE_MS, await journal.create('p', aPlan('p'), started())),
      );
      await journal.append(claim, 1, [fact('a'), fact('b')]);
      await journal.create('p', aPlan('p'), started());
      const parked = claimOf(await journal.claim('A', 0, LEASE_MS));
      await journal.park(parked, 1, 5_000);
      const resource = { world: 'aws', kind: 'rule', name: 'a' } as const;
      const holding = { resources: [resource] };
      await journal.createHolding('p', aPlan('p'), started(), holding);
      const rows = await journal.list();

      const again = await reopen();
      expect(await again.list()).toEqual(rows);
      expect(await again.read(claim.id, 0)).toEqual([started(), fact('a'), fact('b')]);
      expect(await again.plan('p')).toEqual(aPlan('p'));
      expect(await again.holds('3')).toEqual([resource]);
      expect(await again.createHolding('p', aPlan('p'), started(), holding)).toMatchObject({
        status: 'held',
      });
      expect(await again.append(claim, 3, [fact('c')])).toMatchObject({ length: 4 });
      await again.close();
    });
  });
}
