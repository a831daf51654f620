// Output variables that a step makes of what it has learned.
import { fillOwn } from '../../execution/own-names.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { NamedValue } from '../../pipeline/step-types/variables.ts';
import { failure, MOVES_NONE } from './failure.ts';

export function outputsOf(variables: readonly NamedValue[], known: JsonObject): JsonObject {
  const filled = variables.map(({ name, value }) => {
    const result = fillOwn(value, known);
    if (result.status === 'value') return [name, result.value];
    throw failure('Unknown', {
      what: `The output variable "${name}" has no value`,
      why: result.message,
      todo: 'Correct its expression, or assert first what it needs',
      traffic: MOVES_NONE,
    });
  });
  return Object.fromEntries(filled);
}
