// `--input` and `--set`: values written into the YAML before anything typed is read from it.
import { isScalar, Scalar } from 'yaml';
import { inputObjection, parseInput } from '../expression/input.ts';
import type { Json } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import { findPlace, scalarsBelow } from './binding-path.ts';
import type { DiagnosticCode, Position } from './diagnostic.ts';
import type { Binding, Secret } from './pipeline.ts';
import {
  describe,
  isAbsent,
  isMapping,
  memberOf,
  type Place,
  positionOf,
  scalarOf,
} from './place.ts';
import type { Entity, EntityKind } from './sort-files.ts';
import type { Report } from './yaml-source.ts';

export interface AppliedBinding {
  readonly by: Binding['by'];
  readonly path: string;
  readonly written: string;
  /** The `<+input>` whose place the value takes. */
  readonly input?: string;
  /** The input set that it comes from. */
  readonly inputSet?: string;
  /** The fully qualified names of the places that have it now, where `path` may call them otherwise. */
  readonly at?: readonly string[];
}

export interface AppliedBindings {
  readonly bound: readonly AppliedBinding[];
  /** Secrets that no file describes and a binding gives. */
  readonly secrets: readonly Secret[];
}

const ROOTS: Readonly<Record<string, EntityKind>> = {
  pipeline: 'pipeline',
  service: 'service',
  services: 'service',
  environment: 'environment',
  environments: 'environment',
  infrastructure: 'infrastructureDefinition',
  infrastructures: 'infrastructureDefinition',
  connector: 'connector',
  connectors: 'connector',
  secret: 'secret',
  secrets: 'secret',
  overrides: 'overrides',
};

/** A refusal says what to do; `at` is the place it is about, if there is one. */
type Outcome =
  | { readonly status: 'bound'; readonly at: readonly string[]; readonly input?: string }
  | {
      readonly status: 'refused';
      /** `unknown-path` when it is not said. */
      readonly code?: DiagnosticCode;
      readonly message: string;
      readonly hint: string;
      readonly at?: Position;
    };

/** Changes the nodes of the entities; what cannot be bound is reported and changes nothing. */
export function applyBindings(
  entities: readonly Entity[],
  bindings: readonly Binding[],
  report: Report,
): AppliedBindings {
  const bound: AppliedBinding[] = [];
  const secrets = new Map<string, Secret>();
  for (const binding of bindings) {
    const path = pathOf(binding);
    const secret = newSecret(entities, path, binding);
    if (secret !== undefined) secrets.set(secret.identifier, secret);
    const outcome: Outcome =
      secret === undefined ? bind(entities, path, binding) : { status: 'bound', at: [path] };
    if (outcome.status === 'bound') {
      const { input, at } = outcome;
      const isElsewhere = at.some((each) => each !== path);
      const said = { by: binding.by, path, written: binding.value, ...(isElsewhere && { at }) };
      bound.push(input === undefined ? said : { ...said, input });
    } else report(refusal(binding, outcome));
  }
  return { bound, secrets: [...secrets.values()] };
}

function newSecret(
  entities: readonly Entity[],
  path: string,
  { by, value }: Binding,
): Secret | undefined {
  const identifier = /^secrets?\.([^.]+)$/.exec(path)?.[1];
  if (identifier === undefined) return undefined;
  if (entities.some(({ place }) => place.fqn === `secrets.${identifier}`)) return undefined;
  const position = { file: `--${by} ${path}`, line: 1, column: 1 };
  return { identifier, valueType: 'Inline', value, position };
}

function bind(entities: readonly Entity[], path: string, binding: Binding): Outcome {
  const secret = entities.find(({ kind, place }) => kind === 'secret' && place.fqn === path);
  if (secret !== undefined) return bindSecret(secret.place, binding);
  const starts = startsOf(entities, path);
  const found = starts
    .flatMap(({ place, rest }) => findPlace(place, rest) ?? [])
    .filter(({ node }) => node !== null);
  const bindable = found.filter((place) => isBindable(place, binding));
  const objection = firstObjection(bindable, binding.value);
  if (objection !== undefined) return objection;
  if (bindable.length > 0) {
    const input = bindable
      .map(({ node }) => String(scalarOf(node)))
      .find((text) => needsPlan(text, binding.value));
    for (const place of bindable) write(place, binding.value);
    const at = bindable.map(({ fqn }) => fqn);
    return { status: 'bound', at, ...(input !== undefined && { input }) };
  }
  const [first] = found;
  if (first !== undefined) return notBindable(first);
  const created = binding.by === 'set' && starts.some((start) => create(start, binding.value));
  return created ? { status: 'bound', at: [path] } : unknownPath(entities, path);
}

/** What a template asks for goes by its place in the pipeline, in the template's layout or not. */
function pathOf({ path }: Binding): string {
  return path
    .trim()
    .replace(/^secret\./, 'secrets.')
    .replaceAll('.template.templateInputs', '');
}

