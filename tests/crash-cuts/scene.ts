// A world in virtual time with one execution in it that nobody drives yet, and with the people and troubles of its story.
import type { Clouds } from '../../src/cloud/clouds.ts';
import { createTwinClouds } from '../../src/cloud/twin/twin-clouds.ts';
import type { ExecutionEvent } from '../../src/execution/event.ts';
import type { Journal } from '../../src/execution/journal.ts';
import type { Scripts } from '../../src/execution/step.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { ProbeClient } from '../../src/steps/probe.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import type { Policy } from '../../src/traffic/policy.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import { startSimulatedTraffic, type TrafficSource } from '../../src/twin/simulated-traffic.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { type Invariants, watchInvariants } from '../scenarios/invariants.ts';
import { startRun } from '../scenarios/one-run.ts';
import { createPeople } from '../scenarios/people.ts';
import type { ChoiceSpec, PersonSpec } from '../scenarios/scenario.ts';
import type { PlannedScenario } from '../scenarios/scenario-plan.ts';
import {
  createSimulatedProbe,
  type VersionedHost,
  withVersions,
} from '../scenarios/simulated-probe.ts';
import { lookAt } from '../scenarios/world-state.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';

export interface Scene {
  readonly clock: VirtualClock;
  readonly twin: Twin;
  readonly journal: Journal;
  readonly execution: string;
  readonly planned: PlannedScenario;
  readonly clouds: Clouds;
  readonly scripts: Scripts;
  readonly policy: (environment: string) => Policy;
  readonly probe: ProbeClient | undefined;
  readonly invariants: Invariants;
  /** In the order in which they came to stand in the journal, whoever wrote them. */
  readonly events: readonly ExecutionEvent[];
  /** How often something went wrong that the story tells of. */
  troubles(): number;
  /** What the people of the story could not do; empty when all went well. */
  readonly defects: readonly unknown[];
  close(): void;
}

export interface SceneRequest {
  readonly spec: WorldSpec;
  /** The world goes on from here instead of beginning anew. */
  readonly from?: JsonObject;
  readonly startAt: number;
  readonly sources: readonly TrafficSource[];
  readonly plan: (clouds: Clouds) => Promise<PlannedScenario>;
  readonly policy: (environment: string) => Policy;
  readonly people: readonly PersonSpec[];
  readonly choices?: readonly ChoiceSpec[];
  readonly groupsOf?: (person: string) => readonly string[];
  readonly isProbed?: boolean;
  /** Other hands in the world before the run. */
  readonly prepare?: (twin: Twin) => void;
  readonly invariants?: (twin: Twin) => Invariants;
  readonly trouble: (world: TroubledWorld) => StoryTrouble;
}

export interface TroubledWorld {
  readonly clock: VirtualClock;
  readonly twin: Twin;
  readonly clouds: Clouds;
  readonly journal: Journal;
  readonly execution: () => string;
  readonly planned: () => PlannedScenario;
  readonly foreignEdit: () => void;
  onDefect(error: unknown): void;
}

export interface StoryTrouble {
  readonly clouds: Clouds;
  readonly scripts: Scripts;
  onEvent(event: ExecutionEvent): void;
  count(): number;
}

/** Requests come in bursts: a tick of the traffic costs as much as a step of the run. */
const TICK_MS = 20_000;

export async function openScene(request: SceneRequest): Promise<Scene> {
  const { spec, from, prepare = () => {} } = request;
  const clock = createVirtualClock(request.startAt, 0);
  const host = withVersions(createSimulatedHost(clock, spec), spec);
  const twin = createTwin({ clock, spec, host });
  if (from !== undefined) twin.restore(from);
  const { sources } = request;
  const traffic = startSimulatedTraffic({ clock, twin, host, sources, tickMs: TICK_MS });
  prepare(twin);
  const stage = await putOnStage(request, clock, twin);
  return {
    ...stage,
    probe: probeOf(request, twin, host),
    close() {
      traffic.stop();
      twin.close();
    },
  };
}

function probeOf(
  { isProbed }: SceneRequest,
  twin: Twin,
  host: VersionedHost,
): ProbeClient | undefined {
  return isProbed === true ? createSimulatedProbe(twin, host) : undefined;
}

async function putOnStage(
  request: SceneRequest,
  clock: VirtualClock,
  twin: Twin,
): Promise<Omit<Scene, 'probe' | 'close'>> {
  const { policy, people, choices = [], groupsOf = () => [] } = request;
  const clouds = createTwinClouds(twin);
  const planned = await request.plan(clouds);
  const { plan } = planned;
  const invariants = request.invariants?.(twin) ?? watchInvariants(plan, lookAt(twin));
  const events: ExecutionEvent[] = [];
  const defects: unknown[] = [];
  const onDefect = (error: unknown): void => void defects.push(error);
  let onNews = (_event: ExecutionEvent): void => {};
  const journal = seen(createMemoryJournal({ wallNow: clock.now }), (news) => {
    invariants.afterCommit(news, lookAt(twin));
    for (const event of news) {
      events.push(event);
      onNews(event);
    }
  });
  const { execution, started } = await startRun({ clock, journal, planned }, 'olga');
  const trouble = request.trouble({
    clock,
    twin,
    clouds,
    journal,
    execution: () => execution,
    planned: () => planned,
    foreignEdit: () => invariants.foreignEdit(lookAt(twin)),
    onDefect,
  });
  const onRefused = (text: string): void => onDefect(new Error(text));
  const words = { people, choices, groupsOf, onRefused, onDefect };
  const onPeople = createPeople({ ...words, clock, journal, execution, plan });
  onNews = (event) => {
    onPeople(event);
    trouble.onEvent(event);
  };
  events.push(started);
  onNews(started);
  const { clouds: met, scripts, count: troubles } = trouble;
  const run = { clock, twin, journal, execution, planned, policy, invariants, events, defects };
  return { ...run, clouds: met, scripts, troubles };
}

/** A journal that tells of each event as soon as it stands there, even if its writer never learns of it. */
function seen(journal: Journal, onEvents: (events: readonly ExecutionEvent[]) => void): Journal {
  return {
    ...journal,
    append: async (claim, length, events) => {
      const appended = await journal.append(claim, length, events);
      if (appended.status === 'appended') onEvents(events);
      return appended;
    },
    signal: async (id, judge) => {
      const verdict = await journal.signal(id, judge);
      if (verdict.status === 'accepted') onEvents([verdict.event]);
      return verdict;
    },
  };
}
