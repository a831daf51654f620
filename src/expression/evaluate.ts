// The evaluator: a syntax tree and a scope give a value, or what is left of the tree.
import type { Json } from '../lib/json.ts';
import { base64 } from './functors/base64.ts';
import { FUNCTORS } from './functors/functors.ts';
import { computed, limited } from './limited.ts';
import { callMethod, isMethodName } from './methods/call-method.ts';
import type { MethodResult } from './methods/method.ts';
import { ownMember } from './methods/own-member.ts';
import {
  applyOperator,
  type Computed,
  isEmpty,
  isTrue,
  joinTexts,
  negate,
  sizeOf,
} from './operators.ts';
import { all, invalid, missing, type Outcome, restOf, value } from './outcome.ts';
import { parseText } from './parse.ts';
import { MAX_NESTING } from './parse-expression.ts';
import type { Lookup, Scope } from './scope.ts';
import type {
  Binary,
  Call,
  Entry,
  Expression,
  LazyOperator,
  Method,
  Name,
  Segment,
  Unary,
} from './syntax.ts';
import { textOf } from './text-of.ts';

/** One rendering: `trail` holds the texts that are being filled in, outermost first. */
export interface Evaluation {
  readonly scope: Scope;
  readonly trail: readonly string[];
  /** Counts down over the whole rendering. */
  readonly budget: { steps: number };
}

export const MAX_STEPS = 20_000;
const TOO_MUCH = invalid('value', `it takes more than ${MAX_STEPS} steps to evaluate`, 0);

/** Fills in a text, and the texts that its names stand for. */
export function evaluateText(text: string, run: Evaluation): Outcome {
  if (run.trail.includes(text)) {
    const through = [...run.trail.slice(run.trail.indexOf(text)), text].map(shortened);
    return invalid('value', `a value refers to itself: ${through.join(' → ')}`, 0);
  }
  if (run.trail.length > MAX_NESTING) {
    return invalid('value', `values refer to each other more than ${MAX_NESTING} times`, 0);
  }
  run.budget.steps -= Math.ceil(text.length / 256);
  const parsed = parseText(text);
  if (parsed.status === 'invalid') return parsed;
  const inner = { ...run, trail: [...run.trail, text] };
  return evaluate(parsed.expression, inner);
}

export function evaluate(node: Expression, run: Evaluation): Outcome {
  run.budget.steps -= 1;
  if (run.budget.steps < 0) return TOO_MUCH;
  switch (node.kind) {
    case 'value':
      return value(node.value);
    case 'template':
      return join(node.parts, run);
    case 'list':
      return all(
        node.items.map((item) => evaluate(item, run)),
        (values) => value(values),
        (items) => ({ kind: 'list', items }),
      );
    case 'map':
      return map(node.entries, run);
    case 'name':
      return lookUp(node, run);
    case 'call':
      return call(node, run);
    case 'member':
      return member(node.of, { kind: 'value', value: node.name }, node.at, run);
    case 'index':
      return member(node.of, node.index, node.at, run);
    case 'method':
      return method(node, run);
    case 'unary':
      return unary(node, run);
    case 'binary':
      return binary(node, run);
    case 'conditional':
      return conditional(node, run);
  }
}

function join(parts: readonly Expression[], run: Evaluation): Outcome {
  return all(
    parts.map((part) => evaluate(part, run)),
    (values) => {
      const text = values.map(textOf).join('');
      return spend(run, [text]) ?? limited(text, 0);
    },
    (rests) => ({
      kind: 'template',
      parts: merged(rests.flatMap((rest) => (rest.kind === 'template' ? rest.parts : [rest]))),
    }),
  );
}

/** Texts side by side become one, so that no two of them can look like an expression together. */
function merged(parts: readonly Expression[]): readonly Expression[] {
  const result: Expression[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.kind !== 'value' || part.kind !== 'value') result.push(part);
    else result.splice(-1, 1, { kind: 'value', value: textOf(last.value) + textOf(part.value) });
  }
  return result;
}

function map(entries: readonly Entry[], run: Evaluation): Outcome {
  const pairs = <T>(flat: readonly T[]): readonly (readonly [T, T])[] =>
    flat.flatMap((key, index) => {
      const held = flat[index + 1];
      return index % 2 === 0 && held !== undefined ? [[key, held] as const] : [];
    });
  return all(
    entries.flatMap((entry) => [evaluate(entry.key, run), evaluate(entry.value, run)]),
    (values) =>
      limited(Object.fromEntries(pairs(values).map(([key, held]) => [textOf(key), held])), 0),
    (rests) => ({
      kind: 'map',
      entries: pairs(rests).map(([key, held]) => ({ key, value: held })),
    }),
  );
}

