// What driving an execution again needs: its own frozen plan, and clients made from the project as it is now.

import type { World } from '../execution/event.ts';
import { hasEnded } from '../execution/has-ended.ts';
import type { Claim } from '../execution/journal.ts';
import type { Clock } from '../lib/clock.ts';
import { canonicalJson } from '../lib/json.ts';
import { createClouds } from './clouds.ts';
import type { Engine, Look } from './engine.ts';
import { loadProject } from './load-project.ts';
import { readAwsWorld } from './preflight.ts';
import type { PreparedRun } from './prepare-run.ts';
import { Refusal } from './refusal.ts';
import { settingsNow } from './run-settings.ts';
import { secretsOf } from './secrets-of.ts';
import { readSettings } from './settings.ts';

/** Throws `Refusal` when the run has ended, somebody drives it, or it would act as somebody else now. */
export async function reopenRun(
  execution: string,
  look: Look,
  folder: string | undefined,
): Promise<PreparedRun> {
  refuseDriven(execution, look);
  return reopenEnded(execution, look, folder);
}

/** The same for who only goes on from what it left. */
export async function reopenEnded(
  execution: string,
  look: Look,
  folder: string | undefined,
): Promise<PreparedRun> {
  const [started] = look.events;
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${execution} never started`);
  const bindings = look.plan.bound.map(({ by, path, written }) => ({ by, path, value: written }));
  const loaded = loadProject({ pipelineFile: undefined, folder, bindings });
  const secrets = secretsOf(loaded, started.world.kind);
  const { connectors } = loaded.project;
  const options = { connectors, world: started.world, secrets: secrets.read };
  if (started.world.kind === 'aws') {
    sameIdentity(execution, started.world, await readAwsWorld(look.plan, options));
  }
  return {
    loaded,
    plan: look.plan,
    planHash: started.planHash,
    clouds: createClouds(options),
    secrets,
    world: started.world,
    warnings: [],
    settings: settingsNow(look.plan, readSettings(loaded.folder)),
  };
}

/** Takes a run that nobody drives. Throws `Refusal` when somebody was faster. */
export async function takeRun(
  engine: Engine,
  execution: string,
  clock: Clock,
): Promise<Claim | undefined> {
  const claim = await engine.take(execution, clock);
  if (claim === undefined) refuseDriven(execution, await engine.look(execution));
  return claim;
}

function refuseDriven(execution: string, look: Look): void {
  if (hasEnded(look.events)) {
    throw new Refusal('usage', `Run ${execution} has ended; see "penstock status ${execution}".`);
  }
  if (look.owner === undefined) return;
  throw new Refusal('usage', `Run ${execution} is driven by ${look.owner}; nothing was done.`);
}

/** Another account or region would hold other rules under the same names. */
function sameIdentity(execution: string, then: World, now: World): void {
  const text = (world: World): string =>
    world.kind === 'aws' ? canonicalJson(world.identity) : world.url;
  if (text(then) === text(now)) return;
  throw new Refusal(
    'usage',
    `Run ${execution} began as ${text(then)}, and these credentials are ${text(now)}. Nothing was done; go on with those it began with.`,
  );
}
