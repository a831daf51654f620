// Runs one scenario in virtual time: the real language, plan, engine and steps against a twin in this process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf } from '../../src/app/engine.ts';
import { outsideOf } from '../../src/app/outside/outside-of.ts';
import { readSettings } from '../../src/app/settings.ts';
import { createTwinClouds } from '../../src/cloud/twin/twin-clouds.ts';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { planRetry } from '../../src/execution/plan-retry.ts';
import { formatDuration } from '../../src/lib/duration.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import {
  type SimulatedTraffic,
  startSimulatedTraffic,
  type TrafficSource,
} from '../../src/twin/simulated-traffic.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { createBashScripts } from './bash-scripts.ts';
import { eventFits } from './event-pattern.ts';
import { watchInvariants } from './invariants.ts';
import { type DrivenRun, driveToEnd, hashOf, startRun } from './one-run.ts';
import { createPeople } from './people.ts';
import type { CrashSpec, Scenario } from './scenario.ts';
import { createFaultSchedule } from './scenario-faults.ts';
import { type PlannedScenario, planScenario, withDocument } from './scenario-plan.ts';
import { hostOf, type Names, namesOf, readScenarioWorld } from './scenario-world.ts';
import { createSimulatedProbe, type VersionedHost, withVersions } from './simulated-probe.ts';
import { createTranscript, type Transcript } from './transcript.ts';
import { lookAt } from './world-state.ts';

export interface ScenarioResult {
  readonly transcript: string;
  /** Every invariant that did not hold. */
  readonly broken: readonly string[];
}

interface Stage {
  readonly scenario: Scenario;
  readonly clock: VirtualClock;
  readonly twin: Twin;
  readonly host: VersionedHost;
  readonly journal: Journal;
  readonly names: Names;
  readonly faults: ReturnType<typeof createFaultSchedule>;
  /** Those that have not come yet. */
  readonly crashes: CrashSpec[];
  /** What scripts of all runs share. */
  readonly scriptFolder: string;
}

/** Until every node has learned of the last change and every request under way is answered. */
const AFTERGLOW_MS = 120_000;

export async function runScenario(scenario: Scenario): Promise<ScenarioResult> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const spec = readScenarioWorld(scenario.projectFolder, scenario.worldChanges);
  const host = withVersions(createSimulatedHost(clock, spec), spec);
  const twin = createTwin({ clock, spec, host });
  const traffic = startSimulatedTraffic({ clock, twin, host, sources: sourcesOf(scenario, spec) });
  const journal = createMemoryJournal({ wallNow: clock.now });
  const names = namesOf(spec);
  const faults = createFaultSchedule(scenario.faults, names);
  const crashes = [...scenario.crashes];
  const scriptFolder = mkdtempSync(join(tmpdir(), 'penstock-scenario-'));
  const base = { scenario, clock, twin, host, journal, names, faults, crashes };
  const stage = { ...base, scriptFolder };
  const broken: string[] = [];
  const parts = [`${scenario.shows.trim()}\n`];
  for (let run = 1; run <= scenario.runs; run++) {
    if (run > 1) await clock.advance(scenario.pauseMs);
    const ended = await runOnce(stage, headingOf(scenario, run));
    broken.push(...ended.broken);
    parts.push(ended.transcript);
  }
  await clock.advance(AFTERGLOW_MS);
  traffic.stop();
  const { 'elbv2.ModifyRule': ruleWrites = 0 } = lookAt(twin).calls;
  twin.close();
  rmSync(scriptFolder, { recursive: true });
  const left = [...faults.left(), ...crashes.map(({ when }) => when)];
  broken.push(...left.map((when) => `the moment "${when}" never came`));
  parts.push(`Writes of rules sent: ${ruleWrites}.\n${lossesOf(traffic, scenario, broken)}`);
  return { transcript: parts.join('\n'), broken };
}

function headingOf({ runs, retry }: Scenario, run: number): string {
  if (retry !== undefined && run > 1) return `Run ${run}, a retry of run 1`;
  return runs === 1 ? 'The run' : `Run ${run}`;
}

export function sourcesOf({ requestsPerSecond }: Scenario, spec: WorldSpec): TrafficSource[] {
  return spec.loadBalancers
    .flatMap(({ listeners }) => listeners)
    .flatMap(({ port, rules }) => rules.map((rule) => ({ port, host: hostOf(rule) ?? '' })))
    .filter(({ host }) => requestsPerSecond[host] !== undefined)
    .map((source) => ({ ...source, requestsPerSecond: requestsPerSecond[source.host] ?? 0 }));
}

