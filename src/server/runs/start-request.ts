// What may be started from the pages, as JSON that a restart of the server can read again: runs, and what follows runs.
import { realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { z } from 'zod';
import type { startRunBody } from '../../api/routes/runs.ts';
import type { Engine } from '../../app/engine.ts';
import { checkCleanup } from '../../app/follow-up/check-cleanup.ts';
import { checkRollback } from '../../app/follow-up/check-rollback.ts';
import { endedRun } from '../../app/follow-up/ended-run.ts';
import { prepareFollowUp } from '../../app/follow-up/prepare-follow-up.ts';
import { checkPlanned } from '../../app/planned/check-planned.ts';
import { findPlan, type KeptPlan, shownPlans } from '../../app/planned/plan-files.ts';
import { type PreparedRun, prepareRun, type RunPreparation } from '../../app/prepare-run.ts';
import { Refusal } from '../../app/refusal.ts';
import { prepareRetry } from '../../app/retry/prepare-retry.ts';
import type { StateFolder } from '../../app/state-folder.ts';
import { clockOf, findTwin } from '../../app/world.ts';
import type { Json } from '../../lib/json.ts';
import type { ServedProject } from '../control-room.ts';
import { ProblemError } from '../problem-error.ts';

export type StartRequest =
  | { readonly kind: 'run'; readonly body: z.output<typeof startRunBody> }
  | { readonly kind: 'rollback'; readonly of: string; readonly scaleUp: boolean }
  | { readonly kind: 'cleanup'; readonly of: string }
  | { readonly kind: 'retry'; readonly of: string; readonly from: string | undefined };

export interface StartRoom {
  readonly engine: Engine;
  readonly state: StateFolder;
}

/** Reads only. Throws `Refusal`. `mayGuess`: it may have to wait for others, and is prepared again then. */
export async function prepareStart(
  room: StartRoom,
  project: ServedProject,
  request: StartRequest,
  mayGuess: boolean,
): Promise<PreparedRun> {
  switch (request.kind) {
    case 'run':
      return await preparePipeline(room, project, request.body, mayGuess);
    case 'retry': {
      const look = await room.engine.look(request.of);
      const options = { from: request.from, folder: project.folder };
      return await prepareRetry(room.engine.journal, request.of, look, options);
    }
    default:
      return await prepareFollowing(room, project, request);
  }
}

async function preparePipeline(
  { state }: StartRoom,
  project: ServedProject,
  body: z.output<typeof startRunBody>,
  mayGuess: boolean,
): Promise<PreparedRun> {
  const planned = body.plan === undefined ? undefined : planOf(state, project, body.plan);
  const preparation = preparationOf(state, project, body);
  const made = await prepareRun({ ...preparation, mayGuess: mayGuess && planned === undefined });
  if (planned === undefined) return made;
  return await checkPlanned(made, planned, await clockOf(preparation.world));
}

/** Plans of all projects lie in one folder, and what is in one is for those who may see its project. */
function planOf(state: StateFolder, { folder, name }: ServedProject, wanted: string): KeptPlan {
  const own = shownPlans(state).filter((plan) => plan.folder === folder);
  const [plan, ...others] = own.filter(({ hash }) => hash.startsWith(wanted));
  if (plan !== undefined && others.length === 0) return findPlan(state, plan.hash);
  throw new Refusal(
    'invalid',
    `The project "${name}" has ${plan === undefined ? 'no plan' : 'several plans that begin with'} ${wanted}: take the whole hash of one of its last 50 plans, or make a new one. Nothing was started, and no traffic was moved.`,
  );
}

/** What a run or a plan is prepared from. Throws `not-found` for a file that the project does not hold. */
export function preparationOf(
  state: StateFolder,
  project: ServedProject,
  body: Omit<z.output<typeof startRunBody>, 'plan'>,
): RunPreparation {
  return {
    pipelineFile: insideOf(project, body.pipeline),
    folder: project.folder,
    bindings: Object.entries(body.inputs).map(([path, value]) => ({
      by: 'input',
      path,
      value: textOf(value),
    })),
    inputSets: body.inputSets.map((name) => inputSetIn(project, name)),
    world: body.on === 'twin' ? findTwin(state, body.twinUrl) : { kind: 'aws' },
    adoptUnmanaged: body.adoptUnmanaged,
  };
}

async function prepareFollowing(
  { engine }: StartRoom,
  { folder }: ServedProject,
  request: Extract<StartRequest, { readonly kind: 'rollback' | 'cleanup' }>,
): Promise<PreparedRun> {
  const { kind, of } = request;
  const scaleUp = kind === 'rollback' && request.scaleUp;
  const ended = endedRun(of, await engine.look(of), kind);
  const run = await prepareFollowUp(ended, { kind, scaleUp, folder });
  const clock = await clockOf(run.world);
  if (kind === 'rollback') {
    await checkRollback(engine.journal, ended, run, clock, scaleUp);
    return run;
  }
  const { blues } = await checkCleanup(engine.journal, ended, run, clock);
  if (blues.length > 0) return run;
  throw new Refusal('usage', `Blue of run ${of} is gone already. Nothing needs to be done.`);
}

/** Values are YAML's: a text is itself, all else is JSON, which YAML reads. */
function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A file of the project, wherever links lead; nothing outside of its folder is read. */
export function insideOf({ folder, name }: ServedProject, path: string): string {
  const file = join(folder, path);
  const refusal = new ProblemError(
    'not-found',
    `The project "${name}" has no file "${path}". Nothing was started.`,
  );
  if (path.includes('\0') || isOutside(folder, file)) throw refusal;
  try {
    const real = realpathSync(file);
    if (isOutside(folder, real)) throw refusal;
    return real;
  } catch {
    throw refusal;
  }
}

function isOutside(folder: string, file: string): boolean {
  const inside = relative(folder, file);
  return inside === '..' || inside.startsWith(`..${sep}`);
}

/** One by its file has to lie in the project; an identifier never names a file where the server was started. */
function inputSetIn(project: ServedProject, name: string): string | { readonly name: string } {
  return /[/\\.]/.test(name) ? insideOf(project, name) : { name };
}
