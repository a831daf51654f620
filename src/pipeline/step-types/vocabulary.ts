// The words in which a step type's spec is defined once and then checked in three modes.
import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import type { JsonObject } from '../../lib/json.ts';
import {
  EXPRESSION,
  FINE_DURATION,
  TEXT,
  VARIABLE_NAME,
  VARIABLE_NAME_PATTERN,
  WORD,
  without,
} from '../schema-words.ts';
import { refusedLeaf, showValue, wrongLeaf } from './problem.ts';

/**
 * `written`: the author's YAML, strict about types as Harness is, where a value may be a text with
 * `<+…>`. `planned`: partly filled in, so `"50"` counts as 50, and `<+…>` may remain. `rendered`:
 * filled in, nothing may remain. Only `written` complains about fields that nothing reads.
 */
export type Mode = 'written' | 'planned' | 'rendered';

export interface Vocabulary {
  /** A text that is not blank. */
  text(): z.ZodType<string>;
  /** A text that may be empty. */
  anyText(): z.ZodType<string>;
  integer(minimum: number, maximum: number): z.ZodType<number>;
  flag(): z.ZodType<boolean>;
  /** True or false as such, never an expression. */
  fixedFlag(): z.ZodType<boolean>;
  /** What scripts and expressions can call a variable; never an expression. */
  variableName(): z.ZodType<string>;
  /** A text such as `10m` or `500ms`, as milliseconds above 0. */
  duration(): z.ZodType<number>;
  /** A text in which names may stand that only the step itself can fill in, even when all else is. */
  ownText(): z.ZodType<string>;
  /** Exactly this value, never an expression; `refused` says what to do about known other values. */
  only<Value extends string | boolean>(value: Value, refused?: Refused): z.ZodType<Value>;
  oneOf<Value extends string>(values: readonly Value[], refused?: Refused): z.ZodType<Value>;
  /** One of these values, or an expression that gives one. */
  choice<Value extends string>(values: readonly Value[]): z.ZodType<Value>;
  /** A field that Harness knows and that must stay without effect here. */
  unused(advice: string): z.ZodType<unknown>;
  texts(minimum?: number): z.ZodType<readonly string[]>;
  list<Item>(item: z.ZodType<Item>, minimum?: number, maximum?: number): z.ZodType<readonly Item[]>;
  object<Fields extends z.ZodRawShape>(fields: Fields): z.ZodObject<Fields>;
}

/** Values by their text; `*` stands for every other one. */
export type Refused = Readonly<Record<string, string>>;

export function vocabulary(mode: Mode): Vocabulary {
  const open = mode !== 'rendered';
  const coerces = mode !== 'written';
  return {
    text: () => textLeaf(mode, WORD, (text) => text.trim() !== ''),
    anyText: () => textLeaf(mode, TEXT, () => true),
    integer: (minimum, maximum) => {
      const expected = `a whole number from ${minimum} to ${maximum}`;
      const schema = { type: 'integer', minimum, maximum };
      return leaf({ expected, schema, mayBeExpression: open }, (value) => {
        const number = coerces ? numberOf(value) : value;
        const fits = Number.isInteger(number) && Number(number) >= minimum;
        return fits && Number(number) <= maximum ? { accepted: Number(number) } : undefined;
      });
    },
    flag: () =>
      leaf({ expected: 'true or false', schema: FLAG, mayBeExpression: open }, (value) =>
        flagOf(value),
      ),
    fixedFlag: () =>
      leaf({ expected: 'true or false', schema: { type: 'boolean' } }, (value) =>
        typeof value === 'boolean' ? { accepted: value } : undefined,
      ),
    variableName: () =>
      leaf({ expected: 'the name of a variable', schema: VARIABLE_NAME }, (value) =>
        typeof value === 'string' && VARIABLE_NAME_PATTERN.test(value)
          ? { accepted: value }
          : undefined,
      ),
    duration: () =>
      leaf(
        { expected: 'a duration such as 10m', schema: FINE_DURATION, mayBeExpression: open },
        (value) => {
          const durationMs = typeof value === 'string' ? durationOf(value) : undefined;
          return durationMs === undefined ? undefined : { accepted: durationMs };
        },
      ),
    ownText: () => textLeaf('planned', TEXT, () => true),
    choice: (values) => {
      const expected = `one of ${values.join(', ')}`;
      const schema = { enum: [...values] };
      return leaf({ expected, schema, mayBeExpression: open }, (given) =>
        accept(given, values, {}),
      );
    },
    only: (value, refused = {}) =>
      leaf({ expected: JSON.stringify(value), schema: { const: value } }, (given) =>
        accept(given, [value], refused),
      ),
    oneOf: (values, refused = {}) =>
      leaf({ expected: `one of ${values.join(', ')}`, schema: { enum: [...values] } }, (given) =>
        accept(given, values, refused),
      ),
    unused: (advice) =>
      leaf({ expected: 'nothing', schema: without(advice), judgesExpressions: true }, (value) =>
        unusedOf(value, advice),
      ),
    texts: (minimum = 0) => textsLeaf(mode, minimum),
    list: (item, minimum = 0, maximum = 1_000) => {
      const error = `must have ${minimum} to ${maximum} elements`;
      return z.array(item).min(minimum, { error }).max(maximum, { error });
    },
    object: (fields) => (mode === 'written' ? strict(fields) : z.object(fields)),
  };
}

