// `penstock run`: starts an execution when its turn has come and drives it to its end, or only starts it.
import { type Engine, openEngine } from '../../app/engine.ts';
import { locateProject, type ProjectRequest } from '../../app/load-project.ts';
import { currentPerson } from '../../app/person.ts';
import { checkPlanned } from '../../app/planned/check-planned.ts';
import { findPlan, shortHash } from '../../app/planned/plan-files.ts';
import { type PreparedRun, prepareRun } from '../../app/prepare-run.ts';
import { openStateFolder, stateFolderAt } from '../../app/state-folder.ts';
import { clockOf, findTwin } from '../../app/world.ts';
import type { World } from '../../execution/event.ts';
import type { Clock } from '../../lib/clock.ts';
import { formatDiagnostic } from '../../pipeline/format-diagnostic.ts';
import { driveToEnd } from '../drive-run.ts';
import { EXIT } from '../exit-code.ts';
import { withInputs } from '../inputs/with-inputs.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';
import { type StartedRun, startInTurn } from '../start-in-turn.ts';

export interface RunRequest extends ProjectRequest {
  readonly on: 'twin' | 'aws';
  readonly twinUrl: string | undefined;
  readonly stateFolder: string;
  readonly adoptUnmanaged: boolean;
  /** Only start it: somebody else will drive. */
  readonly detach: boolean;
  /** How long it may wait for others; 0 is not at all, undefined for ever. */
  readonly waitMs: number | undefined;
  /** The hash of a plan: it starts only while nothing that matters is different. */
  readonly plannedAs: string | undefined;
}

export async function run(request: RunRequest, output: Output): Promise<number> {
  locateProject(request);
  const state = stateFolderAt(request.stateFolder);
  const world = request.on === 'twin' ? findTwin(state, request.twinUrl) : { kind: 'aws' as const };
  if (world.kind === 'twin') leaveClouds();
  const clock = await clockOf(world);
  const isWaiting = request.waitMs !== 0 && !request.detach;
  const planned = request.plannedAs === undefined ? undefined : findPlan(state, request.plannedAs);
  let { bindings } = request;
  const prepareAs = async (mayGuess: boolean): Promise<PreparedRun> => {
    const made = await withInputs({ ...request, bindings }, output, (filled) => {
      bindings = filled.bindings;
      return prepareRun({ ...filled, world, mayGuess });
    });
    if (planned === undefined) return made;
    return await checkPlanned(made, planned, clock);
  };
  const prepared = await prepareAs(isWaiting && planned === undefined);
  for (const warning of prepared.warnings) output.note(formatDiagnostic(warning));
  tellIdentity(prepared.world, output);
  tellPlanned(prepared, output);
  const engine = openEngine(openStateFolder(request.stateFolder));
  try {
    if (!isWaiting) {
      const person = currentPerson([]).name;
      const id = await engine.start(prepared, person, clock, output.where);
      if (request.detach) return tellStarted(id, output);
      return await driveStarted({ id, run: prepared }, { engine, request, clock, output });
    }
    const prepare = (): Promise<PreparedRun> => prepareAs(false);
    const { waitMs } = request;
    const started = await startInTurn({ engine, clock, run: prepared, prepare, waitMs }, output);
    if (started === undefined) return EXIT.usage;
    return await driveStarted(started, { engine, request, clock, output });
  } finally {
    await engine.close();
  }
}

interface Driving {
  readonly engine: Engine;
  readonly request: RunRequest;
  readonly clock: Clock;
  readonly output: Output;
}

async function driveStarted(
  { id, run }: StartedRun,
  { engine, request, clock, output }: Driving,
): Promise<number> {
  return await driveToEnd({
    engine,
    id,
    run,
    clock,
    output,
    title: `${run.plan.pipeline.name}  run ${id}`,
    adoptUnmanaged: request.adoptUnmanaged,
    recorded: await engine.journal.read(id, 0),
    footer: () => [],
    onEvents: () => undefined,
  });
}

function tellStarted(id: string, output: Output): number {
  const message =
    `Run ${id} is checked and started, and nothing of it has run yet: nobody drives it. ` +
    `Drive it with "penstock resume ${id}${output.where}".`;
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

function tellPlanned({ plannedAs }: PreparedRun, output: Output): void {
  if (plannedAs === undefined) return;
  output.note(`As planned (${shortHash(plannedAs)}): nothing that matters has changed since.`);
}
