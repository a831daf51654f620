// What every element may have: a condition and a time-out.
import { textOf } from '../expression/text-of.ts';
import { parseDuration } from '../lib/duration.ts';
import type { Element, WhenText } from '../pipeline/pipeline.ts';
import { type Filling, fillCondition, fillNow } from './fill.ts';
import type { Place } from './names.ts';
import type { When } from './plan.ts';
import { positionAt } from './session.ts';

/** What a plan says of a template; a fragment of a node. */
export function lowerTemplate({ template }: Element): { readonly template?: string } {
  return template === undefined ? {} : { template };
}

/** Absent when it says no more than what holds anyway. */
export function lowerWhen(
  element: Element & { readonly when: WhenText | undefined },
  filling: Filling,
): When | undefined {
  const { when } = element;
  if (when === undefined) return undefined;
  const { status, condition } = when;
  const left =
    condition === undefined
      ? undefined
      : lowerCondition(element, 'when.condition', condition, filling);
  if (left !== undefined) return { status, condition: left };
  return status === 'Success' ? undefined : { status };
}

export function lowerTimeout(
  element: Element & { readonly timeout: string | undefined },
  filling: Filling,
): number | undefined {
  if (element.timeout === undefined || element.timeout.trim() === '') return undefined;
  const place = placeOf(element, 'timeout', filling);
  const filled = fillNow(element.timeout, place, filling);
  if (filled === undefined) return undefined;
  const timeoutMs = parseDuration(textOf(filled));
  if (timeoutMs === undefined) {
    const message = `The timeout "${textOf(filled)}" is no duration.`;
    const hint = 'Write such as 30s, 10m, 2h or 1d.';
    filling.session.report('bad-timeout', place.position, message, hint);
  }
  return timeoutMs;
}

/** What is left of a condition; absent when it holds, `false` when it cannot. */
export function lowerCondition(
  element: Element,
  key: string,
  condition: string,
  filling: Filling,
): string | undefined {
  if (condition.trim() === '') return undefined;
  const place = placeOf(element, key, filling);
  const filled = fillCondition(condition, place, filling);
  if (filled.status === 'later') return filled.rest;
  return filled.status === 'value' && filled.value === false ? 'false' : undefined;
}

function placeOf(element: Element, key: string, { session }: Filling): Place {
  const path = `${element.fqn}.${key}`;
  return { path, position: positionAt(session, path, element.position) };
}
