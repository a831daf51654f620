// A list of values that the author may have written as an expression or as a text.
import { isInput } from '../expression/input.ts';
import { textOf } from '../expression/text-of.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import type { DiagnosticCode } from '../pipeline/diagnostic.ts';
import { type Filling, fillJson, fillNow } from './fill.ts';
import type { Place } from './names.ts';

/** Single values become texts, as Harness has them; undefined when there is no list (reported). */
export function lowerList(
  written: Json,
  name: string,
  place: Place,
  filling: Filling,
  code: DiagnosticCode = 'unsupported-strategy',
): readonly Json[] | undefined {
  const filled = typeof written === 'string' ? fillNow(written, place, filling, code) : written;
  if (filled === undefined) return undefined;
  const isGiven = typeof written === 'string' && (!written.includes('<+') || isInput(written));
  const list = typeof filled === 'string' ? listIn(filled, isGiven) : filled;
  if (!Array.isArray(list)) {
    const message = `"${name}" must be a list of values.`;
    const hint =
      'Write such as [50, 100], or an expression that yields it, such as <+<+stage.variables.list>.split(",")>.';
    filling.session.report('wrong-value', place.position, message, hint);
    return undefined;
  }
  return list.map((value) => lowerValue(value, place, filling));
}

function lowerValue(value: Json, place: Place, filling: Filling): Json {
  if (typeof value === 'string') return textOf(fillNow(value, place, filling) ?? '');
  return isJsonObject(value) ? fillJson(value, place, filling) : textOf(value);
}

/** JSON, or where a person gave it: values with commas between them. */
function listIn(text: string, isGiven: boolean): Json {
  const trimmed = text.trim();
  if (isGiven && !trimmed.startsWith('[')) {
    return trimmed === '' ? [] : trimmed.split(',').map((value) => value.trim());
  }
  try {
    return JSON.parse(trimmed);
  } catch {
    return text;
  }
}
