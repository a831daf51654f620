// The handlers of the routes by which a person's word reaches a run.
import type { wordRoutes } from '../../api/routes/words.ts';
import { type Aborting, abortRun } from '../../app/abort-run.ts';
import { decideGate } from '../../app/decide-gate.ts';
import { giveInputs } from '../../app/give-inputs.ts';
import { intervene } from '../../app/intervene.ts';
import { makeChoice } from '../../app/make-choice.ts';
import { markAsFailed } from '../../app/mark-as-failed.ts';
import { pauseRun, unpauseRun } from '../../app/pause-run.ts';
import type { Actor } from '../../app/person.ts';
import { resolveRun } from '../../app/resolve-run.ts';
import { readSettings } from '../../app/settings.ts';
import { hasEnded } from '../../execution/has-ended.ts';
import { textOf } from '../../expression/text-of.ts';
import type { Json } from '../../lib/json.ts';
import { nearestHint } from '../../lib/nearest.ts';
import { ACTIONS } from '../../view/interventions.ts';
import type { ServedProject } from '../control-room.ts';
import type { Answer, Handlers, Request } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import { actorOf } from './actor-of.ts';
import { engineForGate } from './as-looked-at.ts';
import type { RunParts } from './run-parts.ts';
import type { StartRequest } from './start-request.ts';

type WordRoute = keyof typeof wordRoutes;
type Counted = Answer<'decideGate'>;

export function makeWordHandlers(parts: RunParts): Handlers<WordRoute> {
  const { engine } = parts.room;
  return {
    decideGate: (request) => heard(parts, request, (spoken) => decided(parts, request, spoken)),
    makeChoice: (request) =>
      heard(parts, request, async ({ run, actor }) => {
        const { path, option, comment } = request.body;
        const chosen = accepted(await makeChoice(engine, run, { path, option, comment, actor }));
        return counted(chosen.by, `${chosen.by} chose ${option}: ${chosen.consequence}.`);
      }),
    intervene: (request) =>
      heard(parts, request, async ({ run, actor }) => {
        const { path: step, comment } = request.body;
        const action = actionOf(request.body.action);
        const word = accepted(await intervene(engine, run, { step, action, comment, actor }));
        return counted(word.by, `${word.by} decided ${action}: ${word.consequence}.`);
      }),
    markAsFailed: (request) =>
      heard(parts, request, async ({ run, actor }) => {
        const { path: step, comment } = request.body;
        const { by, path } = accepted(await markAsFailed(engine, run, { step, comment, actor }));
        const what = path ?? 'everything that runs';
        return counted(by, `${by} marked ${what} as failed; the failure strategies act.`);
      }),
    giveInputs: (request) =>
      heard(parts, request, async ({ run, actor }) => {
        const values = textsOf(request.body.inputs);
        const { path: step } = request.body;
        const given = accepted(
          await giveInputs(engine, run, { step, values, comment: undefined, actor }),
        );
        return counted(given.by, `${given.by} gave what ${given.path} asks for.`);
      }),
    pauseRun: (request) =>
      heard(parts, request, async ({ run, actor }) => {
        const { by, sentence } = accepted(
          await pauseRun(engine, run, { comment: request.body.comment, actor }),
        );
        return counted(by, sentence);
      }),
    unpauseRun: (request) =>
      heard(parts, request, async ({ run, actor }) => {
        const { by, sentence } = accepted(
          await unpauseRun(engine, run, { comment: request.body.comment, actor }),
        );
        return counted(by, sentence);
      }),
    abortRun: (request) => withdrawn(parts, request) ?? aborted(parts, request),
    rollBack: (request) => heard(parts, request, (spoken) => rolledBack(parts, request, spoken)),
    cleanUp: (request) =>
      heard(parts, request, ({ project, run }) =>
        begin(parts, request, project, { kind: 'cleanup', of: run }),
      ),
    resolveRun: (request) => heard(parts, request, (spoken) => resolved(parts, request, spoken)),
    retryRun: (request) =>
      heard(parts, request, ({ project, run }) =>
        begin(parts, request, project, { kind: 'retry', of: run, from: request.body.from }),
      ),
    resumeRun: (request) => heard(parts, request, (spoken) => resumed(parts, request, spoken)),
  };
}

interface Spoken {
  readonly project: ServedProject;
  readonly run: string;
  readonly actor: Actor;
}

/** A word about a run of this project, by who is signed in; the audit trail gets what was said and what came of it. */
async function heard<Name extends WordRoute, Result>(
  { known }: RunParts,
  request: Request<Name>,
  hear: (spoken: Spoken) => Promise<Result>,
): Promise<Result> {
  const { project: id, run } = request.params as { readonly project: string; readonly run: string };
  const { project } = await known.in(id, run);
  if (project === undefined) throw new ProblemError('not-found', `There is no run ${run}.`);
  const result = await hear({ project, run, actor: actorOf(request.caller, id) });
  request.note({ word: request.body }, result);
  return result;
}

