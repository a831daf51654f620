// `penstock pause` and `penstock unpause`: a run is held after what runs now, and let go on.
import { openEngine } from '../../app/engine.ts';
import { pauseRun, unpauseRun } from '../../app/pause-run.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface PauseRequest {
  readonly execution: string;
  readonly comment: string | undefined;
  readonly stateFolder: string;
}

export function pause(request: PauseRequest, output: Output): Promise<number> {
  return say(request, output, {
    word: pauseRun,
    done: (id) =>
      `Paused run ${id}: what runs ends, and nothing new begins before "penstock unpause ${id}${output.where}". A way back is not held.`,
  });
}

export function unpause(request: PauseRequest, output: Output): Promise<number> {
  return say(request, output, { word: unpauseRun, done: (id) => `Run ${id} goes on.` });
}

async function say(
  { execution, comment, stateFolder }: PauseRequest,
  output: Output,
  { word, done }: { readonly word: typeof pauseRun; readonly done: (id: string) => string },
): Promise<number> {
  const engine = openEngine(existingStateFolder(stateFolder));
  try {
    const said = await word(engine, execution, { comment });
    const look = await engine.look(execution);
    if (said.status === 'accepted') {
      output.say(done(execution));
      output.say(said.sentence);
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.note(said.message);
    }
    output.result({ execution, ...said, isDriven: look.owner !== undefined });
    return said.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}
