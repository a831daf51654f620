// A step's spec at the start of an attempt: outputs, statuses and secrets replace what was left open.
import { renderJson } from '../expression/render.ts';
import type { JsonObject } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import type { StepNode } from '../plan/plan.ts';
import { type RuntimeFacts, runtimeScope, type SecretReader } from './runtime-scope.ts';
import type { State } from './state.ts';

export type RenderedSpec =
  | {
      readonly status: 'rendered';
      readonly spec: JsonObject;
      /** The secrets that went in, to be kept out of logs. */
      readonly secrets: readonly string[];
    }
  | { readonly status: 'failed'; readonly message: string };

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
  const [problem] = rendered.problems;
  if (problem !== undefined) {
    const message = `${place(step, problem.path)}: ${problem.message}`;
    return { status: 'failed', message };
  }
  if (rendered.needs.length > 0) {
    const message = `${place(step, [])}: nobody knows ${rendered.needs.join(', ')}`;
    return { status: 'failed', message };
  }
  const spec = isJsonObject(rendered.value) ? rendered.value : {};
  return { status: 'rendered', spec, secrets: used };
}

function place(step: StepNode, path: readonly (string | number)[]): string {
  const members = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return `step "${step.name}" (${step.path}), spec${members.join('')}`;
}
