// `penstock choose`: a person's answer to what a step asks.
import { openEngine } from '../../app/engine.ts';
import { makeChoice } from '../../app/make-choice.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface ChooseRequest {
  readonly execution: string;
  readonly option: string;
  readonly path: string | undefined;
  readonly comment: string | undefined;
  readonly stateFolder: string;
}

export async function choose(request: ChooseRequest, output: Output): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const { execution, option } = request;
    const chosen = await makeChoice(engine, execution, request);
    const look = await engine.look(execution);
    if (chosen.status === 'accepted') {
      output.say(`${chosen.by} chose ${option}: ${chosen.consequence}.`);
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.note(chosen.message);
    }
    output.result({ execution, option, ...chosen, isDriven: look.owner !== undefined });
    return chosen.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}
