// Starts and drives runs of the benchmarks: real runner and journal, no cloud, no scripts, no logs.
import { createSystemClock } from '../../src/app/system-clock.ts';
import type { ExecutionId, Journal } from '../../src/execution/journal.ts';
import { type DriveResult, drive } from '../../src/execution/runner.ts';
import type { StepDefinition } from '../../src/execution/step.ts';
import type { Plan } from '../../src/plan/plan.ts';

const clock = createSystemClock();

export function startRun(journal: Journal, plan: Plan): Promise<ExecutionId> {
  const planHash = `${plan.pipeline.stages.length} ${JSON.stringify(plan).length}`;
  return journal.create(planHash, plan, {
    at: clock.now(),
    type: 'ExecutionStarted',
    format: 1,
    planHash,
    pipeline: 'bench',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'bench',
    bound: [],
  });
}

export interface BenchDrive {
  readonly journal: Journal;
  readonly id: ExecutionId;
  readonly type: string;
  readonly run: StepDefinition['run'];
  readonly parkWhenIdle: boolean;
}

/** Takes over at once from any other owner, as if that was known to be dead. */
export function driveRun({
  id,
  journal,
  type,
  run,
  parkWhenIdle,
}: BenchDrive): Promise<DriveResult> {
  return drive({
    id,
    journal,
    clock,
    steps: new Map([[type, { type, run }]]),
    scripts: { run: async () => ({ status: 'lost' }) },
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: `bench ${process.pid}`,
    isGone: () => true,
    parkWhenIdle,
  });
}
