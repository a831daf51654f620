// `penstock give-input`: a person's answer to a step that asks for values before it begins.
import { openEngine } from '../../app/engine.ts';
import { type Giving, giveInputs } from '../../app/give-inputs.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface GiveRequest extends Giving {
  readonly execution: string;
  readonly stateFolder: string;
}

export async function giveInput(request: GiveRequest, output: Output): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const { execution } = request;
    const given = await giveInputs(engine, execution, request);
    const look = await engine.look(execution);
    if (given.status === 'accepted') {
      output.say(`Given by ${given.by}: what ${given.path} of run ${execution} asks for.`);
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.note(given.message);
    }
    output.result({ execution, ...given, isDriven: look.owner !== undefined });
    return given.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}
