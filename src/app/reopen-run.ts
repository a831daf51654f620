// What driving an execution again needs: its own frozen plan, and clients made from the project as it is now.

import { createClouds } from './clouds.ts';
import type { Look } from './engine.ts';
import { loadProject } from './load-project.ts';
import { type PreparedRun, secretsOf } from './prepare-run.ts';
import { Refusal } from './refusal.ts';

/** Throws `Refusal` when the run has ended or the project cannot be read any more. */
export function reopenRun(execution: string, look: Look, folder: string | undefined): PreparedRun {
  const [started] = look.events;
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${execution} never started`);
  if (look.events.at(-1)?.type === 'ExecutionFinished') {
    throw new Refusal('usage', `Run ${execution} has ended; see "penstock status ${execution}".`);
  }
  if (look.owner !== undefined) {
    throw new Refusal(
      'usage',
      `Run ${execution} is being driven by ${look.owner}; nothing was done.`,
    );
  }
  const bindings = look.plan.bound.map(({ by, path, written }) => ({ by, path, value: written }));
  const loaded = loadProject({ pipelineFile: undefined, folder, bindings });
  const secrets = secretsOf(loaded, started.world.kind);
  const { connectors } = loaded.project;
  return {
    loaded,
    plan: look.plan,
    planHash: started.planHash,
    clouds: createClouds({ connectors, world: started.world, secrets: secrets.read }),
    secrets,
    world: started.world,
    warnings: [],
  };
}
