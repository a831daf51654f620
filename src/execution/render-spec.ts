// A step's spec at the start of an attempt: outputs, statuses and secrets replace what was left open.
import { renderJson } from '../expression/render.ts';
import type { Lookup } from '../expression/scope.ts';
import type { JsonObject } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import type { StepNode } from '../plan/plan.ts';
import { type RuntimeFacts, runtimeScope, type SecretReader } from './runtime-scope.ts';
import type { State } from './state.ts';

export type RenderedSpec = {
  /** The secrets that went in, to be kept out of logs, messages and the journal. */
  readonly secrets: readonly string[];
} & (
  | { readonly status: 'rendered'; readonly spec: JsonObject }
  | { readonly status: 'failed'; readonly message: string }
);

/** `own` are the first segments of names that the step itself fills in: they stay as they are. */
export function renderSpec(
  state: State,
  step: StepNode,
  facts: RuntimeFacts,
  own: readonly string[] = [],
): RenderedSpec {
  const used: string[] = [];
  const remember = (value: string | undefined): string | undefined => {
    if (value !== undefined && value !== '') used.push(value);
    return value;
  };
  const remembering: SecretReader = {
    read: (identifier) => remember(facts.secrets.read(identifier)),
    open: (sealed) => remember(facts.secrets.open?.(sealed)),
  };
  const all = runtimeScope(state, step.path, { ...facts, secrets: remembering });
  const scope = { ...all, name: (path: readonly string[]) => ownName(path, own) ?? all.name(path) };
  const rendered = renderJson(step.spec, scope);
  const secrets = facts.secrets.hidden?.() ?? used;
  const [problem] = rendered.problems;
  if (problem !== undefined) {
    const message = `${place(step, problem.path)}: ${problem.message}`;
    return { status: 'failed', message, secrets };
  }
  const unknown = rendered.needs.filter((need) => ownName(need.split('.'), own) === undefined);
  if (unknown.length > 0) {
    const message = `${place(step, [])}: nobody knows ${unknown.join(', ')}`;
    return { status: 'failed', message, secrets };
  }
  const spec = isJsonObject(rendered.value) ? rendered.value : {};
  return { status: 'rendered', spec, secrets };
}

function ownName(path: readonly string[], own: readonly string[]): Lookup | undefined {
  const isOwn = own.includes(path[0] ?? '');
  return isOwn ? { status: 'later', need: path.join('.') } : undefined;
}

function place(step: StepNode, path: readonly (string | number)[]): string {
  const members = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return `step "${step.name}" (${step.path}), spec${members.join('')}`;
}
