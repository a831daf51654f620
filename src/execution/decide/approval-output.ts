// What an approval that was given hands on: who has said what, and what the approvers have given with it.
import type { JsonObject } from '../../lib/json.ts';
import { valuesOf } from '../judge-inputs.ts';
import { type ApprovalState, givenBy } from '../state.ts';

export function approvalOutput({ request, decisions }: ApprovalState): JsonObject {
  const approvalActivities = decisions.map(({ by, email, decision, comment, inputs = {}, at }) => ({
    user: { name: by, email: email ?? by },
    action: decision === 'approve' ? 'APPROVE' : 'REJECT',
    approverInputs: Object.entries(inputs).map(([name, value]) => ({ name, value })),
    comments: comment ?? '',
    approvedAt: at,
  }));
  if (request.inputs === undefined) return { approvalActivities };
  return { approvalActivities, approverInputs: valuesOf(request.inputs, givenBy(decisions)) };
}
