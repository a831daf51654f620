// A whole number that the author may have written as an expression.
import { textOf } from '../expression/text-of.ts';
import type { Json } from '../lib/json.ts';
import { type Filling, fillNow } from './fill.ts';
import type { Place } from './names.ts';

/** Undefined when it is not written, or wrong and reported. `holder` is the place of its mapping. */
export function lowerCount(
  written: Json | undefined,
  name: string,
  holder: Place,
  filling: Filling,
): number | undefined {
  if (written === undefined) return undefined;
  const place: Place = { ...holder, path: `${holder.path}.${name}` };
  const filled =
    typeof written === 'string'
      ? fillNow(written, place, filling, 'unsupported-strategy')
      : written;
  if (filled === undefined) return undefined;
  const count = Number(textOf(filled).trim() || Number.NaN);
  if (Number.isInteger(count) && count >= 0) return count;
  const message = `"${place.path}" is ${textOf(filled)}, which is no whole number from 0.`;
  filling.session.report('wrong-value', place.position, message, `Write such as ${name}: 1.`);
  return undefined;
}
