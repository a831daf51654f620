// How a step type is defined: its Harness name, where it may stand, and its spec in the vocabulary.
import { z } from 'zod';
import type { JsonObject } from '../../lib/json.ts';
import { problemsOf, type SpecProblem } from './problem.ts';
import { type Mode, type Vocabulary, vocabulary } from './vocabulary.ts';

export interface StepType<Spec> {
  readonly type: string;
  /** Whether it may stand only in a Deployment stage. */
  readonly deploys: boolean;
  /** The first segments of names that only the step itself can fill in. */
  readonly names: readonly string[];
  /** The time of a step that writes none; undefined means the usual one. */
  readonly timeoutMs: number | undefined;
  /** Everything wrong with a spec in the given mode; warnings only in mode `written`. */
  check(mode: Mode, spec: JsonObject): readonly SpecProblem[];
  parseRendered(spec: JsonObject): ParsedSpec<Spec>;
  /** The JSON Schema of the spec as an author writes it. */
  jsonSchema(): JsonObject;
}

export type ParsedSpec<Spec> =
  | { readonly status: 'ok'; readonly spec: Spec }
  | { readonly status: 'invalid'; readonly problems: readonly SpecProblem[] };

export interface StepTypeOptions {
  readonly names?: readonly string[];
  readonly timeoutMs?: number;
}

/** `define` is called at most once for each mode. */
export function defineStepType<Spec>(
  type: string,
  deploys: boolean,
  define: (field: Vocabulary) => z.ZodType<Spec>,
  { names = [], timeoutMs }: StepTypeOptions = {},
): StepType<Spec> {
  // Made when they are first asked for: a command that starts needs few of them.
  const schemas = new Map<Mode, z.ZodType<Spec>>();
  const schemaOf = (mode: Mode): z.ZodType<Spec> => {
    const schema = schemas.get(mode) ?? define(vocabulary(mode));
    schemas.set(mode, schema);
    return schema;
  };
  const parse = (mode: Mode, spec: JsonObject): ParsedSpec<Spec> => {
    const result = schemaOf(mode).safeParse(spec);
    if (result.success) return { status: 'ok', spec: result.data };
    return { status: 'invalid', problems: problemsOf(result.error, spec) };
  };
  return {
    type,
    deploys,
    names,
    timeoutMs,
    check: (mode, spec) => {
      const parsed = parse(mode, spec);
      return parsed.status === 'ok' ? [] : parsed.problems;
    },
    parseRendered: (spec) => parse('rendered', spec),
    jsonSchema: () => writtenSchema(schemaOf('written')),
  };
}

function writtenSchema(schema: z.ZodType): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return rest as JsonObject;
}

/** Fields of every step's spec that need nothing done: there are no delegates to select. */
export function commonFields(field: Vocabulary): {
  readonly delegateSelectors: z.ZodOptional<z.ZodType<readonly string[]>>;
  readonly metadata: z.ZodOptional<z.ZodType<string>>;
} {
  return {
    delegateSelectors: field.texts().optional(),
    metadata: field.anyText().optional(),
  };
}
