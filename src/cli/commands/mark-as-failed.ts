// `penstock mark-as-failed`: what runs shall fail now, and its failure strategies act.
import { openEngine } from '../../app/engine.ts';
import { markAsFailed as mark } from '../../app/mark-as-failed.ts';
import { existingStateFolder } from '../../app/state-folder.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { whoDrives } from '../who-drives.ts';

export interface MarkAsFailedRequest {
  readonly execution: string;
  readonly step: string | undefined;
  readonly comment: string | undefined;
  readonly stateFolder: string;
}

export async function markAsFailed(request: MarkAsFailedRequest, output: Output): Promise<number> {
  const engine = openEngine(existingStateFolder(request.stateFolder));
  try {
    const { execution } = request;
    const marked = await mark(engine, execution, request);
    const look = await engine.look(execution);
    if (marked.status === 'accepted') {
      const what = marked.path ?? 'everything that runs';
      output.say(
        `Marked as failed by ${marked.by}: ${what} of run ${execution}. It is stopped, and its failure strategies for UserMarkedFailure act.`,
      );
      output.say(whoDrives(execution, look, output.where));
    } else {
      output.note(marked.message);
    }
    output.result({ execution, ...marked, isDriven: look.owner !== undefined });
    return marked.status === 'accepted' ? EXIT.Success : EXIT.Failed;
  } finally {
    await engine.close();
  }
}