/** A bound secret holds its value itself, wherever the file said that it lies. */
function bindSecret(place: Place, { by, value }: Binding): Outcome {
  const spec = memberOf(place, 'spec');
  const kept = spec === undefined ? undefined : memberOf(spec, 'value');
  if (by === 'input' && kept !== undefined && !isAbsent(kept.node) && !isInput(kept.node))
    return notBindable({ ...kept, fqn: place.fqn });
  if (!isMapping(spec?.node)) {
    const message = 'the secret has no spec';
    return { status: 'refused', message, hint: 'Give it one.', at: positionOf(place) };
  }
  spec.node.set('value', value);
  spec.node.set('valueType', 'Inline');
  return { status: 'bound', at: [place.fqn] };
}

/** Only the plan can tell whether a value is allowed when it or the input's suffixes hold expressions. */
export function needsPlan(text: string, value: string): boolean {
  return parseInput(text) !== undefined && (value.includes('<+') || text.trim().includes('<+', 2));
}

/** An input says itself which values it takes. */
function firstObjection(places: readonly Place[], value: string): Outcome | undefined {
  for (const place of value.includes('<+') ? [] : places) {
    const message = inputObjection(String(scalarOf(place.node)), value);
    if (message === undefined) continue;
    const hint = 'Give a value that the input allows, or change the input.';
    return { status: 'refused', code: 'wrong-value', message, hint, at: positionOf(place) };
  }
  return undefined;
}

interface Start {
  readonly place: Place;
  readonly rest: readonly string[];
}

/** The entities that the first segments name, each with what is left of the path. */
function startsOf(entities: readonly Entity[], path: string): readonly Start[] {
  const [root = '', identifier = '', ...inside] = path.split('.');
  const kind = Object.hasOwn(ROOTS, root) ? ROOTS[root] : undefined;
  if (kind === 'pipeline')
    return ofKind(entities, kind).map(({ place }) => ({ place, rest: path.split('.').slice(1) }));
  const named = entities.filter(
    (entity) => entity.kind === kind && entity.place.fqn.endsWith(`.${identifier}`),
  );
  return named.map(({ place }) => ({ place, rest: inside }));
}

function ofKind(entities: readonly Entity[], kind: EntityKind): readonly Entity[] {
  return entities.filter((entity) => entity.kind === kind);
}

function isBindable(place: Place, { by }: Binding): boolean {
  return isScalar(place.node) && (by === 'set' || isInput(place.node));
}

function isInput(node: unknown): boolean {
  const value = scalarOf(node);
  return typeof value === 'string' && /^\s*<\+input>/.test(value);
}

function write(place: Place, text: string): void {
  const { node } = place;
  if (!isScalar(node)) return;
  node.value = typedLike(node.value, text);
  delete node.source;
  place.source.bound.add(node);
}

/** Text stays text, unless it takes the place of a number or a boolean. */
function typedLike(replaced: unknown, text: string): Json {
  if (typeof replaced === 'number' && /^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
  if (typeof replaced === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function create({ place, rest }: Start, text: string): boolean {
  const key = rest.at(-1);
  const parent = findPlace(place, rest.slice(0, -1));
  if (key === undefined || !isMapping(parent?.node)) return false;
  const scalar = new Scalar(text);
  parent.node.set(key, scalar);
  parent.source.bound.add(scalar);
  return memberOf(parent, key) !== undefined;
}

function notBindable(place: Place): Outcome {
  const value = scalarOf(place.node);
  const message =
    value === undefined
      ? `it is ${describe(place.node)}, and only a single value can be bound`
      : place.source.bound.has(place.node)
        ? `it has been given already, as ${describe(place.node)}`
        : `it is not <+input> but ${describe(place.node)}`;
  const hint =
    value === undefined
      ? `Bind one of the values below it, such as ${scalarsBelow(place)[0]?.fqn ?? place.fqn}.`
      : `To override what the file says, use --set ${place.fqn}=….`;
  return { status: 'refused', message, hint, at: positionOf(place) };
}

function unknownPath(entities: readonly Entity[], path: string): Outcome {
  const known = entities.flatMap(({ place }) => scalarsBelow(place).map(({ fqn }) => fqn));
  const meant = nearest(path, known);
  const hint =
    meant === undefined
      ? 'Paths start with pipeline, services, environments, infrastructures, overrides, connectors or secrets.'
      : `Did you mean "${meant}"?`;
  return { status: 'refused', message: 'nothing in the project has this path', hint };
}

function refusal(
  { by, path }: Binding,
  { code = 'unknown-path', message, hint, at }: Extract<Outcome, { status: 'refused' }>,
): Parameters<Report>[0] {
  const text = `--${by} ${path} cannot be bound: ${message}.`;
  return { code, severity: 'error', message: text, hint, position: at };
}