/** A name; its segments may have to be made first. */
function lookUp(node: Name, run: Evaluation): Outcome {
  return withSegments(node, run, (path) =>
    answered(run.scope.name(path), { ...node, segments: path }, path.join('.'), run),
  );
}

function call(node: Call, run: Evaluation): Outcome {
  return withSegments(node, run, (path) =>
    all(
      node.args.map((arg) => evaluate(arg, run)),
      (args) => callKnown({ ...node, segments: path }, path, args, run),
      (args) => ({ ...node, segments: path, args }),
    ),
  );
}

function callKnown(
  node: Call,
  path: readonly string[],
  args: readonly Json[],
  run: Evaluation,
): Outcome {
  const functor = FUNCTORS.get(path.join('.'));
  if (functor !== undefined) return resultOf(() => functor(args), args, node.at, run);
  const name = path.at(-1) ?? '';
  if (name === 'getAsBase64') return encoded(node, path, run);
  const values = args.map((arg): Expression => ({ kind: 'value', value: arg }));
  const lookup = run.scope.call(path, args);
  if (lookup.status === 'missing' && path.length > 1) {
    const of: Name = { kind: 'name', segments: path.slice(0, -1), at: node.at };
    if (isMethodName(name) || run.scope.name(path.slice(0, -1)).status === 'found') {
      return methodOfName(of, name, args, run);
    }
  }
  return answered(lookup, { ...node, args: values }, `${path.join('.')}()`, run);
}

/** A file's expressions are filled in before it is encoded. */
function encoded(node: Call, path: readonly string[], run: Evaluation): Outcome {
  const asText: Call = { ...node, segments: [...path.slice(0, -1), 'getAsString'] };
  return all(
    [evaluate(asText, run)],
    ([text = null]) => limited(base64(textOf(text)), node.at),
    () => node,
  );
}

/** `stage.variables.get("a.b")` asks for a name: what holds variables need not be a value itself. */
function methodOfName(of: Name, name: string, args: readonly Json[], run: Evaluation): Outcome {
  const [key] = args;
  if (name === 'get' && typeof key === 'string' && args.length === 1) {
    return lookUp({ ...of, segments: [...of.segments, key] }, run);
  }
  const values = args.map((arg): Expression => ({ kind: 'value', value: arg }));
  return method({ kind: 'method', of, name, args: values, at: of.at }, run);
}

function answered(lookup: Lookup, node: Name | Call, shown: string, run: Evaluation): Outcome {
  if (lookup.status === 'missing') return missing(shown, lookup, node.at);
  if (lookup.status === 'found') {
    return lookup.literal === true ? value(lookup.value) : filledIn(lookup.value, run, node.at);
  }
  const rest = lookup.as === undefined ? node : { ...node, segments: lookup.as };
  return { status: 'later', needs: [lookup.need], rest };
}

/** A value that is itself a text with expressions; what is composed of values is never read again. */
function filledIn(found: Json, run: Evaluation, at: number): Outcome {
  if (typeof found !== 'string' || !found.includes('<+')) return value(found);
  const inner = evaluateText(found, run);
  return inner.status === 'invalid' ? { ...inner, at } : inner;
}

function withSegments(
  node: Name | Call,
  run: Evaluation,
  then: (path: readonly string[]) => Outcome,
): Outcome {
  const made = node.segments.map((segment) =>
    typeof segment === 'string' ? value(segment) : evaluate(segment, run),
  );
  return all(
    made,
    (values) => then(values.flatMap((each, index) => segmentsOf(node.segments[index], each))),
    (rests) => ({
      ...node,
      segments: rests.map((rest) => (rest.kind === 'value' ? textOf(rest.value) : rest)),
    }),
  );
}

/** What an inner expression yields may be several segments; it is never more than that. */
function segmentsOf(written: Segment | undefined, made: Json): readonly string[] {
  return typeof written === 'string' ? [written] : textOf(made).split('.');
}

function member(of: Expression, key: Expression, at: number, run: Evaluation): Outcome {
  const index = evaluate(key, run);
  if (of.kind === 'name' && index.status === 'value' && typeof index.value === 'string') {
    return lookUp({ ...of, segments: [...of.segments, index.value] }, run);
  }
  return all(
    [evaluate(of, run), index],
    ([target = null, name = null]) => {
      const found = ownMember(target, name);
      return found === undefined
        ? invalid('name', `there is no member ${JSON.stringify(name)}`, at)
        : value(found);
    },
    ([target = of, name = key]) => ({ kind: 'index', of: target, index: name, at }),
  );
}

function method(node: Method, run: Evaluation): Outcome {
  return all(
    [node.of, ...node.args].map((each) => evaluate(each, run)),
    ([target = null, ...args]) => {
      const call = (): MethodResult => callMethod(target, node.name, args);
      return resultOf(call, [target, ...args], node.at, run);
    },
    ([target = node.of, ...args]) => ({ ...node, of: target, args }),
  );
}

