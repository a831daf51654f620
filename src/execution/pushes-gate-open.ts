// The words of an intervention after which a run would go on as if an approval had been given.
import type { PlanNode } from '../plan/plan.ts';
import type { InterventionAction } from './event.ts';
import type { StepState } from './state.ts';

const APPROVALS: ReadonlySet<string> = new Set(['HarnessApproval', 'CustomApproval']);
const GOES_ON: ReadonlySet<InterventionAction> = new Set(['mark-as-success', 'ignore']);

/** Only those who may approve let a run pass an approval, however it broke. */
export function pushesGateOpen(
  node: PlanNode,
  { approval, result }: Partial<Pick<StepState, 'approval' | 'result'>>,
  action: InterventionAction,
): boolean {
  const isRejected = result?.status === 'failed' && result.failure.type === 'ApprovalRejection';
  const isOne = node.kind === 'step' && APPROVALS.has(node.type);
  const isApproval = isOne || approval !== undefined || isRejected;
  return isApproval && GOES_ON.has(action);
}
