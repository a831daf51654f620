// The steps of a run as a flat tree: each node with its place, how it stands, and why it ended as it did.
import type { StepInTree } from '../../api/schemas/run-parts.ts';
import type { AttemptResult } from '../../execution/event.ts';
import { type NodeSummary, summariseState } from '../../execution/summary.ts';
import { nodesOf } from '../../plan/walk.ts';
import type { RunSource } from './run-source.ts';

/** Parents first, in written order. */
export function buildSteps({ plan, state }: RunSource): readonly StepInTree[] {
  const types = new Map<string, string>();
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind === 'step') types.set(node.path, node.type);
    if (node.kind === 'stage') types.set(node.path, node.stageType);
  }
  const steps: StepInTree[] = [];
  const visit = (node: NodeSummary, parent: string | null, depth: number): void => {
    steps.push(stepOf(node, parent, depth, types.get(node.path) ?? null));
    for (const child of node.children) visit(child, node.path, depth + 1);
  };
  visit(summariseState(state).pipeline, null, 0);
  return steps;
}

function stepOf(
  node: NodeSummary,
  parent: string | null,
  depth: number,
  type: string | null,
): StepInTree {
  return {
    path: node.path,
    parent,
    depth,
    kind: node.kind,
    name: node.label === undefined ? node.name : `${node.name} (${node.label})`,
    type,
    status: node.status,
    startedAt: node.startedAt ?? null,
    endedAt: node.endedAt ?? null,
    attempt: node.attempt ?? null,
    says: node.reason ?? troubleIn(node.result),
  };
}

function troubleIn(result: AttemptResult | undefined): string | null {
  if (result?.status === 'failed') return result.failure.message;
  if (result?.status !== 'expired') return null;
  return result.missing === undefined
    ? 'Its time was over.'
    : `Its time was over, and it still waited for ${result.missing}.`;
}
