// One run that fails with its rules on green, over real HTTP to a twin as far away as AWS, until all of them are back.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { spawnTwin } from '../../src/app/twin/spawn-twin.ts';
import { faultsOf } from '../../src/app/twin/twin-faults.ts';
import type { RunningTwin } from '../../src/app/twin/twin-settings.ts';
import type { Clouds } from '../../src/cloud/clouds.ts';
import { createSharedReads } from '../../src/cloud/shared-reads/shared-reads.ts';
import { drive } from '../../src/execution/runner.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { openSqliteJournal } from '../../src/store/sqlite/sqlite-journal.ts';
import { FACT, type Rung } from '../../src/traffic/facts.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import { httpClouds } from '../../tests/conformance/clouds/over-http.ts';
import { parallel } from '../../tests/plan-builder.ts';
import { startedAt } from '../../tests/started-event.ts';
import {
  fail,
  planOfBench,
  ruleOf,
  setUp,
  shiftProd,
  shiftStage,
  worldOf,
} from '../../tests/step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE, twinWorld } from '../../tests/twin-world.ts';
import { median } from './statistics.ts';
import { type TimedCall, timedClouds } from './timed-clouds.ts';

export interface RestoreRequest {
  readonly folder: string;
  /** The prod rule among them. */
  readonly rules: number;
  /** Of the whole round trip: real time by which each call acts later. */
  readonly latencyMs: number;
  /** ELBv2's buckets; without them nothing is throttled. */
  readonly limits?: JsonObject;
}

export interface Restore {
  /** The median of the run's reads: what one call takes here and now. */
  readonly roundTripMs: number;
  /** From the first read of the way back to the last acknowledgement of a write. */
  readonly wholeMs: number;
  /** The same from the answer of the last read before the writes. */
  readonly beyondReadMs: number;
  /** Of that: until the first write is sent, its intent on disk; and from its first to its last acknowledgement. */
  readonly untilSentMs: number;
  readonly acknowledgingMs: number;
  /** Processor time of this process beyond the read: what is ours of it, however busy the machine is. */
  readonly beyondReadCpuMs: number;
  /** The rules in the order in which AWS acknowledged them, and that in which they should be. */
  readonly acknowledged: readonly string[];
  readonly busiestFirst: readonly string[];
  /** Of the prod rung: until its weights were written and read back. */
  readonly readsPerRung: number;
  readonly writesPerRung: number;
}

/** Slow enough that health seen before a write is still fresh on a busy machine. */
const SPEED = 20;
const PLENTY = { size: 100_000, refillPerSecond: 100_000 };
const POLICY = { ...DEFAULT_POLICY, settleMs: 1_000, lastSettleMs: 1_000, bakeMs: 1_000 };
const PROD_STEP = 'shop/steps/Prod_50';
const FOR_EVER = 1_000_000;

export async function restoreRules(request: RestoreRequest): Promise<Restore> {
  const folder = mkdtempSync(join(request.folder, 'restore-'));
  const twin = await spawnTwin({
    spec: twinWorld(worldWith(request)),
    instances: 'simulated',
    speed: SPEED,
    stateFolder: folder,
    programFolder: folder,
  });
  try {
    const late = { kind: 'slow', operation: '*', when: 'before', delayMs: request.latencyMs };
    for (const service of ['elbv2', 'spot']) {
      await faultsOf(twin.url).inject({ ...late, service, times: FOR_EVER });
    }
    return await runAndRestore(request, twin, folder);
  } finally {
    await twin.close();
  }
}

/** `weights` of the stage rules, so that the busiest is not the first of the plan. */
function stageRules({ rules }: RestoreRequest): readonly { arn: string; weight: number }[] {
  return Array.from({ length: rules - 1 }, (_, index) => ({
    arn: PROD_RULE.replace(/[^/]+$/, String(index + 1).padStart(16, '0')),
    weight: 2 * (1 + ((index * 7) % 50)),
  }));
}

/** One rule more than the run moves has the same target groups: rungs settle, and wait for no metrics. */
function worldWith(request: RestoreRequest): JsonObject {
  const toBlue = forward({ [BLUE]: 100, [GREEN]: 0 });
  const arns = stageRules(request).map(({ arn }) => arn);
  const untouched = PROD_RULE.replace(/[^/]+$/, 'f'.repeat(16));
  const rules = [PROD_RULE, ...arns, untouched].map((arn, index) =>
    ruleOf(arn, index + 1, `s${index}.example`, toBlue),
  );
  const { limits = { elbv2Describe: PLENTY, elbv2Modify: PLENTY } } = request;
  const soon = {
    fulfilMs: [1_000, 1_000],
    bootMs: [1_000, 1_000],
    observeMs: 2_000,
    readLagMs: 0,
  };
  const healthCheck = { path: '/health', intervalMs: 5_000, healthyThreshold: 2 };
  const targetGroups = [BLUE, GREEN].map((arn) => ({
    arn,
    name: arn.split('/')[1] ?? '',
    healthCheck,
  }));
  return {
    ...worldOf(rules),
    targetGroups,
    timing: soon,
    limits: { ...limits, spotRequestsPerMinute: 100_000 },
  };
}

