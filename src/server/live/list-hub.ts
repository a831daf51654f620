// The watchers of lists of runs: each run whose line is another now is told once, encoded once for all.
import type { RunInList } from '../../api/schemas/run-parts.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import { createSweeper } from '../driver/sweeper.ts';
import type { Encoded } from '../handler.ts';
import type { ListedRun } from '../runs/run-list.ts';
import { createWatchers } from './watchers.ts';

export interface ListHub {
  /** The lines of a project's runs as they change; one that comes back gets what has changed meanwhile. */
  watch(
    project: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<Encoded>;
  watchers(): number;
  close(): Promise<void>;
}

export interface ListHubOptions {
  list(): Promise<readonly ExecutionRow[]>;
  lineOf(row: ExecutionRow): Promise<ListedRun | undefined>;
  onJournalChange(listener: () => void): () => void;
  onDriverChange(listener: () => void): () => void;
  onDefect(error: unknown): void;
  /** Tells this life of the server from others: counts of another one mean nothing. */
  readonly life: string;
}

/** Who begins to watch has read the list a moment ago: the newest lines are told again. */
const NEWEST = 50;

export function createListHub(options: ListHubOptions): ListHub {
  const lines = new Map<string, ToldLine>();
  const seen = new Map<string, number>();
  const stopping = new AbortController();
  let count = 0;
  const watchers = createWatchers();

  const sweep = async (): Promise<void> => {
    if (watchers.size === 0) return;
    const before = count;
    const isFirst = seen.size === 0;
    for (const [index, row] of (await options.list()).entries()) {
      if (stopping.signal.aborted) return;
      // What has ended changes by a person's word alone, and that makes it longer; what had ended long before is known.
      const isOld = isFirst ? index >= NEWEST : seen.get(row.id) === row.length;
      if (row.phase === 'done' && isOld) {
        seen.set(row.id, row.length);
        continue;
      }
      seen.set(row.id, row.length);
      const listed = await options.lineOf(row);
      if (listed === undefined) continue;
      const json = JSON.stringify(listed.line satisfies RunInList);
      if (lines.get(row.id)?.message.json === json) continue;
      count += 1;
      const message: Encoded = { id: `${options.life}.${count}`, json };
      lines.delete(row.id);
      lines.set(row.id, { project: listed.project, count, message });
    }
    if (count > before) watchers.wake();
  };
  const sweeper = createSweeper(sweep, stopping.signal, options.onDefect);
  const ends = [options.onJournalChange(sweeper.soon), options.onDriverChange(sweeper.soon)];

  /** By when it was last changed, the oldest change first. */
  const after = (project: string, place: number): readonly ToldLine[] =>
    [...lines.values()].filter((line) => line.project === project && line.count > place);
  const placeOf = (lastEventId: string | undefined): number | undefined => {
    const [life, place] = lastEventId?.split('.') ?? [];
    return life === options.life && /^\d{1,15}$/.test(place ?? '') ? Number(place) : undefined;
  };

  return {
    async *watch(project, lastEventId, signal) {
      const watcher = watchers.join(signal);
      try {
        await sweeper.look();
        let place = placeOf(lastEventId) ?? after(project, 0).at(-NEWEST - 1)?.count ?? 0;
        while (!signal.aborted) {
          for (const line of after(project, place)) {
            place = line.count;
            yield line.message;
          }
          await watcher.news();
        }
      } finally {
        watcher.leave();
      }
    },
    watchers: () => watchers.size,
    async close() {
      for (const end of ends) end();
      stopping.abort();
      watchers.wake();
      await sweeper.stopped();
    },
  };
}

interface ToldLine {
  readonly project: string;
  readonly count: number;
  readonly message: Encoded;
}
