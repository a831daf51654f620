// Copies of YAML nodes that remember from which file they came.
import { isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { YamlSource } from '../yaml-source.ts';

/** What is left of what templates may bring along, counted over a whole project. */
export interface Budget {
  nodes: number;
  uses: number;
}

const MAXIMUM_DEPTH = 100;

/** Undefined where the node is too deep, or the budget too small. */
export function copyNode<Kind extends Node>(
  node: Kind,
  source: YamlSource,
  budget: Budget,
): Kind | undefined {
  if (!isWithin(node, budget, 0)) return undefined;
  const copy = node.clone() as Kind;
  settle(copy, source);
  return copy;
}

/** Says of a node, and of all below, that its places are in this source; what is known stays. */
export function settle(node: unknown, source: YamlSource): void {
  if (isPair(node)) {
    settle(node.key, source);
    settle(node.value, source);
    return;
  }
  if (!(isScalar(node) || isMap(node) || isSeq(node))) return;
  if (!source.given.has(node)) source.given.set(node, source);
  if (isScalar(node)) return;
  for (const item of node.items as readonly (Pair | Node)[]) settle(item, source);
}

function isWithin(node: unknown, budget: Budget, depth: number): boolean {
  if (isPair(node)) return isWithin(node.value, budget, depth);
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth > MAXIMUM_DEPTH) return false;
  if (!(isMap(node) || isSeq(node))) return true;
  return (node.items as readonly unknown[]).every((item) => isWithin(item, budget, depth + 1));
}