async function decided(
  { room }: RunParts,
  { body }: Request<'decideGate'>,
  { project, run, actor }: Spoken,
): Promise<Counted> {
  const { decision, gate, rung, comment, inputs } = body;
  const word = accepted(
    await decideGate(
      engineForGate(room.engine, run, body),
      run,
      { decision, path: gate, comment, actor, inputs, ...(rung !== undefined && { rung }) },
      readSettings(project.folder),
    ),
  );
  const what = decision === 'approve' ? 'Approved' : 'Rejected';
  const where = word.rung === null ? word.path : word.rung.replace('-', ' to ').concat(' %');
  return counted(word.by, `${what} by ${word.by}: ${where}.`);
}

/** Whoever withdraws a start that waits for its turn ends something that is no run yet. */
function withdrawn(
  { starts }: RunParts,
  { params, caller, body, note }: Request<'abortRun'>,
): Promise<Counted> | undefined {
  const id = /^queued-(\d{1,15})$/.exec(params.run)?.[1];
  if (id === undefined) return undefined;
  const isThere = starts.waiting().some((start) => {
    return start.id === Number(id) && start.project === params.project;
  });
  if (!isThere || !starts.withdraw(Number(id))) {
    const says =
      'It does not wait any more: it has started or has left the queue. Nothing was done.';
    return Promise.reject(new ProblemError('refused', says));
  }
  const says = 'It has left the queue. Nothing was started, and no traffic was moved.';
  const result = counted(caller.user, says);
  note({ word: body }, result);
  return Promise.resolve(result);
}

function aborted(parts: RunParts, request: Request<'abortRun'>): Promise<Counted> {
  const { restore, comment } = request.body;
  return heard(parts, request, async ({ run, actor }) => {
    const word = accepted(await abortRun(parts.room.engine, run, { restore, comment, actor }));
    return counted(word.by, `Aborted by ${word.by}. ${word.message}`);
  });
}

async function rolledBack(
  parts: RunParts,
  request: Request<'rollBack'>,
  { project, run, actor }: Spoken,
): Promise<Answer<'rollBack'>> {
  const { comment, scaleUp } = request.body;
  const { events } = await parts.room.engine.look(run);
  if (hasEnded(events)) {
    return await begin(parts, request, project, { kind: 'rollback', of: run, scaleUp });
  }
  const word: Aborting = await abortRun(parts.room.engine, run, { restore: true, comment, actor });
  const { by, message } = accepted(word);
  return { run, queuedBehind: [], says: `Aborted by ${by}. ${message}` };
}

async function begin(
  { starts }: RunParts,
  { caller }: Pick<Request<WordRoute>, 'caller'>,
  project: ServedProject,
  wanted: StartRequest,
): Promise<Answer<'rollBack'>> {
  return await starts.start(project, wanted, caller.user);
}

async function resolved(
  { room }: RunParts,
  { body }: Request<'resolveRun'>,
  { project, run, actor }: Spoken,
): Promise<Counted> {
  const { comment, evenIfStillThere: anyway } = body;
  const wish = { folder: project.folder, comment, anyway, actor };
  const word = await resolveRun(room.engine, run, wish);
  switch (word.status) {
    case 'resolved':
      return counted(word.by, `Resolved by ${word.by}: its rules and groups are free again.`);
    case 'left': {
      const left = word.leftovers.filter(({ state }) => state !== 'gone');
      const names = left.map(({ what, seen }) => `${what} (${seen})`).join('; ');
      const says = `Not everything is seen to be gone: ${names}. Nothing was changed, and its rules and groups stay locked.`;
      throw new ProblemError('refused', says);
    }
    default:
      throw new ProblemError('refused', word.message);
  }
}

async function resumed(
  { room, driver }: RunParts,
  { caller }: Request<'resumeRun'>,
  { run }: Spoken,
): Promise<Counted> {
  const { events, owner } = await room.engine.look(run);
  if (hasEnded(events))
    throw new ProblemError('refused', `Run ${run} has ended. Nothing was done.`);
  if (owner !== undefined) {
    throw new ProblemError('refused', `Run ${run} is driven by ${owner}; nothing was done.`);
  }
  driver.take(run);
  return counted(caller.user, `This server goes on with run ${run}.`);
}

function counted(by: string, says: string): Counted {
  return { status: 'accepted', by, says };
}

type Heard =
  | { readonly status: 'accepted' }
  | { readonly status: 'refused'; readonly message: string };

function accepted<Word extends Heard>(word: Word): Extract<Word, { status: 'accepted' }> {
  if (word.status === 'refused') throw new ProblemError('refused', word.message);
  return word as Extract<Word, { status: 'accepted' }>;
}

/** Numbers and lists count as the texts that spell them. */
function textsOf(given: Readonly<Record<string, Json>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, textOf(value)]));
}

function actionOf(written: string): (typeof ACTIONS)[number] {
  const action = ACTIONS.find((each) => each === written);
  if (action !== undefined) return action;
  const hint = nearestHint(written, ACTIONS);
  const says = `"${written}" is no action. ${hint} The actions are ${ACTIONS.join(', ')}. Nothing was done.`;
  throw new ProblemError('bad-request', says);
}
