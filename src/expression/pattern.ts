// The operator `=~`: a whole text against a regular expression, a value in a list, a key in a map.
import { canonicalJson, isJsonObject, type Json } from '../lib/json.ts';
import type { Computed } from './operators.ts';
import { compileRegex } from './regex.ts';
import { textOf } from './text-of.ts';

export function matches(subject: Json, pattern: Json): Computed {
  if (Array.isArray(pattern)) {
    const wanted = canonicalJson(subject);
    return { status: 'value', value: pattern.some((each) => canonicalJson(each) === wanted) };
  }
  if (isJsonObject(pattern)) {
    return { status: 'value', value: Object.hasOwn(pattern, textOf(subject)) };
  }
  if (typeof pattern !== 'string') {
    return { status: 'invalid', message: 'the pattern after =~ must be a text' };
  }
  const compiled = compileRegex(pattern);
  return compiled.status === 'regex' ? compiled.matches(textOf(subject)) : compiled;
}
