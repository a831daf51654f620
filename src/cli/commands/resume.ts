// `penstock resume`: goes on with a run that nobody drives.
import { type Look, openEngine } from '../../app/engine.ts';
import type { PreparedRun } from '../../app/prepare-run.ts';
import { reopenRun, takeRun } from '../../app/reopen-run.ts';
import { settingsChanges, settingsThen } from '../../app/run-settings.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOf } from '../../app/world.ts';
import { driveToEnd } from '../drive-run.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';

export interface ResumeRequest {
  readonly execution: string;
  readonly stateFolder: string;
  readonly folder: string | undefined;
  readonly adoptUnmanaged: boolean;
}

export async function resume(request: ResumeRequest, output: Output): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const look = await engine.look(request.execution);
    const [started] = look.events;
    if (started?.type === 'ExecutionStarted' && started.world.kind === 'twin') leaveClouds();
    const run = await reopenRun(request.execution, look, request.folder);
    tellSettings(request.execution, look, run, output);
    const clock = await clockOf(run.world);
    const claim = await takeRun(engine, request.execution, clock);
    return await driveToEnd({
      engine,
      id: request.execution,
      ...(claim && { claim }),
      run,
      clock,
      output,
      title: `${run.plan.pipeline.name}  run ${request.execution}`,
      adoptUnmanaged: request.adoptUnmanaged,
      recorded: look.events,
      footer: () => [],
      onEvents: () => undefined,
    });
  } finally {
    await engine.close();
  }
}

/** Settings are frozen like the plan: what was agreed to when it began holds to its end. */
function tellSettings(execution: string, look: Look, run: PreparedRun, output: Output): void {
  const then = settingsThen(look.events, run.settings);
  const changes = settingsChanges(then, run.settings);
  if (changes.length === 0) return;
  output.note(
    `penstock.yaml has changed since run ${execution} began, and the run goes on with what it began with: ${changes.join('; ')}. What is new there counts for the next run.`,
  );
}
