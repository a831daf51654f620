// What `penstock rollback` and `penstock cleanup` share: the earlier run, the plan that follows it, the drive to its end.
import { type Engine, openEngine } from '../../app/engine.ts';
import { type EndedRun, endedRun } from '../../app/follow-up/ended-run.ts';
import { prepareFollowUp } from '../../app/follow-up/prepare-follow-up.ts';
import { currentPerson } from '../../app/person.ts';
import type { PreparedRun } from '../../app/prepare-run.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOf } from '../../app/world.ts';
import type { Clock } from '../../lib/clock.ts';
import { driveToEnd } from '../drive-run.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';

export interface FollowUpRequest {
  readonly execution: string;
  readonly stateFolder: string;
  readonly folder: string | undefined;
  readonly isYes: boolean;
}

export interface Prepared {
  readonly engine: Engine;
  readonly ended: EndedRun;
  readonly run: PreparedRun;
  readonly clock: Clock;
}

/** `ask` looks, refuses or asks; its answer, when there is one, is the exit code and ends it there. */
export async function followUp(
  request: FollowUpRequest & { readonly kind: 'rollback' | 'cleanup'; readonly scaleUp: boolean },
  output: Output,
  ask: (prepared: Prepared) => Promise<number | undefined>,
): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const look = await engine.look(request.execution);
    const ended = endedRun(request.execution, look, request.kind);
    if (ended.started.world.kind === 'twin') leaveClouds();
    const run = await prepareFollowUp(ended, request);
    const clock = await clockOf(run.world);
    const code = await ask({ engine, ended, run, clock });
    if (code !== undefined) return code;
    const id = await engine.start(run, currentPerson([]).name, clock);
    return await driveToEnd({
      engine,
      id,
      run,
      clock,
      output,
      title: `${run.plan.pipeline.name}  run ${id}`,
      adoptUnmanaged: false,
      recorded: await engine.journal.read(id, 0),
      footer: () => [],
      onEvents: () => undefined,
    });
  } finally {
    await engine.close();
  }
}
