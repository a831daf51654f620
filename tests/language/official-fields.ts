// The fields that Harness's published schema names for a construct, wherever its branches and references say them.
import { readFileSync } from 'node:fs';

export type Node = { readonly [key: string]: unknown };

/** By name, what is said of each field: by every branch something. */
export type Fields = ReadonlyMap<string, readonly Node[]>;

export interface OfficialFields {
  /** Of the definitions at these paths, such as `stages/cd/ExecutionElementConfig`, taken together. */
  at(paths: readonly string[]): Fields;
  within(nodes: readonly Node[]): Fields;
}

export function officialFields(file: string): OfficialFields {
  const root = JSON.parse(readFileSync(file, 'utf8')) as Node;
  const at = (path: string): Node => {
    const found = resolved(`#/definitions/pipeline/${path}`, root);
    if (found === undefined) throw new Error(`Harness's schema has no ${path} any more.`);
    return found;
  };
  return {
    at: (paths) => fieldsOf(paths.map(at), root),
    within: (nodes) => fieldsOf(nodes, root),
  };
}

/** Of a schema that refers to nothing outside itself, such as that of a step's spec of ours. */
export function fieldsOf(nodes: readonly Node[], root: Node = {}): Fields {
  const fields = new Map<string, readonly Node[]>();
  for (const node of nodes.flatMap((each) => branchesOf(each, root, new Set()))) {
    for (const [name, field] of Object.entries(mappingOf(node['properties']))) {
      if (isNode(field) && !isNoteOfItsGenerator(field))
        fields.set(name, [...(fields.get(name) ?? []), field]);
    }
  }
  return fields;
}

/** Every definition is given a `description` that says what the definition is: no author writes it. */
function isNoteOfItsGenerator(field: Node): boolean {
  return Object.keys(field).every((key) => key === 'desc');
}

/** A schema and all that it is made of; a list counts as its elements. */
function branchesOf(node: Node, root: Node, seen: Set<Node>): readonly Node[] {
  if (seen.has(node)) return [];
  seen.add(node);
  const { $ref: reference, items } = node;
  const conditional = [node['then'], node['else']];
  const parts = [
    typeof reference === 'string' ? resolved(reference, root) : undefined,
    ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(node[key])),
    ...conditional,
    ...(Array.isArray(items) ? items : [items]),
  ].filter(isNode);
  return [node, ...parts.flatMap((part) => branchesOf(part, root, seen))];
}

function resolved(reference: string, root: Node): Node | undefined {
  let node: unknown = root;
  for (const segment of reference.slice(2).split('/'))
    node = isNode(node) ? node[segment] : undefined;
  return isNode(node) ? node : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mappingOf(value: unknown): Node {
  return isNode(value) ? value : {};
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
