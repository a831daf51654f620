// What cannot be read back, such as a mail: sent at most once per attempt, and never taken for unsent when nobody knows.
import { CloudError } from '../../cloud/cloud-error.ts';
import { Cancelled, type StepContext } from '../../execution/step.ts';
import type { Json } from '../../lib/json.ts';
import { failure, MOVES_NONE } from './failure.ts';

/** `what` names it in messages; `request` is journalled and must hold no secret. */
export async function sendOnce<Result extends Json>(
  context: StepContext,
  what: string,
  request: Json,
  send: () => Promise<Result>,
): Promise<Result> {
  return context.effect<Result>({
    name: 'send',
    request,
    changesWorld: false,
    settleMs: 0,
    act: async () => {
      try {
        return await send();
      } catch (error) {
        if (error instanceof Cancelled) context.log(`${what} was under way ${CUT}`);
        throw sendingFailed(error, what, context);
      }
    },
    readBack: async () => {
      context.signal.throwIfAborted();
      throw failure('Connectivity', {
        what: `${what} was sent, and what became of it is not known`,
        why: 'no answer came back, or the process that waited for it ended',
        todo: 'Look there whether it has arrived before you send it again; it is not repeated by itself',
        traffic: MOVES_NONE,
      });
    },
  });
}

const CUT = 'when the step was cut: it may have arrived. Look there before you send it again.';

/** What was certainly not sent fails at once: the failure strategies say how often to try. */
export function sendingFailed(error: unknown, what: string, { mask }: StepContext): unknown {
  if (!(error instanceof CloudError) || error.kind === 'unknown-outcome') return error;
  const isForbidden = error.kind === 'invalid';
  return failure(isForbidden ? 'Unknown' : 'Connectivity', {
    what: `${what} was not sent`,
    why: mask(error.message),
    todo: isForbidden ? 'Correct the step, or the settings' : 'Check the address and the network',
    traffic: MOVES_NONE,
  });
}
