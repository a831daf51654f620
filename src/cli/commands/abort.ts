// `penstock abort`: ends a run early, with everything put back or left as it stands.
import { abortRun } from '../../app/abort-run.ts';
import { openEngine } from '../../app/engine.ts';
import { Refusal } from '../../app/refusal.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface AbortRequest {
  readonly execution: string;
  /** Undefined when the choice was not said. */
  readonly restore: boolean | undefined;
  readonly isBoth: boolean;
  readonly comment: string | undefined;
  readonly stateFolder: string;
}

export async function abort(request: AbortRequest, output: Output): Promise<number> {
  if (request.isBoth) {
    throw new Refusal('usage', 'Give "--restore" or "--leave", not both. Nothing was done.');
  }
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const { execution } = request;
    const aborting = await abortRun(engine, execution, request);
    const look = await engine.look(execution);
    if (aborting.status === 'accepted') {
      output.say(`Aborted by ${aborting.by}: run ${execution}. ${aborting.message}`);
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.say(aborting.message);
    }
    output.result({ execution, ...aborting, isDriven: look.owner !== undefined });
    return aborting.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}
