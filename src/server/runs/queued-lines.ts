// The lines of starts that wait for their turn: those of this server, and those of commands beside it.
import type { RunInList } from '../../api/schemas/run-parts.ts';
import { ownerText, thisOwner } from '../../app/owner.ts';
import { queuedRuns } from '../../app/queue/queued-runs.ts';
import type { InLine } from './in-line.ts';
import type { RunParts } from './run-parts.ts';

export async function queuedLines(parts: RunParts, project: string): Promise<RunInList[]> {
  const own = parts.starts.waiting().filter((start) => start.project === project);
  const lines = own.map(async (start) => {
    const behind = start.behind.flatMap(({ execution }) => execution ?? []);
    const world = await worldOf(parts, start);
    return lineOf({ ...start, run: `queued-${start.id}`, world, behind, process: null });
  });
  return [...(await Promise.all(lines)), ...(await ofCommands(parts))];
}

/** Whoever waits at a terminal names no project: it is told where there is only one. */
async function ofCommands({ room }: RunParts): Promise<RunInList[]> {
  if (room.projects.length !== 1) return [];
  const { journal } = room.engine;
  const here = thisOwner();
  // Whom they wait behind is asked of every run: only where somebody else does wait.
  if ((await journal.waiters()).every(({ owner }) => owner === here)) return [];
  const waiting = await queuedRuns(journal);
  return waiting
    .filter(({ process }) => process !== ownerText(here))
    .map((each) =>
      lineOf({
        ...each,
        run: `waiting-${each.queuedAt}`,
        world: 'twin',
        queuedAt: Date.parse(each.queuedAt),
      }),
    );
}

async function worldOf({ known }: RunParts, { request }: InLine): Promise<RunInList['world']> {
  if (request.kind === 'run') return request.body.on;
  return (await known.of(request.of))?.world.kind ?? 'twin';
}

interface Queued {
  readonly run: string;
  readonly pipeline: string;
  readonly world: RunInList['world'];
  readonly startedBy: string;
  readonly queuedAt: number;
  readonly behind: readonly string[];
  /** Who waits with it, where that is not this server. */
  readonly process: string | null;
}

function lineOf({ run, pipeline, world, startedBy, queuedAt, behind, process }: Queued): RunInList {
  const waitsFor = behind.map((each) => `run ${each}`);
  const whom = waitsFor.length === 0 ? 'for its turn' : `behind ${waitsFor.join(' and ')}`;
  const who = process === null ? 'It' : `With ${process} it`;
  return {
    run,
    pipeline,
    world,
    status: 'Queued',
    sentence: `${who} waits ${whom}, and starts by itself. Nothing of it has run.`,
    tone: 'plain',
    startedBy,
    startedAt: queuedAt,
    endedAt: null,
    clock: { at: queuedAt, wallAt: queuedAt, speed: 1 },
    percent: null,
    observed: null,
    rungsDone: 0,
    rungs: 0,
    waitsFor,
    asks: [],
    isPaused: false,
    isRollingBack: false,
    driver: process,
    standsStill: false,
    holds: [],
  };
}