/** Long values cost more than short ones, before and after. */
function resultOf(
  compute: () => MethodResult,
  from: readonly Json[],
  at: number,
  run: Evaluation,
): Outcome {
  const spent = spend(run, from);
  if (spent !== undefined) return spent;
  const result = compute();
  if ('message' in result) return invalid(result.reason ?? 'value', result.message, at);
  return spend(run, [result.value]) ?? limited(result.value, at);
}

function spend({ budget }: Evaluation, values: readonly Json[]): Outcome | undefined {
  for (const each of values) budget.steps -= Math.ceil(textOf(each).length / 256);
  return budget.steps < 0 ? TOO_MUCH : undefined;
}

function unary(node: Unary, run: Evaluation): Outcome {
  const operand = evaluate(node.operand, run);
  return all(
    [node.operator === 'empty' ? nullIfUnknown(operand) : operand],
    ([known = null]) => computed(applyUnary(node.operator, known), node.at),
    ([rest = node.operand]) => ({ ...node, operand: rest }),
  );
}

function applyUnary(operator: Unary['operator'], operand: Json): Computed {
  switch (operator) {
    case '!':
      return { status: 'value', value: !isTrue(operand) };
    case 'empty':
      return { status: 'value', value: isEmpty(operand) };
    case 'size':
      return sizeOf(operand);
    case '-':
      return negate(operand);
  }
}

function nullIfUnknown(outcome: Outcome): Outcome {
  return outcome.status === 'invalid' && outcome.reason === 'name' ? value(null) : outcome;
}

function binary(node: Binary, run: Evaluation): Outcome {
  const { operator } = node;
  if (operator === '&&' || operator === '||' || operator === '?:' || operator === '??') {
    return shortCut({ ...node, operator }, run);
  }
  const sides = [evaluate(node.left, run), evaluate(node.right, run)];
  // Whoever compares with null asks whether there is such a name at all.
  const asksForNull =
    (operator === '==' || operator === '!=') && [node.left, node.right].some(isNull);
  return all(
    asksForNull ? sides.map(nullIfUnknown) : sides,
    ([left = null, right = null]) =>
      computed(
        operator === '+' && isQuoted(node.left) && isQuoted(node.right)
          ? joinTexts(left, right)
          : applyOperator(operator, left, right),
        node.at,
      ),
    ([left = node.left, right = node.right]) => ({
      ...node,
      left: asQuotedAs(node.left, left),
      right: asQuotedAs(node.right, right),
    }),
  );
}

function isNull(node: Expression): boolean {
  return node.kind === 'value' && node.value === null;
}

function isQuoted(node: Expression): boolean {
  return (node.kind === 'value' || node.kind === 'template') && node.isQuoted === true;
}

function asQuotedAs(written: Expression, rest: Expression): Expression {
  const isText = rest.kind === 'value' || rest.kind === 'template';
  return isText && isQuoted(written) ? { ...rest, isQuoted: true } : rest;
}

/** The right side is judged only when the left one is known and does not decide alone. */
function shortCut(node: Binary & { operator: LazyOperator }, run: Evaluation): Outcome {
  const { operator } = node;
  const left = evaluate(node.left, run);
  if (left.status === 'later') {
    const right = unjudged(node.right, run);
    return { ...left, rest: { ...node, left: left.rest, right } };
  }
  if (operator === '?:' || operator === '??') {
    const known = nullIfUnknown(left);
    if (known.status !== 'value') return known;
    const holds = operator === '?:' ? isTrue(known.value) : known.value !== null;
    return holds ? known : evaluate(node.right, run);
  }
  if (left.status === 'invalid') return left;
  if (isTrue(left.value) === (operator === '||')) return value(isTrue(left.value));
  return all(
    [evaluate(node.right, run)],
    ([right = null]) => value(isTrue(right)),
    ([right = node.right]) => ({ ...node, left: restOf(left), right }),
  );
}

function conditional(node: Expression & { kind: 'conditional' }, run: Evaluation): Outcome {
  const test = evaluate(node.test, run);
  if (test.status === 'invalid') return test;
  if (test.status === 'value') return evaluate(isTrue(test.value) ? node.yes : node.no, run);
  const rest: Expression = {
    kind: 'conditional',
    test: test.rest,
    yes: unjudged(node.yes, run),
    no: unjudged(node.no, run),
  };
  return { ...test, rest };
}

/** What may never be reached is filled in as far as it goes; a mistake in it waits until then. */
function unjudged(node: Expression, run: Evaluation): Expression {
  const outcome = evaluate(node, run);
  return outcome.status === 'invalid' ? node : restOf(outcome);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
