// The gates of an execution that wait for people right now.
import type { NodePath } from '../plan/plan.ts';
import type { ApprovalDecided, ApprovalRequest } from './event.ts';
import { approvalVerdict, inRollback, type State } from './state.ts';

export interface OpenGate {
  readonly path: NodePath;
  readonly attempt: number;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly approval: ApprovalRequest;
  readonly decisions: readonly (ApprovalDecided & { readonly at: number })[];
}

/** In the order in which they opened. Whether one has run out of time is the caller's clock to say. */
export function openApprovals(state: State): readonly OpenGate[] {
  const gates: OpenGate[] = [];
  for (const path of state.open) {
    const step = state.steps.get(path);
    if (step?.phase !== 'approval' || step.approval === undefined) continue;
    if (approvalVerdict(step.approval) !== 'open') continue;
    if (state.abort !== undefined && !inRollback(state, path)) continue;
    const { request, openedAt, expiresAt, decisions } = step.approval;
    gates.push({
      path,
      attempt: step.attempt,
      openedAt,
      expiresAt,
      approval: request,
      decisions: [...decisions],
    });
  }
  return gates.sort((one, other) => one.openedAt - other.openedAt);
}
