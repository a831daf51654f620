// A condition as it is written: an expression, or `true` and `false`.
import { optional } from './fields.ts';
import { type Place, reportAt, scalarOf } from './place.ts';

export function readConditionText(mapping: Place, key: string): string | undefined {
  const condition = optional(mapping, key);
  if (condition === undefined) return undefined;
  const value = scalarOf(condition.node);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  reportAt(condition, 'wrong-type', 'A condition must be a text.', 'Write an expression.');
  return undefined;
}
