// How large a value may become.
import type { Json } from '../lib/json.ts';
import type { Computed } from './operators.ts';
import { invalid, type Outcome, value } from './outcome.ts';
import { textOf } from './text-of.ts';

const MAX_VALUE_LENGTH = 1_048_576;

export function limited(result: Json, at: number): Outcome {
  if (typeof result === 'number' && Math.abs(result) > Number.MAX_SAFE_INTEGER) {
    return invalid('value', 'the number is too large', at);
  }
  return textOf(result).length > MAX_VALUE_LENGTH
    ? invalid('value', `the text is longer than ${MAX_VALUE_LENGTH} characters`, at)
    : value(result);
}

export function computed(result: Computed, at: number): Outcome {
  return result.status === 'value'
    ? limited(result.value, at)
    : invalid('value', result.message, at);
}
