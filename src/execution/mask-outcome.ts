// What comes of an attempt, made fit for the journal: no secret in what people read, none in what later steps get.
import type { Json } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import type { AttemptResult, ChoiceRequest, Leftover, WaitRequest } from './event.ts';
import type { HiddenValues } from './hidden-values.ts';
import type { StepResult } from './step.ts';

export type Outcome =
  | AttemptResult
  | Extract<StepResult, { status: 'approval' }>
  | { readonly status: 'choice'; readonly choice: ChoiceRequest }
  | { readonly status: 'wait'; readonly wait: WaitRequest };

/**
 * Messages are masked; commands and user groups are worked with and stay as they are. Outputs are
 * worked with too, and later steps would go on with asterisks: a secret in one is a failure.
 */
export function maskOutcome(hidden: HiddenValues, outcome: Outcome): Outcome {
  switch (outcome.status) {
    case 'approval': {
      const { message, review } = outcome.approval;
      const shown = { message: hidden.mask(message), review: hidden.maskJson(review) };
      return { ...outcome, approval: { ...outcome.approval, ...shown } };
    }
    case 'choice': {
      const { question, detail } = outcome.choice;
      const shown = { question: hidden.mask(question), detail: hidden.maskJson(detail) };
      return { ...outcome, choice: { ...outcome.choice, ...shown } };
    }
    case 'wait':
      return { ...outcome, wait: { ...outcome.wait, says: hidden.mask(outcome.wait.says) } };
    case 'succeeded': {
      const name = outputWithSecret(hidden, outcome.output);
      return name === undefined ? { ...outcome, ...maskLeftovers(hidden, outcome) } : leak(name);
    }
    case 'failed': {
      const failure = { ...outcome.failure, message: hidden.mask(outcome.failure.message) };
      return { ...outcome, failure, ...maskLeftovers(hidden, outcome) };
    }
    default:
      return outcome;
  }
}

function maskLeftovers(
  hidden: HiddenValues,
  { leftovers }: { readonly leftovers?: readonly Leftover[] },
): { readonly leftovers?: readonly Leftover[] } {
  if (leftovers === undefined) return {};
  return { leftovers: leftovers.map((each) => ({ ...each, why: hidden.mask(each.why) })) };
}

/** The name of the innermost member that holds a secret. */
function outputWithSecret(hidden: HiddenValues, output: Json, name = ''): string | undefined {
  if (typeof output === 'string') return hidden.isIn(output) ? name : undefined;
  const members = Array.isArray(output) || isJsonObject(output) ? Object.entries(output) : [];
  for (const [key, value] of members) {
    const found = outputWithSecret(hidden, value as Json, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function leak(name: string): AttemptResult {
  const message =
    `The output "${name}" holds a secret, and outputs stand in the journal, so it was not ` +
    'recorded: later steps would have no use of a hidden value. What the step did stays done. ' +
    'Keep the secret out of the output; a later step gets it with <+secrets.getValue("…")>.';
  return { status: 'failed', failure: { type: 'Unknown', message } };
}
