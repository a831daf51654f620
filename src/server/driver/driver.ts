// Drives every run of the server's projects that nobody drives, many at once; those that wait cost nothing meanwhile.
import type { PreparedRun } from '../../app/prepare-run.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import { type CandidateView, candidateOf, type Standing } from './candidate.ts';
import { createSweeper } from './sweeper.ts';

export type DriveStatus =
  | { readonly kind: 'driven' }
  /** Set aside until a word or its time; this server goes on with it then. */
  | { readonly kind: 'waiting' }
  /** It could not be taken up: why, and when that is tried again on the wall clock. */
  | { readonly kind: 'refused'; readonly says: string; readonly retryAt: number };

export interface Driver {
  /** Takes up a run at once: one that was just started here as it was prepared, or any that stands still. */
  take(run: string, prepared?: PreparedRun): void;
  /** Undefined of runs that are none of its business now. */
  statusOf(run: string): DriveStatus | undefined;
  /** Called when the status of a run may be another. */
  onChange(listener: (run: string) => void): () => void;
  counts(): DriverCounts;
  /** Lets go of every run without ending it; resolves when none is driven any more. */
  stop(): Promise<void>;
}

export interface DriverCounts {
  readonly driven: number;
  readonly waiting: number;
  readonly refused: number;
}

export interface DriverOptions extends Omit<CandidateView, 'standing' | 'asked'> {
  list(): Promise<readonly ExecutionRow[]>;
  readonly drive: DriveOne;
  /** What stood in the way, in words for people; undefined of a defect. */
  readonly reasonOf: (error: unknown) => string | undefined;
  /** `run` is undefined when it was none that broke. */
  readonly onDefect: (error: unknown, run: string | undefined) => void;
  readonly onJournalChange: (listener: () => void) => () => void;
  /** How many are driven at once. */
  readonly limit?: number;
}

/** Drives a run until it ends, waits or is let go of; throws what stands in the way. `onTaken`: nothing does any more. */
export type DriveOne = (
  run: string,
  prepared: PreparedRun | undefined,
  letGo: AbortSignal,
  onTaken: () => void,
) => Promise<void>;

const LIMIT = 200;

export function createDriver(options: DriverOptions): Driver {
  const { limit = LIMIT, onDefect } = options;
  const letGo = new AbortController();
  const driving = new Map<string, Promise<void>>();
  const asked = new Map<string, PreparedRun | undefined>();
  const standing: Standing = new Map();
  const backoff = createBackoff(options.wallNow);
  const listeners = new Set<(run: string) => void>();
  let waiting: ReadonlySet<string> = new Set();
  const tell = (run: string): void => {
    for (const listener of listeners) listener(run);
  };
  const begin = (run: string): void => {
    const prepared = asked.get(run);
    asked.delete(run);
    standing.delete(run);
    const attempt = { run, prepared, letGo: letGo.signal, onTaken: () => tell(run) };
    const ended = driveOne(attempt, options, backoff).finally(() => {
      driving.delete(run);
      tell(run);
      sweeper.soon();
    });
    driving.set(run, ended);
    tell(run);
  };
  const sweep = async (): Promise<void> => {
    const found = new Set<string>();
    const rows = await options.list();
    // The oldest first: it has waited longest.
    for (const row of rows.toReversed()) {
      if (letGo.signal.aborted) return;
      if (row.phase === 'done') backoff.forget(row.id);
      if (row.phase === 'done' || driving.has(row.id)) continue;
      const candidate = await candidateOf(row, { ...options, standing, asked });
      if (candidate === 'waiting') found.add(row.id);
      if (candidate === 'due' && backoff.isDue(row.id) && driving.size < limit) begin(row.id);
    }
    const before = waiting;
    waiting = found;
    for (const run of found) if (!before.has(run)) tell(run);
  };

  const sweeper = createSweeper(sweep, letGo.signal, (error) => onDefect(error, undefined));
  const endWatch = options.onJournalChange(sweeper.soon);
  sweeper.soon();
  return {
    take(run, prepared) {
      asked.set(run, prepared);
      backoff.forget(run);
      sweeper.soon();
    },
    statusOf(run) {
      const refused = backoff.refusalOf(run);
      if (refused !== undefined) {
        return { kind: 'refused', says: refused.says, retryAt: refused.retryAt };
      }
      if (driving.has(run)) return { kind: 'driven' };
      return waiting.has(run) ? { kind: 'waiting' } : undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counts: () => ({
      driven: driving.size,
      waiting: waiting.size,
      refused: backoff.runs().length,
    }),
    async stop() {
      endWatch();
      letGo.abort();
      await sweeper.stopped();
      await Promise.all(driving.values());
    },
  };
}

interface Attempt {
  readonly run: string;
  readonly prepared: PreparedRun | undefined;
  readonly letGo: AbortSignal;
  onTaken(): void;
}

/** Never rejects: what stands in the way is said, and tried again later. */
async function driveOne(
  { run, prepared, letGo, onTaken }: Attempt,
  { drive, reasonOf, onDefect }: DriverOptions,
  backoff: Backoff,
): Promise<void> {
  try {
    await drive(run, prepared, letGo, () => {
      backoff.forget(run);
      onTaken();
    });
  } catch (error) {
    const says = reasonOf(error);
    if (says === undefined) onDefect(error, run);
    backoff.refuse(run, says ?? `A defect of Penstock stopped it: ${String(error)}.`);
  }
}
