// The lines of the list of runs: one per run, made again only when its journal has grown.
import { setImmediate as otherWork } from 'node:timers/promises';

import type { RunInList } from '../../api/schemas/run-parts.ts';
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
  /** As it is now; undefined of a run that is not of a project of this server. */
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
}): RunList {
  const kept = new Map<string, Kept>();
  let made = 0;
  const keptOf = async (row: ExecutionRow): Promise<Kept | undefined> => {
    const found = kept.get(row.id);
    if (found !== undefined && found.length >= row.length) return found;
    const known = await parts.known.of(row.id);
    if (known?.project === undefined) return undefined;
    made += 1;
    if (made % AT_ONCE === 0) await otherWork();
    const source = await parts.sources.of(row.id);
    const holds = (await parts.journal.holds(row.id)).map(resourceText);
    const line = lineOf(source, holds, await clockNow(parts, known));
    kept.set(row.id, line);
    return line;
  };
  return {
    async of(row) {
      const found = await keptOf(row);
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
      holds,
    },
  };
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
