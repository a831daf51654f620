// Filling texts and documents in: what a scope knows replaces the expressions in them.
import { isJsonObject, type Json } from '../lib/json.ts';
import { type Evaluation, evaluate, evaluateText, MAX_STEPS } from './evaluate.ts';
import { isTrue } from './operators.ts';
import type { Outcome } from './outcome.ts';
import { parseBody, parseText } from './parse.ts';
import { printExpression, printText } from './print.ts';
import type { Rendered, Scope } from './scope.ts';

export interface RenderedJson {
  /** Leaves that wait for names hold what is left of their expressions. */
  readonly value: Json;
  readonly needs: readonly string[];
  readonly problems: readonly RenderProblem[];
}

interface RenderProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export function containsExpression(text: string): boolean {
  return text.includes('<+');
}

/** What stands inside a text that is exactly one expression. */
export function stripOuter(text: string): string | undefined {
  const trimmed = text.trim();
  const parsed = parseText(trimmed);
  const whole =
    parsed.status === 'parsed' && !['value', 'template'].includes(parsed.expression.kind);
  return whole ? trimmed.slice(2, -1).trim() : undefined;
}

/** A text that is exactly one expression keeps the type of its value; else texts are joined. */
export function renderText(text: string, scope: Scope): Rendered {
  return containsExpression(text)
    ? rendered(evaluateText(text, begin(scope)))
    : { status: 'value', value: text };
}

/**
 * A condition: the text as a whole is an expression, whether it stands in `<+…>` or not. The value
 * is a boolean; what is left of one that must wait is again a condition.
 */
export function renderCondition(text: string, scope: Scope): Rendered {
  const parsed = parseBody(text);
  if (parsed.status === 'invalid') return parsed;
  const outcome = evaluate(parsed.expression, begin(scope));
  if (outcome.status === 'value') return { status: 'value', value: isTrue(outcome.value) };
  if (outcome.status === 'invalid') return outcome;
  return { status: 'later', needs: outcome.needs, rest: printExpression(outcome.rest) };
}

/** Every text in a JSON document, in place; problems are gathered, each with its path. */
export function renderJson(document: Json, scope: Scope): RenderedJson {
  const needs = new Set<string>();
  const problems: RenderProblem[] = [];
  const walk = (value: Json, path: readonly (string | number)[]): Json => {
    if (path.length > MAX_DEPTH) {
      problems.push({ path, message: `the document is nested deeper than ${MAX_DEPTH} levels` });
      return value;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (isJsonObject(value)) {
      const entries = Object.entries(value).map(([key, member]) => [
        key,
        member === undefined ? undefined : walk(member, [...path, key]),
      ]);
      return Object.fromEntries(entries);
    }
    if (typeof value !== 'string') return value;
    const result = renderText(value, scope);
    if (result.status === 'value') return result.value;
    if (result.status === 'invalid') problems.push({ path, message: result.message });
    else for (const need of result.needs) needs.add(need);
    return result.status === 'later' ? result.rest : value;
  };
  return { value: walk(document, []), needs: [...needs], problems };
}

const MAX_DEPTH = 64;

function begin(scope: Scope): Evaluation {
  return { scope, trail: [], budget: { steps: MAX_STEPS } };
}

function rendered(outcome: Outcome): Rendered {
  if (outcome.status !== 'later') return outcome;
  return { status: 'later', needs: outcome.needs, rest: printText(outcome.rest) };
}
