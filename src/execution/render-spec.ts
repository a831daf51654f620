// A step's spec at the start of an attempt: outputs, statuses and secrets replace what was left open.
import { renderJson } from '../expression/render.ts';
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

export function renderSpec(state: State, step: StepNode, facts: RuntimeFacts): RenderedSpec {
  const used: string[] = [];
  const remembering: SecretReader = {
    read: (identifier) => {
      const value = facts.secrets.read(identifier);
      if (value !== undefined && value !== '') used.push(value);
      return value;
    },
  };
  const scope = runtimeScope(state, step.path, { ...facts, secrets: remembering });
  const rendered = renderJson(step.spec, scope);
  const secrets = facts.secrets.hidden?.() ?? used;
  const [problem] = rendered.problems;
  if (problem !== undefined) {
    const message = `${place(step, problem.path)}: ${problem.message}`;
    return { status: 'failed', message, secrets };
  }
  if (rendered.needs.length > 0) {
    const message = `${place(step, [])}: nobody knows ${rendered.needs.join(', ')}`;
    return { status: 'failed', message, secrets };
  }
  const spec = isJsonObject(rendered.value) ? rendered.value : {};
  return { status: 'rendered', spec, secrets };
}

function place(step: StepNode, path: readonly (string | number)[]): string {
  const members = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return `step "${step.name}" (${step.path}), spec${members.join('')}`;
}
