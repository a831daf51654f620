// Follows all journals of the state folder: whatever they record is told once, from a kept place on, also after a restart.
import type { ExecutionEvent } from '../execution/event.ts';
import type { ExecutionRow, Journal } from '../execution/journal.ts';
import type { Clock } from '../lib/clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { Database } from './store/database.ts';

export interface Grown {
  readonly run: string;
  readonly plan: Plan;
  /** The whole journal. */
  readonly events: readonly ExecutionEvent[];
  /** The place of the first event that is told now. */
  readonly from: number;
}

export interface TailOptions {
  readonly journal: Journal;
  readonly database: Database;
  readonly clock: Clock;
  /** In the transaction that moves the kept place on: what it writes to the database is written once. */
  keep(grown: Grown): void;
  /** After it; what it does may be lost when the process dies. */
  tell(grown: Grown): void;
  /** A journal that cannot be read, such as that of a newer Penstock; a minute later it is tried again from the same place. */
  onError(run: string, error: unknown): void;
}

export interface JournalTail {
  close(): Promise<void>;
}

const LOOK_MS = 250;
const RETRY_MS = 60_000;

export function followJournals(options: TailOptions): JournalTail {
  const { clock, database } = options;
  const open = new Map<string, OpenRun>();
  const places = readPlaces(database);
  const retryAt = new Map<string, number>();
  // With an empty table this is the first server here: what ended long ago is nobody's news.
  let isFirst = places.size === 0;
  let isClosed = false;
  let cancel = (): void => undefined;
  const look = async (): Promise<void> => {
    const rows = await options.journal.list();
    for (const row of [...rows].reverse()) {
      if (isClosed) return;
      const known = places.get(row.id);
      const from = known ?? (isFirst ? row.length : 0);
      if (known === row.length || clock.now() < (retryAt.get(row.id) ?? 0)) continue;
      try {
        const tell = await grow(row, from, options, open);
        places.set(row.id, row.length);
        tell();
      } catch (error) {
        if (isFirst) places.set(row.id, row.length);
        retryAt.set(row.id, clock.now() + RETRY_MS);
        options.onError(row.id, error);
      }
    }
    if (isFirst) database.run("INSERT OR IGNORE INTO told (run, length) VALUES ('', 0)");
    isFirst = false;
  };
  let looking = Promise.resolve();
  const lookAgain = (): void => {
    if (isClosed) return;
    looking = look().catch((error: unknown) => options.onError('', error));
    looking.then(
      () => {
        if (!isClosed) cancel = clock.after(LOOK_MS, lookAgain);
      },
      options.onError.bind(undefined, ''),
    );
  };
  lookAgain();
  return {
    close: async () => {
      isClosed = true;
      cancel();
      await looking;
    },
  };
}

interface OpenRun {
  readonly plan: Plan;
  readonly events: ExecutionEvent[];
}

/** Answers what is to be done when its place is kept. */
async function grow(
  row: ExecutionRow,
  from: number,
  { journal, database, keep, tell }: TailOptions,
  open: Map<string, OpenRun>,
): Promise<() => void> {
  const run = open.get(row.id) ?? { plan: await journal.plan(row.planHash), events: [] };
  open.set(row.id, run);
  const fresh = await journal.read(row.id, run.events.length);
  // What has come since the row was read is told at the next look.
  run.events.push(...fresh.slice(0, row.length - run.events.length));
  const grown = { run: row.id, plan: run.plan, events: run.events, from };
  database.transaction(() => {
    if (from < row.length) keep(grown);
    database.run(
      'INSERT INTO told (run, length) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET length = excluded.length',
      row.id,
      row.length,
    );
  });
  if (row.phase === 'done') open.delete(row.id);
  return () => {
    if (from < row.length) tell(grown);
  };
}

function readPlaces(database: Database): Map<string, number> {
  const rows = database.all('SELECT run, length FROM told');
  return new Map(rows.map((row) => [String(row['run']), Number(row['length'])]));
}
