// Runs one scenario under one seed: owners that die and freeze, a faulty cloud, people who act.

import type { ExecutionEvent } from '../../src/execution/event.ts';
import { evolveAll } from '../../src/execution/evolve.ts';
import type { ExecutionId, Journal } from '../../src/execution/journal.ts';
import { judgeChoice } from '../../src/execution/judge-choice.ts';
import { judgeGiven } from '../../src/execution/judge-given.ts';
import { judgeIntervention } from '../../src/execution/judge-intervention.ts';
import { judgeMarkFailed } from '../../src/execution/judge-mark-failed.ts';
import { judgePause, judgeUnpause } from '../../src/execution/judge-pause.ts';
import { openChoices } from '../../src/execution/open-choices.ts';
import { openApprovals } from '../../src/execution/open-gates.ts';
import { openInterventions } from '../../src/execution/open-interventions.ts';
import { drive } from '../../src/execution/runner.ts';
import { judgeAbort, judgeApproval } from '../../src/execution/signals.ts';
import { emptyState } from '../../src/execution/state.ts';
import { sleep } from '../../src/lib/clock.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { startedAt } from '../started-event.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { type CloudFaults, createFakeCloud, type FakeCloud } from './fake-cloud.ts';
import { createFakeScripts, type FakeScripts } from './fake-scripts.ts';
import { createProcess, type Fate, type Process } from './process.ts';
import { type Random, randomFrom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { scriptedStep } from './scripted-step.ts';

export interface Schedule {
  readonly seed: number;
  readonly owners: number;
  readonly faults: CloudFaults;
  readonly fate: (random: Random) => Fate;
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly events: readonly ExecutionEvent[];
  readonly cloud: FakeCloud;
  readonly scripts: FakeScripts;
  /** Who took the run, and when. */
  readonly claims: readonly { readonly by: string; readonly at: number }[];
  readonly points: number;
}

interface World {
  readonly id: ExecutionId;
  readonly scenario: Scenario;
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly cloud: FakeCloud;
  readonly scripts: FakeScripts;
  readonly random: Random;
  readonly claims: Outcome['claims'];
  readonly fate: Fate;
  isOver: boolean;
  defect: unknown;
}

const LEASE_MS = 60_000;
const WRITE_BUDGET_MS = 15_000;
const POLL_MS = 5_000;
const LIMIT_MS = 2 * 86_400_000;

export async function simulate(scenario: Scenario, schedule: Schedule): Promise<Outcome> {
  const random = randomFrom(schedule.seed);
  const clock = createVirtualClock(0, 1);
  const claims: Outcome['claims'][number][] = [];
  const journal = noteClaims(createMemoryJournal({ wallNow: clock.now }), clock, claims);
  const id = await journal.create('hash', scenario.plan, startedEvent);
  const fateOf = schedule.fate(random);
  let points = 0;
  const world: World = {
    id,
    scenario,
    clock,
    journal,
    cloud: createFakeCloud(clock, random, schedule.faults),
    scripts: createFakeScripts(clock),
    random,
    claims,
    fate: (point) => {
      points += 1;
      return fateOf(point);
    },
    isOver: false,
    defect: undefined,
  };
  const fail = (error: unknown): void => {
    world.defect ??= error;
  };
  for (let owner = 0; owner < schedule.owners; owner++) keepAlive(world, owner, 0).catch(fail);
  answerGates(world).catch(fail);
  intervene(world).catch(fail);
  markAsFailed(world).catch(fail);
  requestAbort(world).catch(fail);
  pause(world).catch(fail);
  const isOver = async (): Promise<boolean> => {
    if (world.defect !== undefined) throw world.defect;
    return (await journal.row(id))?.phase === 'done';
  };
  await clock.drive(isOver, LIMIT_MS);
  world.isOver = true;
  const events = await journal.read(id, 0);
  const { cloud, scripts } = world;
  return { scenario, events, cloud, scripts, claims, points };
}

/** Who took the run, in the order in which the journal granted it. */
function noteClaims(
  journal: Journal,
  clock: VirtualClock,
  claims: { by: string; at: number }[],
): Journal {
  return {
    ...journal,
    claim: async (owner, now, leaseMs, id) => {
      const claim = await journal.claim(owner, now, leaseMs, id);
      if (claim !== undefined) claims.push({ by: owner, at: clock.now() });
      return claim;
    },
  };
}

/** One machine: when its process dies, the next one starts a moment later. */
async function keepAlive(world: World, owner: number, generation: number): Promise<void> {
  const process = createProcess(`${owner}.${generation}`, world, world.fate);
  const life = live(world, process);
  life.catch((error: unknown) => {
    if (!process.isDead()) world.defect ??= error;
  });
  await process.death;
  await sleep(world.clock, 1_000);
  await keepAlive(world, owner, generation + 1);
}

async function live(world: World, process: Process): Promise<void> {
  const { id, random } = world;
  const { journal } = process;
  while (!world.isOver) {
    const letGo = process.stopSignal();
    const result = await drive({
      id,
      letGo,
      journal,
      clock: process.clock,
      steps: new Map([['Fake', scriptedStep(world.cloud, process)]]),
      scripts: world.scripts.seenFrom(process),
      secrets: { read: () => undefined },
      logs: { write: () => {}, folder: () => '' },
      owner: process.name,
      leaseMs: LEASE_MS,
      writeBudgetMs: WRITE_BUDGET_MS,
      pollMs: POLL_MS,
      parkWhenIdle: true,
    });
    if (result.status === 'finished') return;
    if (letGo.aborted) continue;
    await sleep(process.clock, random.between(2_000, 8_000));
  }
}

async function answerGates(world: World): Promise<void> {
  const { journal, id, clock, scenario } = world;
  const { answer, plan } = scenario;
  if (answer === undefined) return;
  for (let person = 0; !world.isOver; person++) {
    await sleep(clock, world.random.between(5_000, 9_000));
    const state = evolveAll(emptyState(plan), await journal.read(id, 0));
    const [gate] = openApprovals(state);
    const [asked] = openChoices(state);
    if (asked !== undefined && clock.now() >= asked.openedAt + answer.afterMs) {
      const option = world.random.chance(0.5) ? 'high' : 'low';
      const chosen = { by: `person ${person}`, option, at: clock.now() };
      await journal.signal(id, (events) => judgeChoice(events, plan, chosen));
    }
    await journal.signal(id, (events) =>
      judgeGiven(
        events,
        plan,
        { by: `person ${person}`, values: { x: '7' }, at: clock.now() },
        () => undefined,
      ),
    );
    if (gate === undefined || clock.now() < gate.openedAt + answer.afterMs) continue;
    const { path } = gate;
    const by = `person ${person}`;
    const signal = { by, groups: ['ops'], decision: answer.decision, path, at: clock.now() };
    await journal.signal(id, (events) => judgeApproval(events, plan, signal));
  }
}

async function intervene(world: World): Promise<void> {
  const { journal, id, clock, scenario } = world;
  const { intervene: word, plan } = scenario;
  if (word === undefined) return;
  for (let person = 0; !world.isOver; person++) {
    await sleep(clock, world.random.between(5_000, 9_000));
    const [asked] = openInterventions(evolveAll(emptyState(plan), await journal.read(id, 0)));
    if (asked === undefined || clock.now() < asked.openedAt + word.afterMs) continue;
    const { path: step } = asked;
    const { action } = word;
    const signal = { by: `person ${person}`, step, action, at: clock.now() };
    await journal.signal(id, (events) => judgeIntervention(events, plan, signal));
  }
}

/** Tries again until something runs that can be marked. */
async function markAsFailed(world: World): Promise<void> {
  const { journal, id, clock, scenario } = world;
  const { markAfterMs, plan } = scenario;
  if (markAfterMs === undefined) return;
  await sleep(clock, markAfterMs);
  for (let isMarked = false; !isMarked && !world.isOver; ) {
    const signal = { by: 'ada', at: clock.now() };
    const verdict = await journal.signal(id, (events) => judgeMarkFailed(events, plan, signal));
    isMarked = verdict.status === 'accepted';
    if (!isMarked) await sleep(clock, 5_000);
  }
}

async function pause({ journal, id, clock, scenario, random }: World): Promise<void> {
  const { pauses = 0, plan } = scenario;
  for (let time = 0; time < pauses; time++) {
    await sleep(clock, random.between(1_000, 20_000));
    const by = `person ${time}`;
    await journal.signal(id, (events) => judgePause(events, plan, { by, at: clock.now() }));
    await sleep(clock, random.between(1_000, 60_000));
    await journal.signal(id, (events) => judgeUnpause(events, plan, { by, at: clock.now() }));
  }
}

async function requestAbort({ journal, id, clock, scenario }: World): Promise<void> {
  const { abort, plan } = scenario;
  if (abort === undefined) return;
  await sleep(clock, abort.afterMs);
  const request = { by: 'ada', restore: abort.restore, at: clock.now() };
  await journal.signal(id, (events) => judgeAbort(events, plan, request));
}

const startedEvent = startedAt(0);
