// A repeat as the list of its iterations: so many times, or once per item or part of the items.
import { textOf } from '../expression/text-of.ts';
import type { Json } from '../lib/json.ts';
import type { Repeat } from '../pipeline/pipeline.ts';
import { type Expanded, type Expansion, fitsPlan, times } from './expansion.ts';
import type { Filling } from './fill.ts';
import { lowerCount } from './lower-count.ts';
import { lowerList } from './lower-list.ts';
import type { NameNode, Place } from './names.ts';
import { shortened } from './shortened.ts';

export function expandRepeat(strategy: Repeat, holder: Place, filling: Filling): Expansion {
  const place: Place = { ...holder, path: `${holder.path}.repeat` };
  const count = (name: 'times' | 'start' | 'end' | 'partitionSize' | 'maxConcurrency') =>
    lowerCount(strategy[name], name, place, filling);
  const maxConcurrency = count('maxConcurrency') ?? 0;
  if (strategy.items === undefined) {
    return { iterations: times(count('times'), place, filling), maxConcurrency };
  }
  const path = `${place.path}.items`;
  const items = lowerList(strategy.items, 'items', { ...place, path }, filling);
  if (items === undefined || !fitsPlan(items.length, place, filling)) {
    return { iterations: undefined, maxConcurrency };
  }
  const { unit } = strategy;
  if (strategy.partitionSize === undefined) {
    const chosen = between(items, count('start'), count('end'), unit);
    return { iterations: chosen.map(perItem), maxConcurrency };
  }
  const size = count('partitionSize');
  if (size === 0) reportSize(place, filling);
  return {
    iterations: size ? partition(items, size, unit).map(perPart) : undefined,
    maxConcurrency,
  };
}

/** From `start` up to and without `end`; in percent both are rounded shares of all items. */
function between(
  items: readonly Json[],
  start: number | undefined,
  end: number | undefined,
  unit: Repeat['unit'],
): readonly Json[] {
  const at = (bound: number): number => (unit === 'Percentage' ? share(bound, items) : bound);
  const until = end === undefined ? items.length : at(end);
  // As Harness: a share that comes to nothing still takes the first item.
  const least = unit === 'Percentage' ? Math.max(until, 1) : until;
  return items.slice(start === undefined ? 0 : at(start), least);
}

function partition(
  items: readonly Json[],
  size: number,
  unit: Repeat['unit'],
): readonly (readonly Json[])[] {
  const length = unit === 'Percentage' ? Math.max(share(size, items), 1) : size;
  const parts: Json[][] = [];
  for (let from = 0; from < items.length; from += length) {
    parts.push(items.slice(from, from + length));
  }
  return parts;
}

function share(percent: number, items: readonly Json[]): number {
  return Math.round((percent / 100) * items.length);
}

function perItem(item: Json, index: number): Expanded {
  return { postfix: `_${index}`, label: shortened(item), repeat: named('item', item) };
}

function perPart(part: readonly Json[], index: number): Expanded {
  const label = shortened(part.map(textOf).join(', '));
  return { postfix: `_${index}`, label, repeat: named('partition', part) };
}

function named(name: string, value: Json): ReadonlyMap<string, NameNode> {
  return new Map([[name, { kind: 'written', value, place: undefined }]]);
}

function reportSize(place: Place, { session }: Filling): void {
  const message = 'A part of 0 items would never come to an end.';
  session.report('wrong-value', place.position, message, 'Write such as partitionSize: 1.');
}
