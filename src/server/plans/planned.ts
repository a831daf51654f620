// Plans as the API makes, lists and shows them: what a run would do, by the hash that starts exactly that.

import type { Planned } from '../../api/routes/plans.ts';
import { lookAtRun } from '../../app/planned/look-at-run.ts';
import { findPlan, keepPlan, shownPlans } from '../../app/planned/plan-files.ts';
import { type ShownPlan, shownPlan } from '../../app/planned/shown-plan.ts';
import { type FreshRun, prepareRun } from '../../app/prepare-run.ts';
import { behindText } from '../../app/queue/behind.ts';
import { inTheWay } from '../../app/queue/in-the-way.ts';
import { wantedBy } from '../../app/queue/start-execution.ts';
import { Refusal } from '../../app/refusal.ts';
import { clockOf } from '../../app/world.ts';
import type { Resource } from '../../execution/locks.ts';
import type { Json } from '../../lib/json.ts';
import type { ControlRoom, ServedProject } from '../control-room.ts';
import type { Answer, Request } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import { worldText } from '../runs/build-run-page.ts';
import { preparationOf } from '../runs/start-request.ts';
import { diagnosticAnswer } from './diagnostic-answer.ts';

/** Reads only. Throws `Refusal` with what a run would refuse, and who is in the way. */
export async function makePlan(
  room: ControlRoom,
  project: ServedProject,
  body: Request<'createPlan'>['body'],
): Promise<Planned> {
  const preparation = preparationOf(room.state, project, body);
  const clock = await clockOf(preparation.world);
  const run = await prepareRun(preparation).catch(async (error: unknown) => {
    throw await withHolders(room, error, () => prepareRun({ ...preparation, mayGuess: true }));
  });
  const planned = await lookAtRun({ ...run, clouds: room.engine.counted(run.clouds) }, clock).catch(
    async (error: unknown) => {
      throw await withHolders(room, error, async () => run);
    },
  );
  const shown = await shownPlan(run, planned, body as Json, Date.now());
  keepPlan(room.state, planned, shown);
  return answerOf(room, planned.hash, shown);
}

/** Newest first. */
export function listPlans({ state }: ControlRoom, { folder }: ServedProject): Answer<'listPlans'> {
  return shownPlans(state)
    .filter((plan) => plan.folder === folder)
    .map(({ hash, pipeline, plannedAt, world }) => ({
      hash,
      pipeline,
      plannedAt,
      world: worldText(world),
    }));
}

export async function readPlan(
  room: ControlRoom,
  { folder, name }: ServedProject,
  wanted: string,
): Promise<Planned> {
  const hash = hashOf(room, wanted);
  const plan = shownPlans(room.state).find((each) => each.hash === hash);
  if (plan !== undefined && plan.folder === folder) return answerOf(room, plan.hash, plan);
  throw new ProblemError(
    'not-found',
    `The project "${name}" has no plan ${wanted} that could be shown. The last 50 are kept: make a new one. Nothing was started.`,
  );
}

function hashOf({ state }: ControlRoom, wanted: string): string | undefined {
  try {
    return findPlan(state, wanted).hash;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function answerOf(room: ControlRoom, hash: string, plan: ShownPlan): Promise<Planned> {
  return {
    hash,
    pipeline: plan.pipeline,
    world: worldText(plan.world),
    plannedAt: plan.plannedAt,
    heldBy: [...(await holdersOf(room, plan.resources))],
    start: plan.start as Planned['start'],
    warnings: plan.warnings.map(diagnosticAnswer),
    outlook: plan.outlook as unknown as Planned['outlook'],
    values: plan.values.map((value) => ({ ...value, value: value.value as Planned['outlook'] })),
  };
}

/** A run would queue behind them now. */
async function holdersOf(
  { engine }: ControlRoom,
  resources: readonly Resource[],
): Promise<readonly string[]> {
  const behind = await inTheWay(engine.journal, resources);
  return behind.map((each) => behindText([each], ''));
}

/** They may be why it cannot be planned: while another run moves a rule, nobody can tell what is idle. */
async function withHolders(
  room: ControlRoom,
  error: unknown,
  guess: () => Promise<Pick<FreshRun, 'plan' | 'world'>>,
): Promise<unknown> {
  if (!(error instanceof Refusal)) return error;
  const run = await guess().catch(() => undefined);
  const held = run === undefined ? [] : await holdersOf(room, await wantedBy(run));
  if (held.length === 0) return error;
  const { kind, message, diagnostics } = error;
  const options = { cause: error, diagnostics };
  return new Refusal(kind, `${message} A run would queue now, behind ${held.join(' ')}`, options);
}
