// Whether an input has a value that it allows, where expressions say which those are.

import {
  type AllowedValues,
  checkInput,
  type ParsedInput,
  parseInput,
} from '../expression/input.ts';
import { splitList } from '../expression/input-list.ts';
import { renderText } from '../expression/render.ts';
import { textOf } from '../expression/text-of.ts';
import type { Json } from '../lib/json.ts';
import type { AskedInput } from './asked-input.ts';
import type { Filling } from './fill.ts';
import type { Place } from './names.ts';
import { planningScope } from './planning-scope.ts';
import { muted } from './session.ts';

/** What cannot be told before the run (a matrix value, say) is not judged; the rest is reported. */
export function checkGiven(input: string, value: Json, place: Place, filling: Filling): void {
  const parsed = parseInput(input);
  if (parsed === undefined || !input.slice(MARK.length).includes('<+')) {
    if (parsed !== undefined) report(checkInput(value, parsed), place, filling);
    return;
  }
  const { allowed, regex } = parsed;
  const resolved = allowed && resolveAllowed(allowed, filling);
  const pattern = regex === undefined ? undefined : textIn(regex, filling);
  const known = {
    ...parsed,
    ...(resolved && { allowed: resolved }),
    ...(pattern !== undefined && { regex: pattern }),
  };
  if (allowed !== undefined && resolved === undefined) return;
  report(checkInput(value, known), place, filling);
}

const MARK = '<+input>';

function report(objection: string | undefined, place: Place, { session }: Filling): void {
  if (objection === undefined) return;
  const message = `The value of ${place.path} cannot be taken: ${objection}.`;
  const hint = 'Give a value that the input allows, or change the input.';
  session.report('wrong-value', place.position, message, hint);
}

/** The default, the values and the pattern with their expressions filled in; undefined when one is not known yet. */
export function knownRules(
  { default: fallback, allowed, regex }: ParsedInput,
  filling: Filling,
): Pick<AskedInput, 'default' | 'allowed' | 'regex'> | undefined {
  const resolved = allowed && resolveAllowed(allowed, filling);
  const texts = [fallback, regex].map((each) => each && textIn(each, filling));
  const [value, pattern] = texts;
  const isOpen =
    (allowed !== undefined && resolved === undefined) ||
    (fallback !== undefined && value === undefined) ||
    (regex !== undefined && pattern === undefined);
  if (isOpen) return undefined;
  return {
    ...(value !== undefined && { default: value }),
    ...(resolved !== undefined && {
      allowed: { values: resolved.values, many: resolved.many },
    }),
    ...(pattern !== undefined && { regex: pattern }),
  };
}

function resolveAllowed(
  { values, many, expression }: AllowedValues,
  filling: Filling,
): AllowedValues | undefined {
  if (expression === undefined) {
    const texts = values.map((value) => textIn(value, filling));
    return texts.includes(undefined)
      ? undefined
      : { values: texts.map((text) => text ?? ''), many };
  }
  const isWhole = /^<\+[^<>]*>$/.test(expression);
  const list = knownValue(isWhole ? expression : `<+${expression}>`, filling);
  if (list === undefined) return undefined;
  return { values: Array.isArray(list) ? list.map(textOf) : splitList(textOf(list)), many };
}

function textIn(written: string, filling: Filling): string | undefined {
  const value = knownValue(written, filling);
  return value === undefined ? undefined : textOf(value);
}

function knownValue(written: string, { session, names }: Filling): Json | undefined {
  const rendered = renderText(written, planningScope(muted(session), names, undefined));
  return rendered.status === 'value' ? rendered.value : undefined;
}
