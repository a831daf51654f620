// What a journal throws when it is asked for something that it does not hold.
import { JournalFailure } from '../execution/journal-failure.ts';

export function noSuchExecution(id: string): never {
  throw new Error(`there is no execution ${id} in this state folder; see the list of executions`);
}

export function noSuchPlan(planHash: string): never {
  throw new JournalFailure(
    `there is no plan ${planHash} in this state folder; its database was changed by hand`,
  );
}

/** Nobody can catch up with a journal that lost its end, so going on would never stop. */
export function lostEvents(id: string, length: number, remembered: number): never {
  throw new JournalFailure(
    `the journal of execution ${id} holds ${length} events, but ${remembered} were acknowledged: ` +
      'the database was put back from an older copy. Start Penstock again; it goes on from that copy.',
  );
}

/** SQLite notices damage to its own pages, not to what we keep in them. */
export function damaged(why: string): never {
  throw new JournalFailure(
    `the journal is damaged: ${why}. Put the database back from a backup, or move it away and start ` +
      'a new one; what the clouds hold is not touched.',
  );
}
