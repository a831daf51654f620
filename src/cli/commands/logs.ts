// `penstock logs`: what the steps of an execution wrote.
import { openEngine } from '../../app/engine.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { readStepLogs } from '../../app/step-logs.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

export async function logs(
  execution: string,
  step: string | undefined,
  stateFolder: string,
  output: Output,
): Promise<number> {
  const state = existingStateFolder(stateFolder);
  const engine = openEngine(state);
  try {
    await engine.look(execution);
  } finally {
    await engine.close();
  }
  const found = readStepLogs(state.logs, execution, step);
  if (found.length === 0) output.say('No step has written a log yet.');
  for (const log of found) {
    output.say(output.paint.strong(log.name));
    output.say(log.text.trimEnd());
  }
  output.result(found.map(({ name, text }) => ({ step: name, text })));
  return EXIT.Success;
}
