// `repeat:` of a strategy: so many times, or once per item or per part of a list of items.

import type { Json } from '../lib/json.ts';
import { choice, openMapping, optional } from './fields.ts';
import type { Repeat } from './pipeline.ts';
import { describe, elementsOf, jsonOf, type Place, reportAt } from './place.ts';
import { readCount } from './read-count.ts';
import { readValues } from './read-matrix.ts';
import { REPEAT, REPEAT_UNITS } from './shapes/strategy.ts';

const OF_ITEMS = ['start', 'end', 'unit', 'partitionSize'] as const;

type RepeatFields = Omit<Repeat, 'when' | 'onFailure' | 'position'>;

/** `mayBeEmpty`: a condition of the strategy keeps it from running then. */
export function readRepeat(place: Place, mayBeEmpty: boolean): RepeatFields | undefined {
  const repeat = openMapping(place, REPEAT);
  if (repeat === undefined) return undefined;
  const items = optional(repeat, 'items');
  const hasTimes = optional(repeat, 'times') !== undefined;
  if (hasTimes === (items !== undefined)) {
    const message = 'A repeat needs either times or items.';
    reportAt(repeat, hasTimes ? 'wrong-value' : 'missing-field', message, 'Write one of them.');
    return undefined;
  }
  if (hasTimes) warnOfItems(repeat, OF_ITEMS, 'without items');
  if (optional(repeat, 'partitionSize') !== undefined) {
    warnOfItems(repeat, ['start', 'end'], 'beside partitionSize, as in Harness');
  }
  const unit = optional(repeat, 'unit');
  return {
    kind: 'repeat',
    times: readCount(repeat, 'times'),
    items: items === undefined ? undefined : readItems(items, mayBeEmpty),
    start: readCount(repeat, 'start'),
    end: readCount(repeat, 'end'),
    unit: (unit === undefined ? undefined : choice(unit, REPEAT_UNITS)) ?? 'Count',
    partitionSize: readCount(repeat, 'partitionSize'),
    maxConcurrency: readCount(repeat, 'maxConcurrency'),
  };
}

/** Harness takes texts only, where an axis of a matrix may hold anything. */
function readItems(items: Place, mayBeEmpty: boolean): Json {
  for (const item of elementsOf(items)) {
    const value = jsonOf(item.node);
    if (typeof value === 'string') continue;
    reportAt(
      item,
      'wrong-type',
      `An item must be a text, but this is ${describe(item.node)}.`,
      'Put it in quotes.',
    );
  }
  return readValues(items, 'list', mayBeEmpty);
}

function warnOfItems(repeat: Place, keys: readonly string[], why: string): void {
  for (const key of keys) {
    const place = optional(repeat, key);
    if (place === undefined) continue;
    const message = `"${key}" has no effect ${why}.`;
    reportAt(place, 'unsupported-field', message, 'Remove it, or write what is meant.', 'warning');
  }
}
