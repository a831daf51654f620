// Plays one story in virtual time: the real engine and steps, on a twin in this process, with everything that its story brings.
import { createTwinClouds } from '../../../src/cloud/twin/twin-clouds.ts';
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import type { Journal } from '../../../src/execution/journal.ts';
import { createMemoryJournal } from '../../../src/store/memory/memory-journal.ts';
import { createTwin } from '../../../src/twin/create-twin.ts';
import { createSimulatedHost, type SimulatedHost } from '../../../src/twin/simulated-host.ts';
import { startSimulatedTraffic } from '../../../src/twin/simulated-traffic.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { lookAt } from '../../scenarios/world-state.ts';
import { createVirtualClock, type VirtualClock } from '../../virtual-clock.ts';
import { createFakeScripts } from '../fake-scripts.ts';
import { type Checks, createChecks, type Violation } from './checks.ts';
import { lineOf } from './in-words.ts';
import { keepAlive } from './machines.ts';
import { createMishaps } from './mishaps.ts';
import { createPeople } from './people.ts';
import { endOf, playedRuns, type StageSet } from './stage-set.ts';
import { startRun } from './starters.ts';
import type { Story } from './story.ts';
import { type Shop, shopsOf, switchWorld } from './switch-world.ts';

export interface Played {
  readonly story: Story;
  readonly violations: readonly Violation[];
  /** What happened, one line each. */
  readonly lines: readonly string[];
  readonly events: number;
  readonly moments: number;
  readonly virtualMs: number;
  readonly ends: readonly string[];
}

const START = Date.UTC(2026, 0, 5, 12);
/** Every run has ended by then, however much went wrong. */
const LIMIT_MS = 2 * 86_400_000;
/** What a run has read is used so long after at most. */
const STALE_AFTER_MS = 30_000;
/** Requests come rarely, so that they cost little; the counts of a period are small and steady. */
const SLOWER = 20;

export async function play(story: Story): Promise<Played> {
  const clock = createVirtualClock(START, 0);
  const spec = switchWorld(story);
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  const shops = shopsOf(story);
  const traffic = sendRequests(clock, twin, host, shops);
  const runs = playedRuns(story);
  const lines: string[] = [];
  const defects: Violation[] = [];
  const tell = (text: string): void => {
    lines.push(`${stamp(clock.now() - START)} ${text}`);
  };
  const look = (): ReturnType<typeof lookAt> => lookAt(twin);
  let staleUntil = 0;
  const isStale = (): boolean => clock.now() <= staleUntil;
  const checks = createChecks({ story, runs, look, now: clock.now, isStale });
  const inner = createMemoryJournal({ wallNow: clock.now });
  const people: { onEvent?: ReturnType<typeof createPeople> } = {};
  const onEvents = (id: string, events: readonly ExecutionEvent[]): void => {
    const run = runs.find(({ createdAs }) => createdAs?.id === id);
    if (run === undefined) return;
    for (const event of events) {
      const line = lineOf(event);
      if (line !== undefined) tell(`run ${run.index + 1}: ${line}`);
      checks.onEvent(run, event);
      people.onEvent?.(run, event);
    }
  };
  const set: StageSet = {
    story,
    shops,
    clock,
    twin,
    runs,
    checks,
    tell,
    journal: observed(inner, checks, onEvents),
    scripts: createFakeScripts(clock),
    isOver: () => runs.every(({ isDone }) => isDone),
    onStale: (forMs) => {
      staleUntil = clock.now() + forMs + STALE_AFTER_MS;
    },
    onDefect: (error) => {
      const text = error instanceof Error ? String(error.stack) : String(error);
      defects.push({ rule: 'no defect', text });
    },
  };
  people.onEvent = createPeople(set);
  const mishaps = createMishaps(set);
  await playToEnd(set, mishaps);
  traffic.stop();
  twin.close();
  return {
    story,
    violations: [...defects, ...checks.violations, ...scriptsOnce(set)],
    lines,
    events: runs.reduce((total, { events }) => total + events.length, 0),
    moments: mishaps.moments,
    virtualMs: clock.now() - START,
    ends: runs.map((run) => endOf(run) ?? 'never begun'),
  };
  async function playToEnd(
    all: StageSet,
    { fate, lateByMs, onRuleWritten }: ReturnType<typeof createMishaps>,
  ): Promise<void> {
    const around = { set: all, clouds: createTwinClouds(twin), fate, lateByMs, onRuleWritten };
    for (let owner = 0; owner < story.owners; owner++) {
      keepAlive(around, owner, 0).catch(all.onDefect);
    }
    for (const run of runs) startRun(all, run).catch(all.onDefect);
    const isOver = (): boolean => all.isOver() || defects.length + checks.violations.length > 0;
    await clock.drive(isOver, LIMIT_MS).catch((error: unknown) => {
      const open = runs.filter(({ isDone }) => !isDone).map(({ index }) => index + 1);
      defects.push({ rule: 'every run ends', text: `run ${open.join(', ')}: ${String(error)}` });
    });
  }
}

function sendRequests(
  clock: VirtualClock,
  twin: Twin,
  host: SimulatedHost,
  shops: readonly Shop[],
): ReturnType<typeof startSimulatedTraffic> {
  const sources = shops.flatMap(({ sites }) =>
    sites.flatMap(({ name }) => [
      { host: `${name}.example`, port: 80, requestsPerSecond: 2 },
      { host: `stage.${name}.example`, port: 8080, requestsPerSecond: 1 },
    ]),
  );
  const slow = {
    now: clock.now,
    after: (ms: number, wake: () => void) => clock.after(ms * SLOWER, wake),
  };
  return startSimulatedTraffic({ clock: slow, twin, host, sources });
}

/** The journal, whose commits are looked at as soon as they stand. */
function observed(
  journal: Journal,
  checks: Checks,
  onEvents: (id: string, events: readonly ExecutionEvent[]) => void,
): Journal {
  return {
    ...journal,
    claim: async (owner, now, leaseMs, id, goneOwner) => {
      const claim = await journal.claim(owner, now, leaseMs, id, goneOwner);
      if (claim !== undefined) checks.onClaim(claim.id, owner);
      return claim;
    },
    append: async (claim, length, events) => {
      const appended = await journal.append(claim, length, events);
      if (appended.status === 'appended') onEvents(claim.id, events);
      return appended;
    },
    signal: async (id, judge) => {
      const verdict = await journal.signal(id, judge);
      if (verdict.status === 'accepted') onEvents(id, [verdict.event]);
      return verdict;
    },
  };
}

function scriptsOnce({ scripts }: StageSet): readonly Violation[] {
  return [...scripts.starts]
    .filter(([, count]) => count > 1)
    .map(([key]) => ({ rule: 'a script runs once', text: `the script ${key} ran twice` }));
}

function stamp(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
