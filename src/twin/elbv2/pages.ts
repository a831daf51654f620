// Paging as ELBv2 does it: `PageSize` items, then a `NextMarker` to go on with.
import type { JsonObject } from '../../lib/json.ts';
import { numberOf, textOf } from '../request-fields.ts';
import { validationError } from './elbv2-error.ts';

const MOST = 400;

export function page<Item>(
  items: readonly Item[],
  request: JsonObject,
): { readonly items: readonly Item[]; readonly marker: { readonly NextMarker?: string } } {
  const size = numberOf(request, 'PageSize') ?? MOST;
  if (!Number.isInteger(size) || size < 1 || size > MOST) {
    throw validationError(`PageSize must be between 1 and ${MOST}`);
  }
  const from = startOf(textOf(request, 'Marker'));
  const rest = from + size < items.length ? { NextMarker: `from-${from + size}` } : {};
  return { items: items.slice(from, from + size), marker: rest };
}

function startOf(marker: string | undefined): number {
  if (marker === undefined || marker === '') return 0;
  const digits = /^from-(\d{1,9})$/.exec(marker)?.[1];
  if (digits === undefined) throw validationError(`Marker '${marker}' is invalid`);
  return Number(digits);
}
