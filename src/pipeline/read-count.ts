// A whole number from 0, or an expression that yields one.
import type { Json } from '../lib/json.ts';
import { reportWrongType } from './check-leaf.ts';
import { optional } from './fields.ts';
import { type Place, scalarOf } from './place.ts';

export function readCount(mapping: Place, key: string): Json | undefined {
  const place = optional(mapping, key);
  if (place === undefined) return undefined;
  const value = scalarOf(place.node);
  if (typeof value === 'string' && value.includes('<+')) return value;
  const count = place.source.bound.has(place.node) ? Number(value) : value;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return count;
  reportWrongType(place, 'a whole number from 0 or an expression');
  return undefined;
}
