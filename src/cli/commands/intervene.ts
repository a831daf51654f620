// `penstock intervene`: a person's word on a step that broke and waits for one.
import { openEngine } from '../../app/engine.ts';
import { intervene as decide } from '../../app/intervene.ts';
import { Refusal } from '../../app/refusal.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import type { InterventionAction } from '../../execution/event.ts';
import { nearestHint } from '../../lib/nearest.ts';
import { ACTIONS } from '../../view/interventions.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface InterveneRequest {
  readonly execution: string;
  readonly step: string;
  readonly action: string;
  readonly comment: string | undefined;
  readonly stateFolder: string;
}

export async function intervene(request: InterveneRequest, output: Output): Promise<number> {
  const action = actionOf(request.action);
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const { execution } = request;
    const decided = await decide(engine, execution, { ...request, action });
    const look = await engine.look(execution);
    if (decided.status === 'accepted') {
      const { by, path, consequence } = decided;
      output.say(`${by} decided ${action} for ${path}: ${consequence}.`);
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.note(decided.message);
    }
    output.result({ execution, action, ...decided, isDriven: look.owner !== undefined });
    return decided.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}

function actionOf(written: string): InterventionAction {
  const action = ACTIONS.find((each) => each === written);
  if (action !== undefined) return action;
  const hint = nearestHint(written, ACTIONS);
  throw new Refusal(
    'usage',
    `"${written}" is no action. ${hint} The actions are ${ACTIONS.join(', ')}. Nothing was done.`,
  );
}
