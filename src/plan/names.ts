// The tree of names that expressions can use while the plan is made.
import { inputDefault, isInput, parseInput } from '../expression/input.ts';
import { ownMember } from '../expression/methods/own-member.ts';
import type { Lookup } from '../expression/scope.ts';
import type { Json } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import type { Selectors, Tags, Variable } from '../pipeline/pipeline.ts';
import type { TextStart } from '../pipeline/text-start.ts';
import { originOf } from './resolved-values.ts';
import { positionAt, SETTLED, type Session } from './session.ts';

/** A place in the author's files, by the path a binding would use and by position. */
export interface Place {
  readonly path: string;
  readonly position: Position | undefined;
  /** Where the characters of the text stand, when it is not one of a field. */
  readonly start?: TextStart;
}

export type NameNode =
  | { readonly kind: 'group'; readonly members: Names }
  /** As it was written: it may hold expressions or be an open input. */
  | { readonly kind: 'written'; readonly value: Json; readonly place: Place | undefined }
  /** Known only when the run is under way. */
  | { readonly kind: 'later' }
  /** Nobody will know it, for this reason. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Its trouble has been told. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'search'; readonly search: Search };

export type Names = ReadonlyMap<string, NameNode>;

/** Looks for the rest of a path; `path` is the whole of it, for messages. */
export type Search = (rest: readonly string[], path: readonly string[]) => Lookup;

export function group(members: Readonly<Record<string, NameNode | undefined>>): NameNode {
  const present = Object.entries(members).flatMap(([name, node]): [string, NameNode][] =>
    node === undefined ? [] : [[name, node]],
  );
  return { kind: 'group', members: new Map(present) };
}

export function text(value: string | undefined): NameNode | undefined {
  return value === undefined ? undefined : plain(value);
}

export function plain(value: Json): NameNode {
  return { kind: 'written', value, place: undefined };
}

export function selectorsAsJson(selectors: Selectors): Json {
  return typeof selectors === 'string' ? selectors : [...selectors];
}

/** Harness knows it as null. */
export function nothing(): NameNode {
  return { kind: 'search', search: () => ({ status: 'found', value: null }) };
}

/** Harness has it, and Penstock has not: the author is told why. */
export function unknown(why: string): NameNode {
  return { kind: 'unknown', why };
}

export function tagGroup(tags: Tags): NameNode {
  const members = Object.entries(tags).map(([name, value]): [string, NameNode] => [
    name,
    plain(value),
  ]);
  return { kind: 'group', members: new Map(members) };
}

/** Variables under the path by which bindings know them. */
export function variableGroup(variables: readonly Variable[], path: string): NameNode {
  const members = variables.map((variable): [string, NameNode] => [
    variable.name,
    variableNode(variable, `${path}.${variable.name}`),
  ]);
  return { kind: 'group', members: new Map(members) };
}

export function variableNode({ type, value, position }: Variable, path: string): NameNode {
  const place: Place = { path, position };
  return { kind: 'written', value: type === 'Secret' ? secretOf(value) : value, place };
}

/** A variable of type Secret holds the name of a secret, and means what it keeps. */
function secretOf(value: Json): Json {
  if (typeof value !== 'string') return value;
  const named = isInput(value) ? inputDefault(value) : value;
  if (named === undefined || named === '' || named.includes('<+')) return value;
  return `<+secrets.getValue(${JSON.stringify(named)})>`;
}

/** `names` knows the segments of the path from `from` on. */
export function lookUp(names: Names, path: readonly string[], session: Session, from = 0): Lookup {
  let members = names;
  for (const [index, segment] of path.entries()) {
    if (index < from) continue;
    const node = members.get(segment);
    if (node === undefined) return missingMember(path, index, members);
    if (node.kind === 'group') members = node.members;
    else return answer(node, path.slice(index + 1), path, session);
  }
  const [first] = members.keys();
  return first === undefined
    ? { status: 'missing' }
    : { status: 'missing', nearest: [...path, first].join('.') };
}