interface Eye {
  isInRung: boolean;
  isOnTheWayBack: boolean;
  reads: number;
  writes: number;
  readonly readMs: number[];
}

async function runAndRestore(
  request: RestoreRequest,
  twin: RunningTwin,
  folder: string,
): Promise<Restore> {
  const calls: TimedCall[] = [];
  const eye: Eye = {
    isInRung: false,
    isOnTheWayBack: false,
    reads: 0,
    writes: 0,
    readMs: [],
  };
  const stages = stageRules(request);
  const stopping = new AbortController();
  const clouds = timedClouds(httpClouds(twin.url, 'act-twin', 'twin'), (call) => {
    if (eye.isInRung && call.name !== 'writeActions') eye.reads += 1;
    if (call.name === 'targetHealth') eye.readMs.push(call.answeredAt - call.sentAt);
    if (eye.isInRung && call.name === 'writeActions') eye.writes += 1;
    if (!eye.isOnTheWayBack) return;
    calls.push(call);
    if (acknowledged(calls).length === request.rules) stopping.abort();
  });
  const journal = openSqliteJournal({ file: join(folder, 'journal.db'), wallNow: Date.now });
  const plan = planOf(stages);
  const id = await journal.create('bench', plan, startedAt(twin.clock.now()));
  await drive({
    id,
    journal,
    clock: twin.clock,
    steps: createSteps({
      clouds: sharing(clouds, twin),
      policy: () => POLICY,
      hash: (text) => text,
    }),
    scripts: { run: async () => ({ status: 'exited', exitCode: 1, outputs: {} }) },
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: 'bench',
    leaseMs: 86_400_000,
    parkWhenIdle: true,
    letGo: stopping.signal,
    onEvents: (events) => {
      for (const event of events) {
        if (event.type === 'AttemptStarted' && event.path === PROD_STEP) eye.isInRung = true;
        if (event.type === 'RollbackStarted') eye.isOnTheWayBack = true;
        if (event.type !== 'FactRecorded' || event.name !== FACT.rung) continue;
        const { state, lane } = event.value as unknown as Rung;
        if (lane === 'prod' && state === 'settling') eye.isInRung = false;
      }
    },
  });
  await journal.close();
  return restoreOf(calls, eye, [PROD_RULE, ...busiest(stages)]);
}

function planOf(stages: ReturnType<typeof stageRules>): Plan {
  const shifts = stages.map(({ arn, weight }) => shiftStage(weight, arn));
  const together = shifts.length > 0 ? [parallel(shifts)] : [];
  return planOfBench({ steps: [setUp(), ...together, shiftProd(50), fail()] });
}

/** As the engine of an app shares them. */
function sharing(clouds: Clouds, { clock }: RunningTwin): Clouds {
  return createSharedReads().over(clouds, (connectorRef) => connectorRef, clock);
}

function busiest(stages: ReturnType<typeof stageRules>): readonly string[] {
  return [...stages].sort((one, other) => other.weight - one.weight).map(({ arn }) => arn);
}

function acknowledged(calls: readonly TimedCall[]): readonly TimedCall[] {
  return calls.filter(({ name, failed }) => name === 'writeActions' && !failed);
}

function restoreOf(
  calls: readonly TimedCall[],
  { reads, writes, readMs }: Eye,
  busiestFirst: readonly string[],
): Restore {
  const written = acknowledged(calls);
  const firstWriteAt = Math.min(...calls.filter(isWrite).map(({ sentAt }) => sentAt));
  const readsBefore = calls.filter((call) => !isWrite(call) && call.answeredAt <= firstWriteAt);
  const lastRead = lastOf(readsBefore);
  const lastWrite = lastOf(written);
  return {
    roundTripMs: median(readMs),
    wholeMs: lastWrite.answeredAt - Math.min(...readsBefore.map(({ sentAt }) => sentAt)),
    beyondReadMs: lastWrite.answeredAt - lastRead.answeredAt,
    untilSentMs: firstWriteAt - lastRead.answeredAt,
    acknowledgingMs: lastWrite.answeredAt - Math.min(...written.map((call) => call.answeredAt)),
    beyondReadCpuMs: lastWrite.cpuMs - lastRead.cpuMs,
    acknowledged: written.flatMap(({ rules }) => rules),
    busiestFirst,
    readsPerRung: reads,
    writesPerRung: writes,
  };
}

function lastOf(calls: readonly TimedCall[]): TimedCall {
  const last = calls.toSorted((one, other) => one.answeredAt - other.answeredAt).at(-1);
  if (last === undefined) throw new Error('the run has ended without a way back');
  return last;
}

function isWrite({ name }: TimedCall): boolean {
  return name === 'writeActions';
}
