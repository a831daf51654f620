// The methods of texts that take a regular expression.
import type { Json } from '../../lib/json.ts';
import { compileRegex, type Matched, type Regex } from '../regex.ts';
import { list, type MethodResult, type TextMethod, takes, wholeNumber } from './method.ts';

export const PATTERN_METHODS: readonly (readonly [string, TextMethod])[] = [
  takes('matches', 1, 1, (text, [pattern = '']) => by(pattern, (regex) => regex.matches(text))),
  takes('replaceAll', 2, 2, (text, [pattern = '', to = '']) =>
    by(pattern, (regex) => regex.replaceAll(text, to)),
  ),
  takes('replaceFirst', 2, 2, (text, [pattern = '', to = '']) =>
    by(pattern, (regex) => regex.replaceFirst(text, to)),
  ),
  takes('split', 1, 2, (text, [pattern = ''], [, limit]) => {
    const most = limit === undefined ? 0 : wholeNumber(limit);
    if (most === undefined) return { message: 'the limit of split is a number' };
    const result = by(pattern, (regex) => regex.split(text, most));
    return 'value' in result && Array.isArray(result.value) ? list(result.value) : result;
  }),
];

export function by(pattern: string, use: (regex: Regex) => Matched<Json>): MethodResult {
  const compiled = compileRegex(pattern);
  const matched = compiled.status === 'regex' ? use(compiled) : compiled;
  return matched.status === 'value' ? { value: matched.value } : { message: matched.message };
}
