// `penstock resolve`: says that what a Dirty run left over is dealt with, once the clouds show it, and frees its locks.
import type { CheckedLeftover } from '../../app/check-leftovers.ts';
import { openEngine } from '../../app/engine.ts';
import { type Resolving, resolveRun } from '../../app/resolve-run.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import type { JsonObject } from '../../lib/json.ts';
import { EXIT } from '../exit-code.ts';
import { leaveClouds } from '../leave-clouds.ts';
import type { Output } from '../output.ts';

export interface ResolveRequest {
  readonly execution: string;
  readonly comment: string | undefined;
  readonly anyway: boolean;
  readonly stateFolder: string;
  readonly folder: string | undefined;
}

export async function resolve(request: ResolveRequest, output: Output): Promise<number> {
  const { execution } = request;
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const [started] = (await engine.look(execution)).events;
    if (started?.type === 'ExecutionStarted' && started.world.kind === 'twin') leaveClouds();
    const resolving = await resolveRun(engine, execution, request);
    const message = tell(execution, resolving, output);
    output.say(message);
    output.result({ execution, ...(resolving as unknown as JsonObject), message });
    return exitCodeOf(resolving);
  } finally {
    await engine.close();
  }
}

function tell(execution: string, resolving: Resolving, output: Output): string {
  if (!('leftovers' in resolving)) return resolving.message;
  const { leftovers } = resolving;
  for (const leftover of leftovers) tellLeftover(leftover, output);
  const open = leftovers.filter(({ state }) => state !== 'gone').length;
  const left = `${open} of ${leftovers.length} ${open === 1 ? 'is' : 'are'} not seen to be gone`;
  if (resolving.status === 'left') {
    return `Run ${execution} is not resolved: ${left}. Its rules and groups stay locked, and nothing was changed. Clear them with the commands above and say this again, or take them as they are with "penstock resolve ${execution} --anyway${output.where}".`;
  }
  const how = open === 0 ? 'everything it left over is gone' : `${left}, and taken as it is`;
  return `Run ${execution} is resolved by ${resolving.by}: ${how}. Its rules and groups are free for the next run; nothing was changed.`;
}

function tellLeftover({ what, state, seen, commands }: CheckedLeftover, output: Output): void {
  const { paint } = output;
  const mark = { gone: paint.green('✓'), 'still there': paint.red('✗'), unknown: paint.amber('?') };
  output.say(`${mark[state]} ${what}`);
  output.say(`    ${state === 'gone' ? seen : `${state}: ${seen}`}`);
  if (state === 'gone') return;
  for (const command of commands) output.say(`    ${paint.strong(command)}`);
}

function exitCodeOf({ status }: Resolving): number {
  if (status === 'left') return EXIT.Dirty;
  return status === 'refused' ? EXIT.Failed : EXIT.Success;
}
