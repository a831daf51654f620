// Variables of a step: those a script gets, and those that are kept of it.
import type { z } from 'zod';
import type { Vocabulary } from './vocabulary.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  /** Harness's; an output of type `Secret` is kept sealed, and shown to nobody. */
  readonly type?: string;
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
    ...besides(field),
  });
  return field.list(variable).default([]);
}

/** `value` is in the given words. */
export function outputVariables(
  field: Vocabulary,
  value: () => z.ZodType<string>,
  secrets: 'sealed' | 'refused' = 'refused',
): z.ZodType<readonly NamedValue[]> {
  const variable = field.object({
    name: field.variableName(),
    type:
      secrets === 'sealed'
        ? field.oneOf(['String', 'Number', 'Secret'])
        : field.oneOf(['String', 'Number'], { Secret: SECRET_OUTPUT }),
    value: value(),
    ...besides(field),
  });
  return field.list(variable);
}

/** What every variable of Harness may have; a step's has its value written out. */
function besides(field: Vocabulary): {
  readonly description: z.ZodOptional<z.ZodType<string>>;
  readonly required: z.ZodOptional<z.ZodType<boolean>>;
  readonly default: z.ZodOptional<z.ZodType<unknown>>;
  readonly metadata: z.ZodOptional<z.ZodType<unknown>>;
} {
  return {
    description: field.anyText().optional(),
    required: field.flag().optional(),
    default: field.unused('Write it as the value.').optional(),
    metadata: field.unused('Leave it out: it belongs to the pages of Harness.').optional(),
  };
}
