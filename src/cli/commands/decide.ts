// `penstock approve` and `penstock reject`: a person's word at an open gate.
import { decideGate } from '../../app/decide-gate.ts';
import { openEngine } from '../../app/engine.ts';
import { readSettings } from '../../app/settings.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface DecideRequest {
  readonly execution: string;
  readonly decision: 'approve' | 'reject';
  readonly path: string | undefined;
  readonly comment: string | undefined;
  readonly rung?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly stateFolder: string;
  readonly folder: string;
}

export async function decide(request: DecideRequest, output: Output): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const { execution, decision } = request;
    const decided = await decideGate(engine, execution, request, readSettings(request.folder));
    const look = await engine.look(execution);
    if (decided.status === 'accepted') {
      const word = decision === 'approve' ? 'Approved' : 'Rejected';
      const rung = decided.rung === null ? '' : ` (${decided.rung})`;
      output.say(`${word} by ${decided.by}: ${decided.path} of run ${execution}${rung}.`);
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.note(decided.message);
    }
    output.result({ execution, decision, ...decided, isDriven: look.owner !== undefined });
    return decided.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}
