// Identifiers of one level once its strategies are expanded: no two may be the same.
import type { Position } from '../pipeline/diagnostic.ts';
import type { Filling } from './fill.ts';
import type { PlanNode } from './plan.ts';

/** The author's own are compared when they are read; here an iteration may have met one of them. */
export function checkIdentifiers(
  level: readonly PlanNode[],
  position: Position,
  { session }: Filling,
): void {
  const names = level.flatMap(identifiersOf);
  for (const { identifier, isIteration } of names) {
    if (!isIteration || names.filter((each) => each.identifier === identifier).length < 2) continue;
    const message = `An iteration of a strategy would be called "${identifier}", as something beside it is.`;
    const hint = 'Rename one of them, or give the matrix a nodeName.';
    session.report('duplicate-identifier', position, message, hint);
  }
}

interface Identifier {
  readonly identifier: string;
  readonly isIteration: boolean;
}

/** A parallel block has none, and a strategy goes by its iterations. */
function identifiersOf(node: PlanNode): readonly Identifier[] {
  if (node.kind === 'parallel') return node.children.flatMap(identifiersOf);
  if (node.kind !== 'strategy') return [{ identifier: node.identifier, isIteration: false }];
  return node.iterations.map(({ identifier }) => ({ identifier, isIteration: true }));
}
