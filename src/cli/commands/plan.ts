// `penstock plan`: what a run would do, before it does it; reads only.
import { openEngine } from '../../app/engine.ts';
import { locateProject, type ProjectRequest } from '../../app/load-project.ts';
import { lookAtRun } from '../../app/planned/look-at-run.ts';
import { keepPlan, shortHash } from '../../app/planned/plan-files.ts';
import { shownPlan } from '../../app/planned/shown-plan.ts';
import { valuesOf } from '../../app/planned/values-of.ts';
import { type PreparedRun, prepareRun } from '../../app/prepare-run.ts';
import { type Behind, behindText } from '../../app/queue/behind.ts';
import { inTheWay } from '../../app/queue/in-the-way.ts';
import { wantedBy } from '../../app/queue/start-execution.ts';
import { openStateFolder, stateFolderAt } from '../../app/state-folder.ts';
import { clockOf, findTwin } from '../../app/world.ts';
import type { World } from '../../execution/event.ts';
import type { Json } from '../../lib/json.ts';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { EXIT } from '../exit-code.ts';
import { withInputs } from '../inputs/with-inputs.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';
import { drawPlan } from '../planned/draw-plan.ts';
import { withAnswers } from '../planned/run-command.ts';

export interface PlanCommand extends ProjectRequest {
  readonly on: 'twin' | 'aws';
  readonly twinUrl: string | undefined;
  readonly stateFolder: string;
  readonly adoptUnmanaged: boolean;
  /** Every value, not only those that the pipeline does not show. */
  readonly isWhole: boolean;
  /** As it was typed, without the hash: what starts exactly this plan. */
  readonly runCommand: string;
}

export async function plan(request: PlanCommand, output: Output): Promise<number> {
  locateProject(request);
  const world =
    request.on === 'twin'
      ? findTwin(stateFolderAt(request.stateFolder), request.twinUrl)
      : { kind: 'aws' as const };
  if (world.kind === 'twin') leaveClouds();
  const clock = await clockOf(world);
  let { bindings } = request;
  const prepared = await withInputs(request, output, (filled) => {
    bindings = filled.bindings;
    return prepareRun({ ...filled, world });
  }).catch(async (error: unknown) => {
    const guessing = { ...request, bindings, world, mayGuess: true };
    const guess = await prepareRun(guessing).catch(() => undefined);
    if (guess !== undefined) await noteHolders(guess, request.stateFolder, output);
    throw error;
  });
  for (const warning of prepared.warnings) output.note(formatDiagnostic(warning));
  const planned = await lookAtRun(prepared, clock).catch(async (error: unknown) => {
    await noteHolders(prepared, request.stateFolder, output);
    throw error;
  });
  const holders = await holdersOf(prepared, request.stateFolder, output);
  const shown = await shownPlan(prepared, planned, null, Date.now());
  keepPlan(openStateFolder(request.stateFolder), planned, shown);
  const { hash, outlook } = planned;
  const answers = bindings.slice(request.bindings.length);
  const values = valuesOf(prepared);
  const picture = {
    outlook,
    hash: shortHash(hash),
    world: worldText(prepared.world),
    command: `${withAnswers(request.runCommand, answers)} --plan ${shortHash(hash)}`,
    columns: output.columns(),
    values,
    isWhole: request.isWhole,
  };
  for (const line of drawPlan(picture, output.paint)) output.say(line);
  for (const { text } of holders) output.say(text);
  output.result({
    hash,
    heldBy: holders.map(({ behind }) => behind) as unknown as Json,
    world: prepared.world as unknown as Json,
    values: values as unknown as Json,
    valuesLeftOut: prepared.resolved.leftOut,
    ...(outlook as unknown as { readonly [key: string]: Json }),
  });
  return EXIT.Success;
}

interface Holder {
  readonly behind: Behind;
  readonly text: string;
}

/** A run would queue behind them; the plan is of the world as they have it now. */
async function holdersOf(
  prepared: PreparedRun,
  stateFolder: string,
  { where }: Output,
): Promise<readonly Holder[]> {
  const engine = openEngine(openStateFolder(stateFolder));
  try {
    const found = await inTheWay(engine.journal, await wantedBy(prepared));
    return found.map((behind) => ({
      behind,
      text: `A run would queue now, behind ${behindText([behind], where)}`,
    }));
  } finally {
    await engine.close();
  }
}

/** They may be why it cannot be planned: while another run moves a rule, nobody can tell what is idle. */
async function noteHolders(
  prepared: PreparedRun,
  stateFolder: string,
  output: Output,
): Promise<void> {
  for (const { text } of await holdersOf(prepared, stateFolder, output)) output.note(text);
}

function worldText(world: World): string {
  if (world.kind === 'twin') return `On the twin at ${world.url}.`;
  const parts = Object.entries(world.identity).map(([name, value]) => `${name} ${String(value)}`);
  return `On AWS as ${parts.join(', ')}.`;
}
