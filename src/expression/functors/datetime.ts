// `datetime.currentDate` and `datetime.currentTime`, for scopes that know what time it is.
import type { Lookup } from '../scope.ts';

/** Undefined when another function is asked for; without a time, it is known only later. */
export function datetime(path: readonly string[], now: number | undefined): Lookup | undefined {
  const name = path.join('.');
  if (name !== 'datetime.currentDate' && name !== 'datetime.currentTime') return undefined;
  if (now === undefined) return { status: 'later', need: name };
  const shown = new Date(now).toISOString().slice(0, -1);
  return { status: 'found', value: name.endsWith('Date') ? shown.slice(0, 10) : shown };
}
