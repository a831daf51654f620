// Drives every run of the server's projects that nobody drives, many at once; those that wait cost nothing meanwhile.
import type { PreparedRun } from '../../app/prepare-run.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import { type Backoff, createBackoff } from './backoff.ts';
import { type CandidateView, candidateOf, type Standing } from './candidate.ts';
import { type LastLook, newLook } from './last-look.ts';
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

export interface DriverOptions extends Omit<CandidateView, 'standing' | 'isAsked'> {
  /** Answers the same array as long as nothing is new. */
  readonly rows: () => Promise<readonly ExecutionRow[]>;
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
  let look: LastLook | undefined;
  const tell = (run: string): void => tellAll(listeners, run);
  const isAsked = (run: string): boolean => asked.has(run) || backoff.refusalOf(run) !== undefined;
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
  const looked = createLook({ ...options, standing, isAsked }, options, backoff);
  const sweep = async (): Promise<void> => {
    const rows = await options.rows();
    const isAsNew = look?.rows !== rows || asked.size > 0 || (await look.hasDue());
    const now = isAsNew || look === undefined ? newLook(rows, options.clocks) : look;
    for (const run of backoff.runs()) if (!now.lively.has(run)) backoff.forget(run);
    for (const row of [...now.lively.values()]) {
      if (letGo.signal.aborted) return;
      if (driving.has(row.id)) continue;
      const { candidate, world } = await looked(row);
      if (candidate === 'waiting' && world !== undefined) now.wait(row, world);
      if (candidate === 'none') asked.delete(row.id);
      if (candidate === 'due' && backoff.isDue(row.id) && driving.size < limit) begin(row.id);
    }
    const before = look?.waiting;
    look = now;
    for (const run of now.waiting) if (before?.has(run) !== true) tell(run);
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
      if (refused !== undefined) return { kind: 'refused', ...refused };
      if (driving.has(run)) return { kind: 'driven' };
      return look?.waiting.has(run) === true ? { kind: 'waiting' } : undefined;
    },
    onChange: (listener) => listening(listeners, listener),
    counts: () => ({
      driven: driving.size,
      waiting: look?.waiting.size ?? 0,
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

function listening<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellAll(listeners: Iterable<(run: string) => void>, run: string): void {
  for (const listener of listeners) listener(run);
}

/** A run that cannot even be looked at, such as a damaged one, keeps no other from being driven. */
function createLook(
  view: CandidateView,
  { reasonOf, onDefect }: Pick<DriverOptions, 'reasonOf' | 'onDefect'>,
  backoff: Backoff,
): (row: ExecutionRow) => Promise<Partial<Awaited<ReturnType<typeof candidateOf>>>> {
  const unreadable = new Set<string>();
  return async (row) => {
    if (unreadable.has(row.id) && !backoff.isDue(row.id)) return {};
    try {
      const found = await candidateOf(row, view);
      unreadable.delete(row.id);
      return found;
    } catch (error) {
      onDefect(error, row.id);
      unreadable.add(row.id);
      backoff.refuse(row.id, reasonOf(error) ?? String(error));
      return {};
    }
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
