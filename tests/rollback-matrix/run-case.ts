// Runs one cell of the matrix in virtual time: the real plan, engine and steps on a twin in this process.
import { join } from 'node:path';
import { EXIT } from '../../src/cli/exit-code.ts';
import { createTwinClouds } from '../../src/cloud/twin/twin-clouds.ts';
import type { ExecutionEvent, ExecutionFinished, Leftover } from '../../src/execution/event.ts';
import { judgeAbort } from '../../src/execution/signals.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import { startSimulatedTraffic } from '../../src/twin/simulated-traffic.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { buildRunView } from '../../src/view/build-run-view.ts';
import { watchInvariants } from '../scenarios/invariants.ts';
import { driveToEnd, hashOf, type OneRun, startRun } from '../scenarios/one-run.ts';
import { createPeople } from '../scenarios/people.ts';
import type { PersonSpec } from '../scenarios/scenario.ts';
import { type PlannedScenario, planScenario } from '../scenarios/scenario-plan.ts';
import { lookAt } from '../scenarios/world-state.ts';
import { GREEN, PROD_RULE } from '../twin-world.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import {
  type Deployment,
  type Picture,
  pictureOf,
  suspendByHand,
  worldOf,
} from './matrix-world.ts';
import { withNames } from './named-calls.ts';
import { createTrouble, type Trouble, type Troublemaker } from './trouble.ts';

/** A deployment and what goes wrong in it. */
export interface Course {
  readonly deployment: Deployment;
  readonly trouble: Trouble;
}

export interface CaseResult {
  readonly end: ExecutionFinished['end'];
  readonly cause: ExecutionFinished['cause'];
  readonly exitCode: number;
  readonly leftovers: readonly Leftover[];
  readonly before: Picture;
  readonly after: Picture;
  /** Every invariant that did not hold. */
  readonly broken: readonly string[];
  /** Percent of the prod rule for green: as screens say at the end, and as it is. */
  readonly greenShare: { readonly said: number; readonly true: number };
  readonly requests: { readonly sent: number; readonly failed: number };
  readonly calls: Troublemaker['calls'];
  readonly troubleMet: number;
  readonly events: readonly ExecutionEvent[];
}

export interface RunOptions {
  /** Told of each event after its commit. */
  readonly onEvent?: (event: ExecutionEvent) => void;
}

const project = {
  projectFolder: join(import.meta.dirname, 'project'),
  pipelineFile: undefined,
  bindings: [],
};
/** Looking seldom saves most of a case's time; nothing but an abort waits for it. */
const POLL_MS = 5_000;
const START = Date.UTC(2026, 0, 5, 12);
const POLICY = { ...DEFAULT_POLICY, whileWaiting: 'goBack' } as const;
const SOURCES = [
  { host: 'shop.example', port: 80, requestsPerSecond: 1 },
  { host: 'stage.shop.example', port: 8080, requestsPerSecond: 0.2 },
];
let planned: Promise<PlannedScenario> | undefined;

export async function runCase(course: Course, options: RunOptions = {}): Promise<CaseResult> {
  const { deployment, trouble } = course;
  const clock = createVirtualClock(START);
  const spec = worldOf(deployment);
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  const traffic = startSimulatedTraffic({ clock, twin, host, sources: SOURCES });
  suspendByHand(twin, deployment);
  const clouds = createTwinClouds(twin);
  // The rule is the same in every world, so the plan is too.
  planned ??= planScenario(project, clouds);
  const run: OneRun = {
    clock,
    journal: createMemoryJournal({ wallNow: clock.now }),
    planned: await planned,
  };
  const before = pictureOf(twin);
  const { execution, started } = await startRun(run, 'olga');
  const defects: unknown[] = [];
  const onDefect = (error: unknown): void => void defects.push(error);
  const maker = createTrouble(trouble, {
    clock,
    onDefect,
    abort: () => abort(run, execution),
    makeGreenSick: () => void twin.inject({ kind: 'failing-health', targetGroupArn: GREEN }),
  });
  const watch = watchRun(course, run, execution, twin, maker, onDefect);
  const onEvents = (events: readonly ExecutionEvent[]): void => {
    watch.onEvents(events);
    for (const event of events) options.onEvent?.(event);
  };
  onEvents([started]);
  const steps = createSteps({
    clouds: withNames(clouds, maker.around),
    policy: () => POLICY,
    hash: hashOf,
  });
  const { scripts } = maker;
  const result = await driveToEnd({
    ...run,
    execution,
    steps,
    scripts,
    onEvents,
    pollMs: POLL_MS,
  });
  if (defects.length > 0) throw defects[0];
  watch.invariants.atEnd(result, lookAt(twin));
  const after = pictureOf(twin);
  const prodShare = lookAt(twin).rules.find(({ arn }) => arn === PROD_RULE)?.weights[GREEN] ?? 0;
  traffic.stop();

  twin.close();
  const { end, cause, leftovers } = result;
  return {
    end,
    cause,
    leftovers,
    before,
    after,
    exitCode: EXIT[end],
    broken: watch.invariants.broken,
    greenShare: {
      said: buildRunView(run.planned.plan, watch.events, clock.now()).greenShare?.percent ?? 0,
      true: prodShare,
    },
    requests: traffic.counts(),
    calls: maker.calls,
    troubleMet: maker.count(),
    events: watch.events,
  };
}

function watchRun(
  { trouble }: Course,
  { clock, journal, planned: { plan } }: OneRun,
  execution: string,
  twin: Twin,
  maker: Troublemaker,
  onDefect: (error: unknown) => void,
) {
  const invariants = watchInvariants(plan, lookAt(twin));
  const events: ExecutionEvent[] = [];
  const onPeople = createPeople({
    people: peopleOf(trouble),
    choices: [],
    clock,
    journal,
    execution,
    plan,
    groupsOf: () => [],
    onRefused: (text) => onDefect(new Error(text)),
    onDefect,
  });
  const onEvents = (news: readonly ExecutionEvent[]): void => {
    invariants.afterCommit(news, lookAt(twin));
    for (const event of news) {
      events.push(event);
      onPeople(event);
      maker.onEvent(event);
    }
  };
  return { invariants, events, onEvents };
}

/** Who says what at which gate. */
export function peopleOf({ gate, sickAt }: Trouble): readonly PersonSpec[] {
  const everybody: PersonSpec = {
    gate: 'every',
    decision: 'approve',
    by: 'ada',
    afterMs: 60_000,
  };
  const waiting = /^gate (\S+) opened$/.exec(sickAt ?? '')?.[1];
  if (waiting !== undefined)
    return [{ ...everybody, gate: waiting, decision: 'nobody' }, everybody];
  if (gate === undefined) return [everybody];
  return [{ ...everybody, gate: gate.gate, decision: gate.does, by: 'bob' }, everybody];
}

async function abort({ clock, journal, planned }: OneRun, execution: string): Promise<void> {
  const signal = { by: 'bob', restore: true, at: clock.now() };
  const verdict = await journal.signal(execution, (events) =>
    judgeAbort(events, planned.plan, signal),
  );
  if (verdict.status === 'refused') throw new Error(`the abort did not count`);
}
