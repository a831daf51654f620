// `penstock retry`: a run that failed is tried again from a stage or a step, as a run of its own.
import { openEngine } from '../../app/engine.ts';
import { currentPerson } from '../../app/person.ts';
import type { PreparedRun } from '../../app/prepare-run.ts';
import { prepareRetry } from '../../app/retry/prepare-retry.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { clockOf } from '../../app/world.ts';
import { driveToEnd } from '../drive-run.ts';
import { EXIT } from '../exit-code.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';
import { startInTurn } from '../start-in-turn.ts';

export interface RetryRequest {
  readonly execution: string;
  readonly from: string | undefined;
  readonly stateFolder: string;
  readonly folder: string | undefined;
  readonly adoptUnmanaged: boolean;
  /** How long it may wait for others; 0 is not at all, undefined for ever. */
  readonly waitMs: number | undefined;
}

export async function retry(request: RetryRequest, output: Output): Promise<number> {
  const { execution, waitMs, adoptUnmanaged } = request;
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const look = await engine.look(execution);
    const [started] = look.events;
    if (started?.type === 'ExecutionStarted' && started.world.kind === 'twin') leaveClouds();
    const prepare = (): Promise<PreparedRun> =>
      prepareRetry(engine.journal, execution, look, request);
    const run = await prepare();
    const clock = await clockOf(run.world);
    tellPlace(run, execution, output);
    const begun =
      waitMs === 0
        ? { id: await engine.start(run, currentPerson([]).name, clock, output.where), run }
        : await startInTurn({ engine, clock, run, prepare, waitMs }, output);
    if (begun === undefined) return EXIT.usage;
    const { id } = begun;
    return await driveToEnd({
      engine,
      id,
      run: begun.run,
      clock,
      output,
      title: `${run.plan.pipeline.name}  run ${id}, retry of ${execution}`,
      adoptUnmanaged,
      recorded: await engine.journal.read(id, 0),
      footer: () => [],
      onEvents: () => undefined,
    });
  } finally {
    await engine.close();
  }
}

function tellPlace({ plan }: PreparedRun, execution: string, output: Output): void {
  const { from, nodes } = plan.resumed ?? { from: '', nodes: [] };
  const done = nodes.filter(({ attempt }) => attempt !== undefined).length;
  const kept = done === 0 ? 'Nothing before it is kept.' : `${done} steps before it count as done.`;
  output.say(`Run ${execution} is retried from ${from}, with its own plan and inputs. ${kept}`);
}
