// Outcomes of steps in four parts: what happened, why, what to do, and where traffic stands now.
import { CloudError, type CloudErrorKind } from '../../cloud/cloud-error.ts';
import { classify } from '../../execution/classify.ts';
import type { Leftover } from '../../execution/event.ts';
import { Cancelled, StepFailure } from '../../execution/step.ts';
import type { FailureType } from '../../plan/plan.ts';

export interface Explanation {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  readonly traffic: string;
}

export const NOTHING_MOVED = 'No traffic was moved';
/** Of a step that never does. */
export const MOVES_NONE = 'This step moves no traffic';

export function failure(
  type: FailureType,
  { what, why, todo, traffic }: Explanation,
  leftovers: readonly Leftover[] = [],
): StepFailure {
  return new StepFailure({ type, message: `${what}: ${why}. ${todo}. ${traffic}.` }, leftovers);
}

/** What a way back takes note of and goes on after: the cloud refused, or the step's own time is over. */
export function isRefusal(error: unknown): error is CloudError | StepFailure | Cancelled {
  return error instanceof CloudError || error instanceof StepFailure || error instanceof Cancelled;
}

const REMEDY: Readonly<Record<CloudErrorKind, string>> = {
  throttled: 'Wait until other callers of the account are quieter and run it again',
  unavailable: 'Check the connection and run it again',
  'unknown-outcome': 'Look at the cloud and run it again',
  denied: 'Check the connector and the permissions of its credentials',
  'not-found': 'Check that it exists in the account and region of the connector',
  conflict: 'Resolve the conflict in the cloud and run it again',
  invalid: 'Correct what was asked for and run it again',
};

/** A cloud's refusal as an outcome; anything else is thrown on as it is. */
export function outcomeOf(error: unknown, what: string): unknown {
  if (!(error instanceof CloudError)) return error;
  return new StepFailure(
    {
      type: classify(error)?.type ?? 'Unknown',
      message:
        `${what}: the cloud answered ${error.code}: ${error.message}. ${REMEDY[error.kind]}. ` +
        'Traffic stands where the last line of the log says.',
    },
    [],
    { cause: error },
  );
}
