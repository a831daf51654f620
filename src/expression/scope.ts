// What an expression can see: the port between the evaluator and whoever knows the names.
import type { Json } from '../lib/json.ts';

/**
 * The answer to a name or a call.
 * `later`: the name is right but its value is not known yet (a step's output while planning, a
 * secret, a fact of the cloud); `need` names it and the expression around it stays unevaluated,
 * with the name `as` in place of the one that was asked for, so that it means the same anywhere.
 * `found`: a text is filled in itself when it holds expressions, unless it is `literal`: what comes
 * from outside (a step's output, a secret) must say so, else it could read what it likes.
 * `missing`: nobody will ever know it; `nearest` is the closest name that exists, if any;
 * `why` says of a name that is right why its value will never be known.
 */
export type Lookup =
  | { readonly status: 'found'; readonly value: Json; readonly literal?: true }
  | { readonly status: 'later'; readonly need: string; readonly as?: readonly string[] }
  | { readonly status: 'missing'; readonly nearest?: string; readonly why?: string };

/**
 * Both functions are pure and may be called any number of times.
 * `name` gets the longest chain of plain members (`stage.variables.prodRule` comes as three
 * segments). `call` gets the chain in front of the parentheses (`secrets.getValue`) and evaluated
 * arguments; it answers `missing` for a function it does not have.
 */
export interface Scope {
  name(path: readonly string[]): Lookup;
  call(path: readonly string[], args: readonly Json[]): Lookup;
}

/**
 * What came of a text. `rest` is the text with everything filled in that is known already; `at` is an
 * offset into the text that was given. `reason`: it cannot be read, it uses a name that nobody knows,
 * or its values do not fit its operators.
 */
export type Rendered =
  | { readonly status: 'value'; readonly value: Json }
  | { readonly status: 'later'; readonly needs: readonly string[]; readonly rest: string }
  | Invalid;

export interface Invalid {
  readonly status: 'invalid';
  readonly reason: 'syntax' | 'name' | 'value';
  readonly message: string;
  readonly at: number;
}
