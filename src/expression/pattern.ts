// The operator `=~`: a whole text against a regular expression, or a value in a list.
import { canonicalJson, type Json } from '../lib/json.ts';
import type { Computed } from './operators.ts';
import { textOf } from './text-of.ts';

/** Patterns that could take for ever are refused, and so are long subjects. */
export function matches(subject: Json, pattern: Json): Computed {
  if (Array.isArray(pattern)) {
    const wanted = canonicalJson(subject);
    return { status: 'value', value: pattern.some((each) => canonicalJson(each) === wanted) };
  }
  if (typeof pattern !== 'string') return refused('the pattern after =~ must be a text');
  const text = textOf(subject);
  if (text.length > MAX_SUBJECT) return refused(`=~ takes at most ${MAX_SUBJECT} characters`);
  const unsafe = whyUnsafe(pattern);
  if (unsafe !== undefined) return refused(`the pattern "${pattern}" ${unsafe}`);
  try {
    return { status: 'value', value: new RegExp(`^(?:${pattern})$`).test(text) };
  } catch {
    return refused(`"${pattern}" is not a regular expression`);
  }
}

const MAX_SUBJECT = 1_000;
const MAX_PATTERN = 200;
const MAX_REPEATS = 3;

/** Time grows with subject^repeats, and without bound when a repeated group can match in several ways. */
function whyUnsafe(pattern: string): string | undefined {
  if (pattern.length > MAX_PATTERN) return `is longer than ${MAX_PATTERN} characters`;
  const bare = pattern.replaceAll(/\\\\|\\[^\d]/g, '_').replaceAll(/\[[^\]]*\]/g, '_');
  if (/\\\d/.test(bare)) return 'refers back to a group';
  if (/\)[*+{]/.test(bare)) return 'repeats a group';
  const repeats = bare.match(/[*+]|\{\d*,/g)?.length ?? 0;
  return repeats > MAX_REPEATS ? `has more than ${MAX_REPEATS} open repetitions` : undefined;
}

function refused(message: string): Computed {
  return { status: 'invalid', message };
}
