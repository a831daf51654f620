// A start that waits stays in the queue while its world is away, such as a network at a restart: it is seen, and may be withdrawn.
import { sleep } from '../../lib/clock.ts';
import type { ServedProject } from '../control-room.ts';
import { isAway, type LineNews, type LineRoom, standInLine } from './in-line.ts';
import type { QueuedStart, WantedStart } from './queue-table.ts';

const AGAIN_MS = 5_000;
const AWAY_MOST_MS = 600_000;

type Start = WantedStart & Partial<QueuedStart>;

/** As `standInLine`; who has not waited yet is told at once that the world is away. */
export async function standWhile(
  line: LineRoom,
  project: ServedProject,
  start: Start,
  leaving: AbortSignal,
  news: LineNews,
): Promise<string | undefined> {
  const { clock } = line.room;
  let place = start;
  let awaySince: number | undefined;
  for (;;) {
    try {
      return await standInLine(line, project, place, leaving, {
        ...news,
        onBehind(inLine) {
          place = { ...place, id: inLine.id };
          awaySince = undefined;
          news.onBehind(inLine);
        },
      });
    } catch (error) {
      const { id } = place;
      if (id === undefined || !isAway(error)) throw error;
      if (leaving.aborted) return undefined;
      awaySince ??= clock.now();
      if (clock.now() - awaySince >= AWAY_MOST_MS) {
        line.table.remove(id);
        throw error;
      }
      if (await isWithdrawn(line, { ...place, id }, leaving, news)) return undefined;
    }
  }
}

/** Waits a moment; a withdrawal counts at once. */
async function isWithdrawn(
  { room, table }: LineRoom,
  start: WantedStart & Pick<QueuedStart, 'id'>,
  leaving: AbortSignal,
  news: LineNews,
): Promise<boolean> {
  const withdrawn = new AbortController();
  const { request, id } = start;
  const pipeline = request.kind === 'run' ? request.body.pipeline : request.kind;
  news.onBehind({ ...start, pipeline, behind: [], withdraw: () => withdrawn.abort() });
  const end = AbortSignal.any([leaving, withdrawn.signal]);
  await sleep(room.clock, AGAIN_MS, end).catch(() => undefined);
  // From here on it may start: who withdraws it now is told that it waits no more.
  news.onLeft(id);
  if (withdrawn.signal.aborted) table.remove(id);
  return leaving.aborted || withdrawn.signal.aborted;
}
