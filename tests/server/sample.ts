// A value that a schema takes, made from the schema itself: the least that passes.
import { z } from 'zod';

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

export function sampleOf(schema: z.ZodType): unknown {
  const sample = make(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
  );
  const read = schema.safeParse(sample);
  if (!read.success) throw new Error(`no sample was found: ${z.prettifyError(read.error)}`);
  return sample;
}

function make(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return make(schema.anyOf[0] ?? {});
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, make(schema.properties?.[key] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => make(schema.items ?? {}));
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function text({ format, pattern, minLength = 0 }: JsonSchema): string {
  if (format === 'uri') return 'https://example.com/hook';
  if (format === 'email') return 'somebody@example.com';
  const known = ['sample', 'sample1', '1'].map((each) => each.padEnd(minLength, 'a'));
  const fitting = known.find((each) => pattern === undefined || new RegExp(pattern).test(each));
  if (fitting === undefined) throw new Error(`no text is known for the pattern ${pattern}`);
  return fitting;
}
