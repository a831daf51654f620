// `penstock plan`: what a run would do, before it does it; reads only.
import { locateProject, type ProjectRequest } from '../../app/load-project.ts';
import { lookAtRun } from '../../app/planned/look-at-run.ts';
import { keepPlan, shortHash } from '../../app/planned/plan-files.ts';
import { prepareRun } from '../../app/prepare-run.ts';
import { openStateFolder, stateFolderAt } from '../../app/state-folder.ts';
import { clockOf, findTwin } from '../../app/world.ts';
import type { World } from '../../execution/event.ts';
import type { Json } from '../../lib/json.ts';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { EXIT } from '../exit-code.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';
import { drawPlan } from '../planned/draw-plan.ts';

export interface PlanCommand extends ProjectRequest {
  readonly on: 'twin' | 'aws';
  readonly twinUrl: string | undefined;
  readonly stateFolder: string;
  readonly adoptUnmanaged: boolean;
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
  const prepared = await prepareRun({ ...request, world });
  for (const warning of prepared.warnings) output.note(formatDiagnostic(warning));
  const planned = await lookAtRun(prepared, clock);
  keepPlan(openStateFolder(request.stateFolder), planned);
  const { hash, outlook } = planned;
  const picture = {
    outlook,
    hash: shortHash(hash),
    world: worldText(prepared.world),
    command: `${request.runCommand} --plan ${shortHash(hash)}`,
    columns: output.columns(),
  };
  for (const line of drawPlan(picture, output.paint)) output.say(line);
  output.result({
    hash,
    world: prepared.world as unknown as Json,
    ...(outlook as unknown as { readonly [key: string]: Json }),
  });
  return EXIT.Success;
}

function worldText(world: World): string {
  if (world.kind === 'twin') return `On the twin at ${world.url}.`;
  const parts = Object.entries(world.identity).map(([name, value]) => `${name} ${String(value)}`);
  return `On AWS as ${parts.join(', ')}.`;
}
