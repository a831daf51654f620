// Makes the page of a run from its plan, its journal and what stands beside the journal.
import type { RunPage } from '../../api/schemas/run-page.ts';
import type { World } from '../../execution/event.ts';
import { viewOfFold } from '../../view/build-run-view.ts';
import type { GreenShare, LaneView, RunView } from '../../view/run-view.ts';
import { sentence } from '../../view/sentence.ts';
import { shareChart } from '../../view/share-chart.ts';
import { timeSpans } from '../../view/time-spans.ts';
import { waitingFor } from '../../view/why-waiting.ts';
import { choicesOf, gatesOf, waitsOf } from './page-waits.ts';
import type { RunSource, RunSurroundings } from './run-source.ts';

type Tone = RunPage['tone'];

export function buildRunPage(source: RunSource, around: RunSurroundings): RunPage {
  const { plan, events, fold } = source;
  const view = viewOfFold(plan, fold, around.now);
  const world = fold.started?.world;
  const times = timeSpans(plan, events, view.now);
  const chart = shareChart(plan, events, view.now);
  return {
    project: source.project,
    run: source.run,
    pipeline: view.pipeline,
    follows: followed(source),
    world: view.world,
    worldText: world === undefined ? '' : worldText(world),
    startedBy: fold.started?.startedBy ?? '',
    planHash: source.planHash,
    length: events.length,
    startedAt: view.startedAt,
    now: view.now,
    speed: around.speed,
    endedAt: view.end === undefined ? null : fold.lastAt,
    status: view.end ?? 'Running',
    cause: view.cause ?? null,
    sentence: sentence(view),
    tone: toneOf(view, around.driver.refused !== undefined),
    waiting: waitingOf(view, around, fold.lastAt),
    driver: around.driver.driver,
    standsStill: around.driver.standsStill,
    isPaused: view.paused === undefined ? null : { by: view.paused.by, at: view.paused.at },
    isRollingBack: view.isRollingBack,
    isTouched: view.isTouched,
    abort: view.abort ?? null,
    resolved: resolvedOf(view),
    share: shareOf(view.greenShare),
    shares: view.shares.flatMap(({ stage, share }) => {
      const shown = shareOf(share);
      return shown === null ? [] : [{ stage, share: shown }];
    }),
    lanes: view.lanes.map(laneOf),
    gates: gatesOf(view),
    choices: choicesOf(view),
    waits: waitsOf(view),
    running: view.running.map((step) => ({ ...step })),
    bake: view.bake ?? null,
    adopted: [...view.adopted],
    restored: view.restored.map((each) => ({ ...each })),
    leftovers: view.leftovers.map((each) => ({ ...each, commands: [...each.commands] })),
    holds: [...around.holds],
    notices: [...view.notices],
    failure: view.failure ?? null,
    times: { ...times, spans: [...times.spans] },
    chart: { set: [...chart.set], observed: [...chart.observed], markers: [...chart.markers] },
  };
}

/** Who acts where, as people know it. */
export function worldText(world: World): string {
  if (world.kind === 'twin') return `the twin at ${world.url}`;
  const { awsAccountId, region } = world.identity;
  return `AWS account ${String(awsAccountId ?? 'unknown')} in ${String(region ?? 'an unknown region')}`;
}

/** Red asks for repair, amber for a decision; a way back that goes on needs nobody, nor does a rehearsal whose twin is gone. */
export function toneOf(view: RunView, isRefused: boolean): Tone {
  if (view.end === 'Dirty') return view.resolved === undefined ? 'repair' : 'plain';
  if (view.end === 'RolledBack') return 'back';
  if (view.end !== undefined) return 'plain';
  if (isRefused) return view.world === 'aws' ? 'repair' : 'plain';
  if (view.choices.length > 0) return 'person';
  if (view.isRollingBack) return 'back';
  return view.gates.length > 0 ? 'person' : 'plain';
}

function followed({ plan }: RunSource): RunPage['follows'] {
  const { followUp, resumed } = plan;
  if (followUp !== undefined) return { kind: followUp.kind, run: followUp.execution };
  return resumed === undefined ? null : { kind: 'retry', run: resumed.execution };
}

function waitingOf(view: RunView, { driver }: RunSurroundings, lastAt: number): RunPage['waiting'] {
  if (view.end !== undefined) return null;
  if (driver.refused !== undefined) {
    return { who: 'nobody', says: driver.refused, since: lastAt, until: null };
  }
  if (driver.standsStill) {
    const says = 'Nobody drives this run now; every weight stays where it is until somebody does.';
    return { who: 'nobody', says, since: lastAt, until: null };
  }
  const waiting = waitingFor(view);
  return waiting === undefined ? null : { ...waiting, until: waiting.until ?? null };
}

function resolvedOf({ resolved }: RunView): RunPage['resolved'] {
  if (resolved === undefined) return null;
  const { by, at, comment, stillThere } = resolved;
  return { by, at, comment: comment ?? null, stillThere: [...stillThere] };
}

function shareOf(share: GreenShare | undefined): RunPage['share'] {
  if (share === undefined) return null;
  const { percent, isProven, observed } = share;
  return { percent, isProven, observed: observed ?? null };
}

function laneOf(lane: LaneView): RunPage['lanes'][number] {
  return {
    lane: lane.lane,
    stage: lane.stage ?? null,
    rules: [...lane.rules],
    beforeAt: lane.beforeAt ?? null,
    rungs: lane.rungs.map(({ rung, weight, state, gate, rows }) => ({
      rung,
      weight,
      state,
      gate: { ...gate },
      rows: rows.map(({ label, path, rung: fact }) => ({
        label,
        path,
        rung: fact === undefined ? null : factOf(fact),
      })),
    })),
  };
}

type RungFact = NonNullable<RunPage['lanes'][number]['rungs'][number]['rows'][number]['rung']>;

function factOf(fact: RungFact): RungFact {
  const { state, set, reported, observed, requests, proof, reason, writtenAt, provedAt } = fact;
  return { state, set, reported, observed, requests, proof, reason, writtenAt, provedAt };
}
