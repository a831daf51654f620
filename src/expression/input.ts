// Texts that people fill in before a run: `<+input>` with its suffixes.
import { matches } from './pattern.ts';

const SUFFIX = String.raw`\.([A-Za-z]+)\(((?:[^()]|\([^()]*\))*)\)`;
const INPUT = new RegExp(String.raw`^\s*<\+input>((?:${SUFFIX})*)\s*$`, 's');

const ONE_OF = ['allowedValues', 'selectOneFrom'];

/** The whole text is `<+input>`, with any of `.default(…)`, `.allowedValues(…)`, `.regex(…)`. */
export function isInput(text: string): boolean {
  return INPUT.test(text);
}

/** What holds when nobody fills it in; nothing for an input that Harness asks for while it runs. */
export function inputDefault(text: string): string | undefined {
  const suffixes = suffixesOf(text);
  return suffixes.has('executionInput') ? undefined : suffixes.get('default');
}

/** Why an input may not have this value, as the end of a sentence; undefined when it may. */
export function inputObjection(text: string, value: string): string | undefined {
  const suffixes = suffixesOf(text);
  for (const suffix of ONE_OF) {
    const allowed = valuesOf(suffixes.get(suffix));
    if (allowed !== undefined && !allowed.includes(value))
      return `"${value}" is none of the allowed values ${allowed.join(', ')}`;
  }
  const many = valuesOf(suffixes.get('selectManyFrom'));
  const stray = many && value.split(',').find((each) => !many.includes(each.trim()));
  if (stray !== undefined) return `"${stray}" is none of the allowed values ${many?.join(', ')}`;
  const pattern = suffixes.get('regex');
  if (pattern === undefined || pattern.includes('<+')) return undefined;
  const matched = matches(value, pattern.replace(/^\^/, '').replace(/\$$/, ''));
  if (matched.status === 'invalid') return `it cannot be checked: ${matched.message}`;
  return matched.value === true ? undefined : `"${value}" does not match ${pattern}`;
}

function suffixesOf(text: string): ReadonlyMap<string, string> {
  const all = INPUT.exec(text)?.[1] ?? '';
  const found = [...all.matchAll(new RegExp(SUFFIX, 'gs'))];
  return new Map(found.map(([, name = '', argument = '']) => [name, argument]));
}

/** The values between the commas; undefined when an expression yields them. */
function valuesOf(list: string | undefined): readonly string[] | undefined {
  if (list === undefined || list.includes('<+') || list.startsWith('jexl(')) return undefined;
  const values = list.match(/\\?'[^']*'|\\?"[^"]*"|[^,]+/g) ?? [];
  return values.map((value) => value.trim().replace(/^\\?(['"])(.*?)\\?\1$/s, '$2'));
}
