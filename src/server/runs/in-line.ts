// One start in the line of runs that want the same: prepared, queued while others are at work there, started when its turn has come.
import type { PreparedRun } from '../../app/prepare-run.ts';
import type { Behind } from '../../app/queue/behind.ts';
import { Refusal } from '../../app/refusal.ts';
import { clockOf } from '../../app/world.ts';
import type { ControlRoom, ServedProject } from '../control-room.ts';
import type { Driver } from '../driver/driver.ts';
import type { KnownRuns } from './known-runs.ts';
import type { QueuedStart, QueueTable, WantedStart } from './queue-table.ts';
import { prepareStart } from './start-request.ts';

export interface LineRoom {
  readonly room: Pick<ControlRoom, 'engine' | 'state' | 'database' | 'projects' | 'clock'>;
  readonly known: KnownRuns;
  readonly table: QueueTable;
  readonly driver: Pick<Driver, 'take'>;
}

/** A start that waits. */
export interface InLine extends WantedStart {
  readonly id: number;
  readonly pipeline: string;
  readonly behind: readonly Behind[];
  withdraw(): void;
}

export interface LineNews {
  onBehind(inLine: InLine): void;
  onLeft(id: number): void;
}

/**
 * Answers the run that it became, undefined when it has left the queue. Throws `Refusal` when it cannot be done:
 * one that waited is in the queue no more then, unless its world is only away.
 */
export async function standInLine(
  { room, known, table, driver }: LineRoom,
  project: ServedProject,
  start: WantedStart & Partial<QueuedStart>,
  leaving: AbortSignal,
  news: LineNews,
): Promise<string | undefined> {
  if (await hasStarted(room, known, start)) {
    if (start.id !== undefined) table.remove(start.id);
    return undefined;
  }
  let { id } = start;
  const withdrawn = new AbortController();
  const prepare = (mayGuess: boolean): Promise<PreparedRun> =>
    prepareStart(room, project, start.request, mayGuess);
  try {
    const run = await prepare(true);
    // Nobody may be in the way any more: then it starts without waiting first.
    if (id !== undefined) table.markTurn(id, await newestRun(room));
    const turn = await room.engine.startInTurn({
      run,
      prepare: async () => {
        const fresh = await prepare(false);
        if (id !== undefined) table.markTurn(id, await newestRun(room));
        return fresh;
      },
      clock: await clockOf(run.world),
      startedBy: start.startedBy,
      waitMs: undefined,
      letGo: AbortSignal.any([leaving, withdrawn.signal]),
      onBehind(behind) {
        id ??= table.add(start);
        table.unmark(id);
        const withdraw = (): void => withdrawn.abort();
        news.onBehind({ ...start, id, pipeline: run.plan.pipeline.name, behind, withdraw });
      },
    });
    if (turn.status !== 'started') {
      if (withdrawn.signal.aborted && id !== undefined) table.remove(id);
      return undefined;
    }
    if (id !== undefined) table.remove(id);
    driver.take(turn.id, turn.run);
    return turn.id;
  } catch (error) {
    if (id !== undefined && !isAway(error)) table.remove(id);
    throw error;
  } finally {
    if (id !== undefined) news.onLeft(id);
  }
}

export function isAway(error: unknown): boolean {
  return error instanceof Refusal && error.kind === 'unreachable';
}

/** A server that died at that moment may have started it: a run of the same person in the same project that is newer. */
async function hasStarted(
  { engine }: LineRoom['room'],
  known: KnownRuns,
  { project, startedBy, newestRun: newest }: WantedStart & Partial<QueuedStart>,
): Promise<boolean> {
  if (newest === undefined) return false;
  for (const { id } of await engine.journal.list()) {
    if (Number(id) <= newest) return false;
    const run = await known.of(id);
    if (run?.startedBy === startedBy && run.project?.id === project) return true;
  }
  return false;
}

async function newestRun({ engine }: LineRoom['room']): Promise<number> {
  const [newest] = await engine.journal.list();
  return Number(newest?.id ?? 0);
}
