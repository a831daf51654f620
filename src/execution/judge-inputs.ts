// Judges the values that people give to what they are asked.
import { checkInput } from '../expression/input.ts';
import type { AskedInput } from '../plan/asked-input.ts';

export type GivenInputs = Readonly<Record<string, string>>;

export type InputsRefusal =
  | { readonly code: 'unknown-input'; readonly name: string; readonly asked: readonly string[] }
  | { readonly code: 'wrong-input'; readonly name: string; readonly why: string }
  | { readonly code: 'missing-inputs'; readonly names: readonly string[] };

export type JudgedInputs =
  | { readonly status: 'taken'; readonly values: GivenInputs }
  | { readonly status: 'refused'; readonly refusal: InputsRefusal };

/** `earlier` is what others have given before. What is not required and has no value is left out. */
export function judgeInputs(
  asked: readonly AskedInput[],
  given: GivenInputs,
  earlier: GivenInputs = {},
): JudgedInputs {
  const refusal = wrongOf(asked, given);
  if (refusal !== undefined) return { status: 'refused', refusal };
  const values = valuesOf(asked, { ...earlier, ...given });
  const names = asked
    .filter(({ name, isRequired }) => isRequired && !hasValue(values, name))
    .map(({ name }) => name);
  if (names.length > 0) return { status: 'refused', refusal: { code: 'missing-inputs', names } };
  return { status: 'taken', values };
}

/** What was given may be taken, whether or not all that is required is there. */
export function wrongOf(
  asked: readonly AskedInput[],
  given: GivenInputs,
): InputsRefusal | undefined {
  for (const [name, value] of Object.entries(given)) {
    const input = asked.find((each) => each.name === name);
    if (input === undefined) {
      return { code: 'unknown-input', name, asked: asked.map((each) => each.name) };
    }
    const { allowed, regex } = input;
    const why = checkInput(value, {
      isAskedDuringRun: true,
      problems: [],
      ...(allowed && { allowed }),
      ...(regex !== undefined && { regex }),
    });
    if (why !== undefined) return { code: 'wrong-input', name, why };
  }
  return undefined;
}

/** With the defaults of what nobody has given. */
export function valuesOf(asked: readonly AskedInput[], given: GivenInputs): GivenInputs {
  const values: Record<string, string> = {};
  for (const { name, default: fallback } of asked) {
    const value = Object.hasOwn(given, name) ? given[name] : fallback;
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function hasValue(values: GivenInputs, name: string): boolean {
  return Object.hasOwn(values, name) && values[name]?.trim() !== '';
}
