// `penstock run`: starts an execution and drives it to its end, or only starts it.
import { openEngine } from '../../app/engine.ts';
import { locateProject, type ProjectRequest } from '../../app/load-project.ts';
import { currentPerson } from '../../app/person.ts';
import { prepareRun } from '../../app/prepare-run.ts';
import { openStateFolder, stateFolderAt } from '../../app/state-folder.ts';
import { clockOf, findTwin } from '../../app/world.ts';
import type { World } from '../../execution/event.ts';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { driveToEnd } from '../drive-run.ts';
import { EXIT } from '../exit-code.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';

export interface RunRequest extends ProjectRequest {
  readonly on: 'twin' | 'aws';
  readonly twinUrl: string | undefined;
  readonly stateFolder: string;
  readonly adoptUnmanaged: boolean;
  /** Only start it: somebody else will drive. */
  readonly detach: boolean;
}

export async function run(request: RunRequest, output: Output): Promise<number> {
  locateProject(request);
  const world =
    request.on === 'twin'
      ? findTwin(stateFolderAt(request.stateFolder), request.twinUrl)
      : { kind: 'aws' as const };
  if (world.kind === 'twin') leaveClouds();
  const clock = await clockOf(world);
  const prepared = await prepareRun({ ...request, world });
  for (const warning of prepared.warnings) output.note(formatDiagnostic(warning));
  tellIdentity(prepared.world, output);
  const engine = openEngine(openStateFolder(request.stateFolder));
  try {
    const id = await engine.start(prepared, currentPerson([]).name, clock);
    if (request.detach) return tellStarted(id, request, output);
    return await driveToEnd({
      engine,
      id,
      run: prepared,
      clock,
      output,
      title: `${prepared.plan.pipeline.name}  run ${id}`,
      adoptUnmanaged: request.adoptUnmanaged,
      recorded: await engine.journal.read(id, 0),
      footer: () => [],
      onEvents: () => undefined,
    });
  } finally {
    await engine.close();
  }
}

function tellStarted(id: string, request: RunRequest, output: Output): number {
  const adopting = request.adoptUnmanaged ? ' --adopt-unmanaged' : '';
  const message =
    `Run ${id} is checked and started, and nothing of it has run yet: nobody drives it. ` +
    `Drive it with "penstock resume ${id}${adopting}${output.where}".`;
  output.say(message);
  output.result({ execution: id, status: 'Running', isDriven: false, message });
  return EXIT.Success;
}

/** Before the first write on AWS: as whom and where. */
function tellIdentity(world: World, output: Output): void {
  if (world.kind !== 'aws') return;
  const parts = Object.entries(world.identity).map(([name, value]) => `${name} ${String(value)}`);
  output.note(`On AWS as: ${parts.join(', ')}`);
}
