// The evaluator: a syntax tree and a scope give a value, or what is left of the tree.
import type { Json } from '../lib/json.ts';
import { callMethod, isMethodName, ownMember } from './methods.ts';
import { applyOperator, type Computed, isTrue, negate } from './operators.ts';
import { all, invalid, missing, type Outcome, restOf, value } from './outcome.ts';
import { MAX_NESTING, parseText } from './parse.ts';
import type { Lookup, Scope } from './scope.ts';
import type { Binary, Call, Expression, Method, Name, Segment } from './syntax.ts';
import { textOf } from './text-of.ts';

/** One rendering: `trail` holds the texts that are being filled in, outermost first. */
export interface Evaluation {
  readonly scope: Scope;
  readonly trail: readonly string[];
  /** Counts down over the whole rendering. */
  readonly budget: { steps: number };
}

export const MAX_STEPS = 20_000;
const MAX_VALUE_LENGTH = 1_048_576;

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
  if (run.budget.steps < 0) {
    return invalid('value', `it takes more than ${MAX_STEPS} steps to evaluate`, 0);
  }
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
      return all(
        [evaluate(node.operand, run)],
        ([operand = null]) =>
          computed(node.operator === '!' ? value(!isTrue(operand)) : negate(operand), node.at),
        ([operand = node.operand]) => ({ ...node, operand }),
      );
    case 'binary':
      return binary(node, run);
    case 'conditional':
      return conditional(node, run);
  }
}

function join(parts: readonly Expression[], run: Evaluation): Outcome {
  return all(
    parts.map((part) => evaluate(part, run)),
    (values) => limited(values.map(textOf).join(''), 0),
    (rests) => ({
      kind: 'template',
      parts: rests.flatMap((rest) => (rest.kind === 'template' ? rest.parts : [rest])),
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
  const name = path.at(-1) ?? '';
  const values = args.map((arg): Expression => ({ kind: 'value', value: arg }));
  const lookup = run.scope.call(path, args);
  if (lookup.status === 'missing' && path.length > 1 && isMethodName(name)) {
    const of: Name = { kind: 'name', segments: path.slice(0, -1), at: node.at };
    return method({ kind: 'method', of, name, args: values, at: node.at }, run);
  }
  return answered(lookup, { ...node, args: values }, `${path.join('.')}()`, run);
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
      const result = callMethod(target, node.name, args);
      return 'message' in result
        ? invalid('value', result.message, node.at)
        : limited(result.value, node.at);
    },
    ([target = node.of, ...args]) => ({ ...node, of: target, args }),
  );
}

function binary(node: Binary, run: Evaluation): Outcome {
  const { operator } = node;
  if (operator === '&&' || operator === '||' || operator === '?:') {
    return shortCut({ ...node, operator }, run);
  }
  return all(
    [evaluate(node.left, run), evaluate(node.right, run)],
    ([left = null, right = null]) => computed(applyOperator(operator, left, right), node.at),
    ([left = node.left, right = node.right]) => ({ ...node, left, right }),
  );
}

/** The right side is judged only when the left one is known and does not decide alone. */
function shortCut(node: Binary & { operator: '&&' | '||' | '?:' }, run: Evaluation): Outcome {
  const left = evaluate(node.left, run);
  if (left.status === 'later') {
    const right = unjudged(node.right, run);
    return { ...left, rest: { ...node, left: left.rest, right } };
  }
  if (node.operator === '?:') {
    if (left.status === 'value' && isTrue(left.value)) return left;
    const unknown = left.status === 'invalid' && left.reason !== 'name';
    return unknown ? left : evaluate(node.right, run);
  }
  if (left.status === 'invalid') return left;
  if (isTrue(left.value) === (node.operator === '||')) return value(isTrue(left.value));
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

function computed(result: Computed, at: number): Outcome {
  return result.status === 'value'
    ? limited(result.value, at)
    : invalid('value', result.message, at);
}

function limited(result: Json, at: number): Outcome {
  if (typeof result === 'number' && !Number.isFinite(result)) {
    return invalid('value', 'the number is too large', at);
  }
  return textOf(result).length > MAX_VALUE_LENGTH
    ? invalid('value', `the text is longer than ${MAX_VALUE_LENGTH} characters`, at)
    : value(result);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
