// The digests of the newest runs in the journal: what ended is read once, what goes on again when it has grown.
import { setImmediate as turn } from 'node:timers/promises';
import { digestRun, type RunDigest } from '../../app/sight/digest-run.ts';
import type { ExecutionRow, Journal } from '../../execution/journal.ts';
import type { ControlRoom } from '../control-room.ts';
import { createKnownRuns, type KnownRuns } from '../runs/known-runs.ts';

export interface DigestedRun extends RunDigest {
  readonly run: string;
  /** The id of its project; undefined for a run of a folder that this server does not serve. */
  readonly project: string | undefined;
}

export interface JournalDigests {
  /** Newest first; older ones than the limit are not looked at. */
  newest(): Promise<readonly DigestedRun[]>;
}

const RUNS_MAX = 300;

/** One for all handlers of a room. */
export function journalDigests(room: Pick<ControlRoom, 'engine' | 'projects'>): JournalDigests {
  const { journal } = room.engine;
  const made = ALL.get(room) ?? create(journal, createKnownRuns(journal, room.projects));
  ALL.set(room, made);
  return made;
}

const ALL = new WeakMap<object, JournalDigests>();

function create(
  journal: Pick<Journal, 'list' | 'plan' | 'read'>,
  known: KnownRuns,
): JournalDigests {
  const kept = new Map<
    string,
    { readonly length: number; readonly digest: DigestedRun | undefined }
  >();
  const digestOf = async ({ id, planHash }: ExecutionRow): Promise<DigestedRun | undefined> => {
    const [plan, events] = [await journal.plan(planHash), await journal.read(id, 0)];
    const made = digestRun(plan, events);
    return made && { ...made, run: id, project: (await known.of(id))?.project?.id };
  };
  return {
    async newest() {
      const rows = (await journal.list()).slice(0, RUNS_MAX);
      const digests: DigestedRun[] = [];
      for (const row of rows) {
        const found = kept.get(row.id);
        if (found?.length === row.length) {
          if (found.digest !== undefined) digests.push(found.digest);
          continue;
        }
        // The list of runs says which one cannot be read; what the others have done is true without it.
        const digest = await digestOf(row).catch(() => undefined);
        kept.set(row.id, { length: row.length, digest });
        if (digest !== undefined) digests.push(digest);
        // Reading many must not hold up everybody else.
        await turn();
      }
      const ids = new Set(rows.map(({ id }) => id));
      for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
      return digests;
    },
  };
}
