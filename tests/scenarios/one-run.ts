// One execution in virtual time, from its start to its end: the real engine, with the steps, scripts and clock it is given.
import { createHash } from 'node:crypto';
import type { ExecutionEvent, ExecutionFinished } from '../../src/execution/event.ts';
import type { Journal } from '../../src/execution/journal.ts';
import { type DriveRequest, drive } from '../../src/execution/runner.ts';
import type { Scripts, StepDefinition } from '../../src/execution/step.ts';
import { createProcess } from '../simulation/process.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { PlannedScenario } from './scenario-plan.ts';

export interface OneRun {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly planned: PlannedScenario;
}

export interface DrivenRun extends OneRun {
  readonly execution: string;
  readonly steps: ReadonlyMap<string, StepDefinition>;
  readonly scripts: Scripts;
  readonly onEvents: (events: readonly ExecutionEvent[]) => void;
  readonly pollMs?: number;
  /** Answers when the engine is to end abruptly after these events: how long nobody goes on with the run then. */
  readonly crashAfter?: ((events: readonly ExecutionEvent[]) => number | undefined) | undefined;
}

type Started = Extract<ExecutionEvent, { type: 'ExecutionStarted' }>;

const LONGEST_RUN_MS = 7 * 86_400_000;

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export async function startRun(
  { clock, journal, planned: { plan } }: OneRun,
  startedBy: string,
): Promise<{ readonly execution: string; readonly started: Started }> {
  const started: Started = {
    at: clock.now(),
    type: 'ExecutionStarted',
    format: 1,
    planHash: hashOf(JSON.stringify(plan)),
    pipeline: plan.pipeline.name,
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy,
    bound: plan.bound,
  };
  return { execution: await journal.create(started.planHash, plan, started), started };
}

export async function driveToEnd(run: DrivenRun): Promise<ExecutionFinished> {
  const { clock } = run;
  for (;;) {
    let restMs: number | undefined;
    const process = createProcess('scenario', run, () => (restMs === undefined ? 'go on' : 'kill'));
    let isOver = false;
    const onEvents = (events: readonly ExecutionEvent[]): void => {
      run.onEvents(events);
      restMs ??= run.crashAfter?.(events);
    };
    // Without a crash nothing stands between the engine and its journal and clock.
    const means = run.crashAfter === undefined ? run : process;
    const living = Promise.race([driveOnce({ ...run, onEvents }, means), process.death]);
    const driving = living.finally(() => {
      isOver = true;
    });
    await clock.drive(() => isOver, LONGEST_RUN_MS);
    const driven = await driving;
    if (driven?.status === 'finished') return driven.result;
    if (driven !== undefined) throw new Error(`the engine stopped driving: ${driven.status}`);
    await clock.advance(restMs ?? 0);
  }
}

function driveOnce(run: DrivenRun, { journal, clock }: Pick<DriveRequest, 'journal' | 'clock'>) {
  const { execution, planned, steps, scripts, onEvents } = run;
  return drive({
    id: execution,
    journal,
    clock,
    steps,
    scripts,
    secrets: planned.secrets,
    logs: {
      write: () => undefined,
      folder: () => 'the log folder',
    },
    owner: 'scenario',
    isGone: () => true,
    parkWhenIdle: false,
    pollMs: run.pollMs ?? 1_000,
    leaseMs: 2 * LONGEST_RUN_MS,
    onEvents,
  });
}
