// One case: what the language makes of a text, and what must never come of it.

import { underAnyName } from '../../src/expression/aliases.ts';
import { ownMember } from '../../src/expression/methods/own-member.ts';
import { renderCondition, renderText } from '../../src/expression/render.ts';
import type { Lookup, Scope } from '../../src/expression/scope.ts';
import type { Json } from '../../src/lib/json.ts';
import type { SourceFile } from '../../src/pipeline/pipeline.ts';
import { readProject } from '../../src/pipeline/read-project.ts';
import { createPlan } from '../../src/plan/create-plan.ts';

export type Case =
  | { readonly kind: 'expression'; readonly text: string }
  | { readonly kind: 'project'; readonly files: readonly SourceFile[] };

/** Nothing that is made of a text may hold this, which only the host knows. */
export const CANARY: string = 'only the host knows this';

/** Why the outcome may not be, or undefined; throws what the language throws. */
export function judge(each: Case): string | undefined {
  const outcomes = each.kind === 'expression' ? ofExpression(each.text) : ofProject(each.files);
  for (const outcome of outcomes) {
    const leak = leakIn(outcome);
    if (leak !== undefined) return leak;
  }
  return 'polluted' in {} ? 'the prototype of objects was changed' : undefined;
}

function ofExpression(text: string): readonly unknown[] {
  return [renderText(text, SCOPE), renderCondition(text, SCOPE)];
}

function ofProject(files: readonly SourceFile[]): readonly unknown[] {
  const { project, bound, diagnostics } = readProject(files, []);
  const planned = project.pipelines.flatMap(({ identifier }) =>
    createPlan({
      project,
      pipeline: identifier,
      bound,
      facts: { rules: {}, secrets: () => undefined },
    }),
  );
  return [diagnostics, ...planned.map((each) => [each.plan, each.diagnostics, each.needs])];
}

/** Plain JSON has no functions, no prototypes but two, and nothing of the process. */
function leakIn(outcome: unknown): string | undefined {
  const pending: unknown[] = [outcome];
  const seen = new Set<object>();
  for (
    let value = pending.pop();
    pending.length > 0 || value !== undefined;
    value = pending.pop()
  ) {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      return `a ${typeof value} came out`;
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return `${value} came out`;
    if (typeof value === 'string' && value.includes(CANARY)) return 'the process was read';
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) {
      return `an object of the host came out: ${String(value)}`;
    }
    for (const key of Reflect.ownKeys(value)) {
      const member = Reflect.getOwnPropertyDescriptor(value, key);
      if (member?.get !== undefined) return `a getter came out: ${String(key)}`;
      if (member?.value !== undefined) pending.push(member.value);
    }
  }
  return undefined;
}

const KNOWN: Json = {
  stage: {
    name: 'web',
    variables: { port: '80', list: ['x', 'y'], 'a.b': 'dotted' },
  },
  matrix: { weight: '50' },
  loop: '<+loop>',
  text: 'pre-<+stage.variables.port>-<+steps.a.output.v>',
  json: '{"a": [1, {"b": "x"}], "__proto__": {"polluted": true}}',
  xml: '<a b="1"><c>x</c><c>y</c></a>',
  long: 'ab,'.repeat(3_000),
  pipeline: { stages: { s50: { status: 'SUCCEEDED' } } },
};

const SCOPE: Scope = {
  name: (path) =>
    underAnyName(path, (names): Lookup => {
      if (names[0] === 'steps') return { status: 'later', need: names.join('.') };
      let at: Json | undefined = KNOWN;
      for (const segment of names) at = at === undefined ? undefined : ownMember(at, segment);
      return at === undefined ? { status: 'missing' } : { status: 'found', value: at };
    }),
  call: (path, args) => {
    const name = path.join('.');
    if (name === 'join')
      return { status: 'found', value: args.map(String).join('+').slice(0, 9_999) };
    return name === 'secrets.getValue' ? { status: 'later', need: name } : { status: 'missing' };
  },
};
