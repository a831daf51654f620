// How a node that has started and not finished stands, by Harness's names.
import type { PlanNode } from '../plan/plan.ts';
import { childrenOf } from '../plan/walk.ts';
import { openWaitOf } from './evolve-wait.ts';
import type { State, StepState } from './state.ts';

export type OpenStatus =
  | 'InterventionWaiting'
  | 'ApprovalWaiting'
  | 'InputWaiting'
  | 'ResourceWaiting'
  | 'WaitStepRunning'
  | 'AsyncWaiting'
  | 'TimedWaiting'
  | 'Running';

/** A node around is as the first of these that anything in it is; other waits count as running there. */
const SEEN_AROUND: readonly OpenStatus[] = [
  'InterventionWaiting',
  'ApprovalWaiting',
  'InputWaiting',
  'ResourceWaiting',
  'WaitStepRunning',
];

export function openStatus(state: State, node: PlanNode): OpenStatus {
  const step = state.steps.get(node.path);
  if (step !== undefined) return stepStatus(step);
  const children = childrenOf(node);
  const isBetweenRounds = state.nodes.get(node.path)?.again !== undefined;
  if (isBetweenRounds && children.every(({ path }) => !state.nodes.has(path))) {
    return 'TimedWaiting';
  }
  const open = children.filter(({ path }) => state.open.has(path));
  return aroundOpen(open.map((child) => openStatus(state, child)));
}

export function aroundOpen(statuses: readonly OpenStatus[]): OpenStatus {
  return SEEN_AROUND.find((status) => statuses.includes(status)) ?? 'Running';
}

function stepStatus(step: StepState): OpenStatus {
  switch (step.phase) {
    case 'approval':
      return 'ApprovalWaiting';
    case 'choice':
    case 'intervention':
      return 'InterventionWaiting';
    case 'wait':
      return openWaitOf(step)?.request.status ?? 'AsyncWaiting';
    case 'retry':
      return 'TimedWaiting';
    default:
      return 'Running';
  }
}
