// The watchers of runs: one feed per watched run, refreshed when the journal or who drives it has changed, and dropped with the last watcher.
import type { Encoded } from '../handler.ts';
import type { RunSource, RunSurroundings } from '../runs/run-source.ts';
import { createRunFeed, placeAfter, type RunFeed } from './run-feed.ts';
import { createWatchers, type Watchers } from './watchers.ts';

export interface RunHub {
  /** Page, lines and steps of a run as they change, from the line after `lastEventId` on. */
  watch(run: string, lastEventId: string | undefined, signal: AbortSignal): AsyncIterable<Encoded>;
  /** How many watch, of all runs. */
  watchers(): number;
  close(): void;
}

export interface RunHubOptions {
  sourceOf(run: string): Promise<RunSource>;
  aroundOf(source: RunSource): Promise<RunSurroundings>;
  onJournalChange(listener: () => void): () => void;
  onDriverChange(listener: (run: string) => void): () => void;
  onDefect(error: unknown, run: string): void;
}

/** Pages come no faster than people and screens can follow. */
const PAGE_EVERY_MS = 50;
/** Leases run out and clocks are moved without a word in the journal. */
const LOOK_EVERY_MS = 1_000;
/** A page that is costly to make may take this part of the time. */
const COST_SHARE = 4;

export function createRunHub(options: RunHubOptions): RunHub {
  const runs = new Map<string, WatchedRun>();
  const endJournal = options.onJournalChange(() => {
    for (const watched of runs.values()) watched.look();
  });
  const endDriver = options.onDriverChange((run) => runs.get(run)?.look());
  const timer = setInterval(() => {
    for (const watched of runs.values()) watched.look();
  }, LOOK_EVERY_MS);
  const watchedRun = (run: string): WatchedRun => {
    const found = runs.get(run) ?? createWatchedRun(run, options, () => runs.delete(run));
    runs.set(run, found);
    return found;
  };
  return {
    watch: (run, lastEventId, signal) => follow(watchedRun, run, lastEventId, signal),
    watchers: () => [...runs.values()].reduce((sum, { watchers }) => sum + watchers.size, 0),
    close() {
      clearInterval(timer);
      endJournal();
      endDriver();
      for (const { watchers } of runs.values()) watchers.wake();
    },
  };
}

async function* follow(
  watchedRun: (run: string) => WatchedRun,
  run: string,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncIterable<Encoded> {
  const { feed, watchers, look } = watchedRun(run);
  const watcher = watchers.join(signal);
  const place = placeAfter(lastEventId);
  look();
  try {
    while (!signal.aborted) {
      const message = feed.next(place);
      if (message === undefined) await watcher.news();
      else yield message;
    }
  } finally {
    watcher.leave();
  }
}

interface WatchedRun {
  readonly feed: RunFeed;
  readonly watchers: Watchers;
  /** Looks whether anything is new, soon. */
  look(): void;
}

function createWatchedRun(run: string, options: RunHubOptions, onEmpty: () => void): WatchedRun {
  const feed = createRunFeed();
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isWanted = false;
  let restUntil = 0;
  const watchers = createWatchers((size) => {
    if (size > 0) return;
    clearTimeout(timer);
    onEmpty();
  });
  const refresh = async (): Promise<void> => {
    const source = await options.sourceOf(run);
    const around = await options.aroundOf(source);
    const startedAt = performance.now();
    if (feed.refresh(source, around)) watchers.wake();
    const costMs = performance.now() - startedAt;
    restUntil = startedAt + Math.max(PAGE_EVERY_MS, costMs * COST_SHARE);
  };
  const begin = (): void => {
    timer = undefined;
    isBusy = true;
    isWanted = false;
    refresh()
      .catch((error: unknown) => options.onDefect(error, run))
      .finally(() => {
        isBusy = false;
        if (isWanted) look();
      });
  };
  const look = (): void => {
    isWanted = true;
    if (isBusy || timer !== undefined || watchers.size === 0) return;
    timer = setTimeout(begin, Math.max(0, restUntil - performance.now()));
  };
  return { feed, watchers, look };
}
