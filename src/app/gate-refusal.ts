// Why a person's word at a gate did not count, and what is true now.
import type { ApprovalRefusal } from '../execution/signals.ts';
import { unreachable } from '../lib/assert.ts';
import { inputsRefusalText } from './inputs-refusal.ts';

export type GateRefusal =
  | ApprovalRefusal
  /** The person has looked at one rung, and other gates are open by now. */
  | { readonly code: 'another-rung'; readonly rung: string; readonly open: readonly OpenNow[] };

interface OpenNow {
  readonly path: string;
  readonly rung: string | null;
}

export function refusalText(execution: string, by: string, refusal: GateRefusal): string {
  const nothing = 'Nothing was done.';
  switch (refusal.code) {
    case 'no-gate-open':
      return `No approval of run ${execution} is open now. ${nothing} See "penstock status ${execution}".`;
    case 'several-gates':
      return `Several approvals of run ${execution} are open. ${nothing} Name one: ${refusal.paths.join(', ')}.`;
    case 'expired':
      return `This approval of run ${execution} expired at ${new Date(refusal.expiredAt).toISOString()}. ${nothing}`;
    case 'already-decided':
      return `This approval of run ${execution} is decided already. ${nothing}`;
    case 'already-acted':
      return `${by} has acted on this approval of run ${execution} already; somebody else must be the next. ${nothing}`;
    case 'executor-not-allowed':
      return `${by} started run ${execution}, and this gate wants somebody else. ${nothing}`;
    case 'person-not-allowed':
      return `This gate names ${by} as one who may not act on it. ${nothing}`;
    case 'not-permitted':
      return `${by} may not act on this gate; it is for members of ${refusal.userGroups.join(', ')}. ${nothing}`;
    case 'another-attempt':
      return `The gate of run ${execution} that you looked at is gone: it was opened anew, as attempt ${refusal.attempt}. ${nothing} Look at what is asked now with "penstock status ${execution}".`;
    case 'unknown-input':
    case 'wrong-input':
    case 'missing-inputs':
      return `${inputsRefusalText(refusal)} ${nothing} Approve with "--input NAME=VALUE" for each; "penstock status ${execution}" shows what is asked.`;
    case 'another-rung':
      return `You looked at ${refusal.rung}, and ${refusal.open.map(openText).join(' and ')} ${refusal.open.length === 1 ? 'is' : 'are'} open now. ${nothing} Look at what is asked now with "penstock status ${execution}".`;
    default:
      return unreachable(refusal);
  }
}

function openText({ path, rung }: OpenNow): string {
  return rung ?? `the gate ${path}`;
}
