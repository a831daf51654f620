// Variables of a step: those a script gets, and those that are kept of it.
import type { z } from 'zod';
import type { Vocabulary } from './vocabulary.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

const SECRET_OUTPUT =
  'Outputs are recorded, and secrets never are: write the secret where a later step can read it.';

export function environmentVariables(
  field: Vocabulary,
): z.ZodDefault<z.ZodType<readonly NamedValue[]>> {
  const variable = field.object({
    name: field.variableName(),
    type: field.oneOf(['String', 'Number', 'Secret']),
    value: field.anyText(),
  });
  return field.list(variable).default([]);
}

/** `value` is in the given words. */
export function outputVariables(
  field: Vocabulary,
  value: () => z.ZodType<string>,
): z.ZodType<readonly NamedValue[]> {
  const variable = field.object({
    name: field.variableName(),
    type: field.oneOf(['String', 'Number'], { Secret: SECRET_OUTPUT }),
    value: value(),
  });
  return field.list(variable);
}
