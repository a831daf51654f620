// Where in a YAML text something stands, by its path: the deepest part of the path that is there.
import { isMap, isPair, isScalar, isSeq } from 'yaml';

/** An offset into the text; a member of a mapping stands where its key does. */
export function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = startOf(root);
  for (const step of path) {
    const next = memberOf(node, step);
    if (next === undefined) return offset;
    offset = next.offset;
    node = next.node;
  }
  return offset;
}

function memberOf(
  node: unknown,
  step: PropertyKey,
): { readonly node: unknown; readonly offset: number } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { node: item, offset: startOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return isPair(pair) ? { node: pair.value, offset: startOf(pair.key) } : undefined;
}

function startOf(node: unknown): number {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}
