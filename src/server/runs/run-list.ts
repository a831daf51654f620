// The lines of the list of runs: one per run, made again only when its journal has grown.
import { setImmediate as otherWork } from 'node:timers/promises';

import type { RunInList } from '../../api/schemas/run-parts.ts';
import { asRefusal } from '../../app/journal-refusal.ts';
import { resourceText } from '../../app/queue/behind.ts';
import type { ExecutionRow, Journal } from '../../execution/journal.ts';
import { viewOfFold } from '../../view/build-run-view.ts';
import type { LaneView, RunView } from '../../view/run-view.ts';
import { sentence } from '../../view/sentence.ts';
import { waitingFor } from '../../view/why-waiting.ts';
import { toneOf } from './build-run-page.ts';
import type { KnownRun, KnownRuns } from './known-runs.ts';
import { type DriverLook, driverNow } from './run-driver.ts';
import type { RunSource } from './run-source.ts';
import type { RunSources } from './run-sources.ts';
import type { WorldClocks } from './world-clocks.ts';

export interface ListedRun {
  readonly project: string;
  readonly line: RunInList;
}

export interface RunList {
  /** As it is now; undefined of a run that is not of a project of this server, or is damaged beyond knowing whose it is. */
  of(row: ExecutionRow): Promise<ListedRun | undefined>;
}

interface Kept extends Omit<ListedRun, 'line'> {
  readonly length: number;
  readonly line: Omit<RunInList, 'driver' | 'standsStill'>;
  readonly toneWhenRefused: RunInList['tone'];
}

/** Each reads a journal: others get their turn between them. */
const AT_ONCE = 10;

export function createRunList(parts: {
  readonly journal: Pick<Journal, 'holds'>;
  readonly known: KnownRuns;
  readonly sources: RunSources;
  readonly clocks: WorldClocks;
  readonly look: DriverLook;
  onDefect(error: unknown, run: string): void;
}): RunList {
  const kept = new Map<string, Kept>();
  const told = new Map<string, number>();
  let made = 0;
  const keptOf = async (row: ExecutionRow): Promise<Kept | undefined> => {
    const found = kept.get(row.id);
    if (found !== undefined && found.length >= row.length) return found;
    const known = await parts.known.of(row.id);
    if (known?.project === undefined) return undefined;
    made += 1;
    if (made % AT_ONCE === 0) await otherWork();
    const holds = (await parts.journal.holds(row.id)).map(resourceText);
    try {
      const source = await parts.sources.of(row.id);
      const line = lineOf(source, holds, await clockNow(parts, known));
      kept.set(row.id, line);
      return line;
    } catch (error) {
      tell(error, row);
      return unreadable(row, known.project.id, known, { holds, error });
    }
  };
  /** Lists are made often, and a run that cannot be read stays so. */
  const tell = (error: unknown, { id, length }: ExecutionRow): undefined => {
    if (told.get(id) === length) return;
    told.set(id, length);
    parts.onDefect(error, id);
  };
  return {
    async of(row) {
      const found = await keptOf(row).catch((error: unknown) => tell(error, row));
      if (found === undefined) return undefined;
      const { driver, standsStill, refused } = driverNow(row, parts.look);
      const tone = refused === undefined ? found.line.tone : found.toneWhenRefused;
      return { ...found, line: { ...found.line, tone, driver, standsStill } };
    },
  };
}

async function clockNow(
  { clocks, look }: { readonly clocks: WorldClocks; readonly look: DriverLook },
  { world }: KnownRun,
): Promise<RunInList['clock']> {
  const clock = await clocks.of(world);
  return clock === undefined
    ? null
    : { at: clock.now(), wallAt: look.wallNow(), speed: clock.speed() };
}

function lineOf(source: RunSource, holds: string[], clock: RunInList['clock']): Kept {
  const { plan, fold, events, project, run } = source;
  const view = viewOfFold(plan, fold, fold.lastAt);
  const prod = view.lanes.filter(({ lane }) => lane === 'prod');
  return {
    project,
    length: events.length,
    toneWhenRefused: toneOf(view, true),
    line: {
      run,
      pipeline: view.pipeline,
      world: view.world,
      status: view.end ?? 'Running',
      sentence: sentence(view),
      tone: toneOf(view, false),
      startedBy: fold.started?.startedBy ?? '',
      startedAt: view.startedAt,
      endedAt: view.end === undefined ? null : fold.lastAt,
      clock,
      percent: view.greenShare?.percent ?? null,
      observed: view.greenShare?.observed ?? null,
      rungsDone: countRungs(prod, ({ state }) => state === 'proven'),
      rungs: countRungs(prod, () => true),
      waitsFor: waitsFor(view),
      asks: asksOf(view),
      isPaused: view.paused !== undefined,
      isRollingBack: view.isRollingBack,
      ...phaseOf(view),
      holds,
    },
  };
}

/** One that cannot be read must not hide the others: its line says why, and nothing that is not known. */
function unreadable(
  { id, length }: ExecutionRow,
  project: string,
  { pipeline, world, startedBy, startedAt }: KnownRun,
  { holds, error }: { readonly holds: string[]; readonly error: unknown },
): Kept {
  const why = asRefusal(error)?.message ?? 'The log of the server says why it cannot be shown.';
  return {
    project,
    length,
    toneWhenRefused: 'repair',
    line: {
      ...{ run: id, pipeline, world: world.kind, status: 'Unreadable', sentence: why },
      ...{ tone: 'repair', startedBy, startedAt, endedAt: null, clock: null },
      ...{ percent: null, observed: null, rungsDone: 0, rungs: 0, waitsFor: [], asks: [] },
      ...{ isPaused: false, isRollingBack: false, holds },
    },
  };
}

/** Before the first rung green is set up; a rung that is being written or proved is a shift. */
function phaseOf({ end, bake, lanes }: RunView): Pick<RunInList, 'phase'> {
  const states = lanes.flatMap(({ rungs }) => rungs.map(({ state }) => state));
  if (end !== undefined || states.length === 0) return {};
  if (states.some((state) => state === 'writing' || state === 'settling')) {
    return { phase: bake?.state === 'watching' ? 'baking' : 'shifting' };
  }
  if (bake?.state === 'watching') return { phase: 'baking' };
  return states.every((state) => state === 'to come') ? { phase: 'setting up' } : {};
}

function countRungs(
  lanes: readonly LaneView[],
  isOne: (rung: LaneView['rungs'][number]) => boolean,
): number {
  return lanes.reduce((sum, { rungs }) => sum + rungs.filter(isOne).length, 0);
}

function asksOf({ gates, choices }: RunView): RunInList['asks'] {
  const anybody = { userGroups: [], disallowPipelineExecutor: false, disallowedUserEmails: [] };
  return [
    ...gates.map((gate) => ({
      kind: 'gate' as const,
      userGroups: [...gate.userGroups],
      disallowPipelineExecutor: gate.disallowPipelineExecutor,
      disallowedUserEmails: [...gate.disallowedUserEmails],
      decidedBy: gate.decisions.map(({ by }) => by),
    })),
    ...choices.map(() => ({ kind: 'choice' as const, ...anybody, decidedBy: [] })),
  ];
}

function waitsFor(view: RunView): string[] {
  const asked = [...view.choices.map(({ name }) => name), ...view.gates.map((gate) => gate.name)];
  if (asked.length > 0) return asked;
  const waiting = waitingFor(view);
  return waiting === undefined ? [] : [waiting.says];
}
