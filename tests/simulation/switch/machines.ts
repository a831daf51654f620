// The machines of a story: each drives whatever run it gets hold of, dies, sleeps past its lease, and comes back.
import type { Clouds } from '../../../src/cloud/clouds.ts';
import { drive } from '../../../src/execution/runner.ts';
import type { Scripts } from '../../../src/execution/step.ts';
import { sleep } from '../../../src/lib/clock.ts';
import { createSteps } from '../../../src/steps/create-steps.ts';
import { hashOf } from '../../scenarios/one-run.ts';
import { createProcess, type Fate, type Process } from '../process.ts';
import { type CallEyes, ownedClouds } from './owned-clouds.ts';
import type { PlayedRun, StageSet } from './stage-set.ts';
import { policyOf } from './switch-plan.ts';

const LEASE_MS = 60_000;
const WRITE_BUDGET_MS = 15_000;
/** Looking seldom saves most of a story's time; only words of people wait for it. */
const POLL_MS = 15_000;
const NEXT_TRY_MS = 15_000;
const RESTART_MS = 1_000;
const SCRIPT_MS = 30_000;

export interface Surroundings {
  readonly set: StageSet;
  readonly clouds: Clouds;
  readonly fate: Fate;
  lateByMs(): number | undefined;
  onRuleWritten(): void;
}

/** One machine: when its process dies, the next one starts a moment later. */
export async function keepAlive(
  around: Surroundings,
  owner: number,
  generation: number,
): Promise<void> {
  const { set, fate } = around;
  const process = createProcess(`machine ${owner}.${generation}`, set, fate);
  for (const run of set.runs) {
    live(around, process, run).catch((error: unknown) => {
      if (!process.isDead()) set.onDefect(error);
    });
  }
  await process.death;
  await sleep(set.clock, RESTART_MS);
  if (!set.isOver()) await keepAlive(around, owner, generation + 1);
}

async function live(around: Surroundings, process: Process, run: PlayedRun): Promise<void> {
  const { set } = around;
  const { id } = await run.created;
  const steps = stepsOf(around, process, run);
  while (!run.isDone) {
    const letGo = process.stopSignal();
    const result = await drive({
      id,
      letGo,
      journal: process.journal,
      clock: process.clock,
      steps,
      scripts: scriptsOf(set.scripts.seenFrom(process)),
      secrets: { read: () => undefined },
      logs: { write: () => {}, folder: () => '' },
      owner: process.name,
      leaseMs: LEASE_MS,
      writeBudgetMs: WRITE_BUDGET_MS,
      pollMs: POLL_MS,
      parkWhenIdle: true,
    });
    if (result.status === 'finished') return;
    if (!letGo.aborted) await sleep(process.clock, await untilNextTryMs(set, id));
  }
}

/** What somebody owns is not asked for before the lease may be over. */
async function untilNextTryMs({ journal, clock }: StageSet, id: string): Promise<number> {
  const row = await journal.row(id);
  const leftMs = row?.owner === undefined ? 0 : row.leaseUntil - clock.now();
  return Math.max(leftMs + 1, NEXT_TRY_MS);
}

function stepsOf(
  { set, clouds, lateByMs, onRuleWritten }: Surroundings,
  process: Process,
  run: PlayedRun,
): ReturnType<typeof createSteps> {
  const eyes: CallEyes = {
    lateByMs,
    onWrite: (call) => set.checks.onWrite(run, process.name, call),
    onWritten: (call) => {
      if (call.name === 'writeActions') onRuleWritten();
      set.checks.onWritten(run, call);
    },
    onRead: (call, answer) => set.checks.onRead(run, call, answer),
  };
  return createSteps({
    clouds: ownedClouds(clouds, set.clock, process, eyes),
    policy: (environment) => policyOf(set.story, environment),
    hash: hashOf,
  });
}

/** A script's text says how it ends. */
function scriptsOf(inner: Scripts): Scripts {
  return {
    run: async (key, request, log, signal) => {
      const result = await inner.run(key, { ...request, text: String(SCRIPT_MS) }, log, signal);
      const fails =
        request.text === 'fails' || (request.text === 'fails once' && key.endsWith('#1'));
      return result.status === 'exited' && fails ? { ...result, exitCode: 1 } : result;
    },
  };
}