/** A name with a dash or a dot in it is no part of an expression: it is asked for as a text. */
function missingMember(path: readonly string[], index: number, members: Names): Lookup {
  const segment = path[index] ?? '';
  const prefix = path.slice(0, index);
  const asked = path.slice(index).join('.');
  const meant = [...members.keys()].find(
    (name) => asked === name || asked.startsWith(`${name}.`) || name.startsWith(`${segment}-`),
  );
  if (meant === undefined) {
    return index === 0 ? missingRoot(path, members) : missing(prefix, segment, members.keys());
  }
  return { status: 'missing', nearest: `${prefix.join('.')}.get(${JSON.stringify(meant)})` };
}

/** What holds in a stage or pipeline has to be named by it, and a secret is asked for by its name. */
function missingRoot(path: readonly string[], members: Names): Lookup {
  const [root = '', identifier = ''] = path;
  if (root === 'secrets' && path.length === 2) {
    return { status: 'missing', nearest: `secrets.getValue(${JSON.stringify(identifier)})` };
  }
  const owner = ['stage', 'pipeline'].find((each) => isThere(members.get(each), path));
  return owner === undefined
    ? missing([], root, members.keys())
    : { status: 'missing', nearest: [owner, ...path].join('.') };
}

function isThere(node: NameNode | undefined, [segment, ...rest]: readonly string[]): boolean {
  if (segment === undefined) return node !== undefined && node.kind !== 'group';
  return node?.kind === 'group' && isThere(node.members.get(segment), rest);
}

/** No such segment below the prefix: names the one that was meant, if any comes close. */
export function missing(
  prefix: readonly string[],
  segment: string,
  known: Iterable<string>,
): Lookup {
  const meant = nearest(segment, known);
  return meant === undefined
    ? { status: 'missing' }
    : { status: 'missing', nearest: [...prefix, meant].join('.') };
}

/** The answer to an input that nobody has filled in and that has no default. */
export function openInput(place: Place, session: Session, written: string): void {
  const isLate = parseInput(written)?.isAskedDuringRun === true;
  const late = isLate
    ? ' While a run is under way only the spec of a step may ask, and no step of a rollback.'
    : '';
  const message = `"${place.path}" is an open input.${late}`;
  const hint = `Fill it in with --input ${place.path}=…`;
  const position = positionAt(session, place.path, place.position);
  session.report('unbound-input', position, message, hint);
}

function answer(
  node: Exclude<NameNode, { kind: 'group' }>,
  rest: readonly string[],
  path: readonly string[],
  session: Session,
): Lookup {
  switch (node.kind) {
    case 'search':
      return node.search(rest, path);
    case 'later':
      return rest.length === 0
        ? { status: 'later', need: path.join('.') }
        : { status: 'missing', nearest: path.slice(0, -rest.length).join('.') };
    case 'unknown':
      return { status: 'missing', why: node.why };
    case 'settled':
      return { status: 'later', need: SETTLED };
    case 'written':
      if (node.place === undefined) session.recorder.note({ kind: 'name', name: path.join('.') });
      return below(node.value, node.place, rest, session);
  }
}

function below(
  written: Json,
  place: Place | undefined,
  rest: readonly string[],
  session: Session,
): Lookup {
  if (typeof written === 'string' && place !== undefined && isInput(written)) {
    const value = inputDefault(written);
    if (value !== undefined) {
      session.recorder.note(originOf(place, true, session.recorder));
      return { status: 'found', value };
    }
    openInput(place, session, written);
    return { status: 'later', need: SETTLED };
  }
  let value: Json | undefined = written;
  for (const segment of rest) {
    value = value === undefined ? undefined : ownMember(value, segment);
  }
  if (value === undefined) return { status: 'missing' };
  if (place !== undefined) session.recorder.note(originOf(place, false, session.recorder));
  return { status: 'found', value };
}
