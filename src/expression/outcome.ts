// What came of evaluating a tree: a value, a smaller tree that waits for names, or a mistake.
import type { Json } from '../lib/json.ts';
import type { Invalid, Lookup } from './scope.ts';
import type { Expression } from './syntax.ts';

export type Outcome = Value | Later | Invalid;

export interface Value {
  readonly status: 'value';
  readonly value: Json;
}

/** `rest` is the tree with everything filled in that is known already. */
export interface Later {
  readonly status: 'later';
  readonly needs: readonly string[];
  readonly rest: Expression;
}

export function value(result: Json): Value {
  return { status: 'value', value: result };
}

export function invalid(reason: Invalid['reason'], message: string, at: number): Invalid {
  return { status: 'invalid', reason, message, at };
}

export function missing(name: string, lookup: Lookup & { status: 'missing' }, at: number): Invalid {
  if (lookup.why !== undefined) return invalid('name', `"${name}" is not known: ${lookup.why}`, at);
  const hint = lookup.nearest === undefined ? '' : `; did you mean "${lookup.nearest}"?`;
  return invalid('name', `there is no "${name}"${hint}`, at);
}

/**
 * Outcomes whose values are all needed: the first mistake wins, since no later value can mend it;
 * then the names that are waited for, all of them.
 */
export function all(
  outcomes: readonly Outcome[],
  whenKnown: (values: readonly Json[]) => Outcome,
  whenLater: (rests: readonly Expression[]) => Expression,
): Outcome {
  const values: Json[] = [];
  const rests: Expression[] = [];
  const needs = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.status === 'invalid') return outcome;
    if (outcome.status === 'value') values.push(outcome.value);
    else for (const need of outcome.needs) needs.add(need);
    rests.push(restOf(outcome));
  }
  if (needs.size === 0) return whenKnown(values);
  return { status: 'later', needs: [...needs], rest: whenLater(rests) };
}

/** What stands in a tree for an outcome: its value, or the tree that waits. */
export function restOf(outcome: Value | Later): Expression {
  return outcome.status === 'later' ? outcome.rest : { kind: 'value', value: outcome.value };
}