function lossesOf(traffic: SimulatedTraffic, { losses }: Scenario, broken: string[]): string {
  const { sent, failed } = traffic.counts();
  if (sent === 0) broken.push('no request was sent at all');
  if (losses === undefined) {
    if (failed > 0) broken.push(`${failed} of ${sent} requests were lost`);
    return `Requests lost: ${failed}.\n`;
  }
  if (failed === 0) broken.push('no request was lost, although the scenario says why some are');
  return `Requests lost: some, because ${losses}\n`;
}

async function runOnce(stage: Stage, heading: string): Promise<ScenarioResult> {
  const { scenario, clock, twin, journal, names, faults } = stage;
  const clouds = createTwinClouds(twin);
  const planned = await retriedOrPlanned(stage, clouds);
  const transcript = createTranscript(planned.plan, names, clock.now(), heading);
  const invariants = watchInvariants(planned.plan, lookAt(twin));
  const run = { clock, journal, planned };
  const { execution, started } = await startRun(run, scenario.startedBy);
  const settings = readSettings(scenario.projectFolder);
  const environment = environmentOf(planned.plan) ?? '';
  const defects: unknown[] = [];
  const onPeople = createPeople({
    people: scenario.people,
    holds: scenario.holds,
    given: scenario.given,
    choices: scenario.choices,
    interventions: scenario.interventions,
    clock,
    journal,
    execution,
    plan: planned.plan,
    groupsOf: (person) => settings.groupsOf(environment, person),
    onRefused: (text) => transcript.note(clock.now(), 'people', text),
    onDefect: (error) => defects.push(error),
  });
  const onEvents = (events: readonly ExecutionEvent[]): void => {
    invariants.afterCommit(events, lookAt(twin));
    for (const event of events) {
      transcript.event(event);
      onPeople(event);
      for (const { fault, text } of faults.due(event)) {
        twin.inject(fault);
        transcript.note(event.at, 'fault', text);
        if (fault.kind === 'rule-edited') invariants.foreignEdit(lookAt(twin));
      }
    }
  };
  onEvents([started]);
  const steps = createSteps({
    clouds,
    policy: (environment) => ({ ...settings.policy(environment), ...scenario.policy }),
    hash: hashOf,
    probe: createSimulatedProbe(twin, stage.host),
    ...outsideOf('twin', settings, planned.secrets),
  });
  const result = await driveToEnd({
    ...run,
    execution,
    steps,
    scripts: createBashScripts(stage.scriptFolder),
    onEvents,
    crashAfter: stage.crashes.length === 0 ? undefined : crashAfter(stage, transcript),
  });
  if (defects.length > 0) throw defects[0];
  invariants.atEnd(result, lookAt(twin));
  transcript.end(result, lookAt(twin));
  return { transcript: transcript.text(), broken: invariants.broken.map(names.readable) };
}

/** Of a retry, the second run has the frozen plan of the first. */
async function retriedOrPlanned(
  { scenario, journal }: Stage,
  clouds: ReturnType<typeof createTwinClouds>,
): Promise<PlannedScenario> {
  const made = withDocument(await planScenario(scenario, clouds), scenario.documentChanges);
  const [earlier] = await journal.list();
  if (scenario.retry === undefined || earlier === undefined) return made;
  const plan = await journal.plan(earlier.planHash);
  const events = await journal.read(earlier.id, 0);
  const retried = planRetry(earlier.id, plan, events, scenario.retry.from);
  if (retried.status === 'refused') throw new Error(JSON.stringify(retried.refusal));
  return { ...made, plan: retried.plan };
}

/** Each crash comes once. */
function crashAfter({ crashes }: Stage, { note }: Transcript): DrivenRun['crashAfter'] {
  return (events) => {
    const [met] = crashes.filter(({ when }) => events.some((event) => eventFits(when, event)));
    if (met === undefined) return undefined;
    crashes.splice(crashes.indexOf(met), 1);
    const text = `the engine ends; nobody goes on for ${formatDuration(met.restMs)}`;
    note(events.at(-1)?.at ?? 0, 'crash', text);
    return met.restMs;
  };
}