type Verdict<Value> = { readonly accepted: Value } | { readonly refused: string } | undefined;

interface Leaf {
  /** In words, for who wrote something else. */
  readonly expected: string;
  /** For the JSON Schema of the language. */
  readonly schema: JsonObject;
  readonly mayBeExpression?: boolean;
  /** Whatever an expression would give, it is refused like any value. */
  readonly judgesExpressions?: boolean;
}

const FLAG: JsonObject = { enum: [true, false, 'true', 'false'] };

/** One value. Where an expression may stand for it, a text with `<+` passes as it is. */
function leaf<Value>(
  { expected, schema, mayBeExpression = false, judgesExpressions = false }: Leaf,
  judge: (value: unknown) => Verdict<Value>,
): z.ZodType<Value> {
  const wanted = mayBeExpression ? `${expected} or an expression` : expected;
  const described = mayBeExpression ? { anyOf: [schema, EXPRESSION] } : schema;
  return z
    .any()
    .meta(described)
    .transform((value: unknown, context): Value => {
      if (mayBeExpression && isExpression(value)) return value as Value;
      const verdict = isExpression(value) && !judgesExpressions ? undefined : judge(value);
      if (verdict !== undefined && 'accepted' in verdict) return verdict.accepted;
      const issue =
        verdict === undefined ? wrongLeaf(value, wanted) : refusedLeaf(value, verdict.refused);
      context.addIssue({ ...issue });
      return z.NEVER;
    });
}

function textLeaf(
  mode: Mode,
  schema: JsonObject,
  fits: (text: string) => boolean,
): z.ZodType<string> {
  const described = { expected: 'a text', schema, mayBeExpression: mode !== 'rendered' };
  return leaf(described, (value) => {
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    const text = mode !== 'written' && isPlain ? String(value) : value;
    return typeof text === 'string' && fits(text) ? { accepted: text } : undefined;
  });
}

/** Filled in, a list of texts may also come as one text with commas. */
function textsLeaf(mode: Mode, minimum: number): z.ZodType<readonly string[]> {
  const schema = { type: 'array', items: { ...TEXT, minLength: 1 }, minItems: minimum };
  const expected = minimum === 0 ? 'a list of texts' : 'a list of at least one text';
  const described = { expected, schema, mayBeExpression: mode !== 'rendered' };
  return leaf(described, (value) => {
    const items =
      typeof value === 'string' && mode !== 'written'
        ? value.split(',').map((item) => item.trim())
        : value;
    if (!Array.isArray(items) || items.length < minimum) return undefined;
    const fits = items.every(
      (item) =>
        typeof item === 'string' && item !== '' && (mode !== 'rendered' || !isExpression(item)),
    );
    return fits ? { accepted: items } : undefined;
  });
}

function strict<Fields extends z.ZodRawShape>(fields: Fields): z.ZodObject<Fields> {
  const known = Object.keys(fields).join(', ');
  // The complaint about an unknown key carries the known ones to whoever words it.
  return z.strictObject(fields, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}

function accept<Value extends string | boolean>(
  given: unknown,
  values: readonly Value[],
  refused: Refused,
): Verdict<Value> {
  const accepted = values.find((value) => value === given);
  if (accepted !== undefined) return { accepted };
  if (given === undefined)
    return refused['*'] === undefined ? undefined : { refused: refused['*'] };
  const shown = showValue(given);
  const advice = Object.hasOwn(refused, shown) ? refused[shown] : refused['*'];
  return advice === undefined ? undefined : { refused: advice };
}

function unusedOf(value: unknown, advice: string): Verdict<undefined> {
  const isEmptyList = Array.isArray(value) && value.length === 0;
  const isEmptyObject =
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const isEmpty = value === undefined || value === '' || flagOf(value)?.accepted === false;
  return isEmpty || isEmptyList || isEmptyObject ? { accepted: undefined } : { refused: advice };
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.includes('<+');
}

/** Milliseconds are known here, and not in time-outs. */
function durationOf(text: string): number | undefined {
  const milliseconds = /^\s*(\d{1,12})ms\s*$/.exec(text)?.[1];
  const durationMs = milliseconds === undefined ? parseDuration(text) : Number(milliseconds);
  return durationMs === 0 ? undefined : durationMs;
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,12}(\.0+)?$/.test(value.trim())
    ? Number(value)
    : value;
}

function flagOf(value: unknown): { readonly accepted: boolean } | undefined {
  if (typeof value === 'boolean') return { accepted: value };
  if (value === 'true' || value === 'false') return { accepted: value === 'true' };
  return undefined;
}
