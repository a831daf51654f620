// Filling the author's texts in while the plan is made; what is wrong with them is reported.
import { inputDefault, isInput } from '../expression/input.ts';
import { renderCondition, renderText } from '../expression/render.ts';
import type { Rendered } from '../expression/scope.ts';
import { textOf } from '../expression/text-of.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { DiagnosticCode } from '../pipeline/diagnostic.ts';
import { positionIn } from '../pipeline/text-start.ts';
import type { Asks } from './asks.ts';
import { checkGiven } from './check-given.ts';
import { type Names, openInput, type Place } from './names.ts';
import type { NodePath } from './plan.ts';
import { planningScope } from './planning-scope.ts';
import { type Origin, originOf, type ResolvedValue } from './resolved-values.ts';
import { positionAt, SETTLED, type Session } from './session.ts';

/** `settled`: it has no value, and why has been reported or asked for. */
export type Filled =
  | { readonly status: 'value'; readonly value: Json }
  | { readonly status: 'later'; readonly needs: readonly string[]; readonly rest: string }
  | { readonly status: 'settled' };

export interface Filling {
  readonly session: Session;
  readonly names: Names;
  /** The node of the plan whose texts are being filled in, and the name of its element. */
  readonly node: { readonly path: NodePath; readonly fqn: string };
  /** Of the spec of a step that may ask people before it begins. */
  readonly asks?: Asks;
}

function fillText(written: string, place: Place, filling: Filling): Filled {
  return fill(written, place, filling, renderText);
}

export function fillCondition(written: string, place: Place, filling: Filling): Filled {
  return fill(written, place, filling, renderCondition);
}

/** A text that must be known before the run starts; undefined when it is not (reported). */
export function fillNow(
  written: string,
  place: Place,
  filling: Filling,
  code: DiagnosticCode = 'unsupported-expression',
): Json | undefined {
  const filled = fillText(written, place, filling);
  if (filled.status === 'value') return filled.value;
  if (filled.status === 'later') {
    const message = `"${place.path}" must be known when the run starts, but ${filled.needs.join(', ')} is known only later.`;
    const hint = 'Use what is known before: variables, entities, inputs.';
    filling.session.report(code, place.position, message, hint);
  }
  return undefined;
}

/** Every text below a path; texts that wait keep what is left of their expressions. */
export function fillObject(written: JsonObject, place: Place, filling: Filling): JsonObject {
  const entries = Object.entries(written).map(([key, value]) => [
    key,
    value === undefined ? undefined : fillJson(value, below(place, key, filling), filling),
  ]);
  return Object.fromEntries(entries);
}

export function fillJson(written: Json, place: Place, filling: Filling): Json {
  if (Array.isArray(written)) {
    return written.map((item, index) =>
      fillJson(item, below(place, elementName(item, index), filling), filling),
    );
  }
  if (isJsonObject(written)) return fillObject(written, place, filling);
  if (typeof written !== 'string') {
    keepLiteral(written, place, filling);
    return written;
  }
  const asked = filling.asks?.add(written, place, filling);
  if (asked !== undefined) {
    const later = { status: 'later', needs: [asked.need], rest: asked.rest } as const;
    keepFilled(written, later, [], place, filling);
    return asked.rest;
  }
  const filled = fillText(written, place, filling);
  if (filled.status === 'value') return filled.value;
  return filled.status === 'later' ? filled.rest : written;
}

function fill(written: string, place: Place, filling: Filling, render: typeof renderText): Filled {
  const { session, names } = filling;
  const open = isInput(written);
  const source = open ? inputDefault(written) : written;
  if (source === undefined) {
    openInput(place, session, written);
    return { status: 'settled' };
  }
  const { result: rendered, origins } = session.recorder.during(() =>
    render(source, planningScope(session, names, place.position)),
  );
  if (rendered.status === 'invalid') {
    reportInvalid(rendered, open ? place : inside(written, rendered.at, place, session), session);
    return { status: 'settled' };
  }
  if (open && rendered.status === 'value') checkGiven(written, rendered.value, place, filling);
  if (rendered.status === 'later' && rendered.needs.includes(SETTLED)) return { status: 'settled' };
  keepFilled(written, rendered, origins, place, filling);
  return rendered;
}

/** Of a text that says nothing but what it says, nothing is kept. */
function keepFilled(
  written: string,
  rendered: Exclude<Filled, { status: 'settled' }>,
  origins: readonly Origin[],
  place: Place,
  filling: Filling,
): void {
  const { recorder } = filling.session;
  const isDefault = isInput(written);
  const own = originOf(place, isDefault, recorder);
  const isGiven = isDefault || recorder.boundAt(place.path) !== undefined;
  if (!isGiven && !written.includes('<+')) return;
  const waits = rendered.status === 'later' ? rendered.needs : [];
  const value = rendered.status === 'later' ? rendered.rest : rendered.value;
  recorder.keep({
    ...fieldAt(place, filling),
    written,
    value,
    origins: [
      ...(isGiven ? [own] : []),
      ...origins,
      ...waits.map((need): Origin => ({ kind: 'later', need })),
    ],
  });
}

/** A number or a boolean is told only where a binding gave it. */
function keepLiteral(value: Json, place: Place, filling: Filling): void {
  const { recorder } = filling.session;
  if (recorder.boundAt(place.path) === undefined) return;
  const origins = [originOf(place, false, recorder)];
  recorder.keep({ ...fieldAt(place, filling), written: textOf(value), value, origins });
}

function fieldAt(
  { path, position }: Place,
  { node }: Filling,
): Pick<ResolvedValue, 'path' | 'field' | 'position'> {
  const isBelow = path.startsWith(`${node.fqn}.`);
  return { path: node.path, field: isBelow ? path.slice(node.fqn.length + 1) : path, position };
}

function reportInvalid(
  { reason, message }: Rendered & { status: 'invalid' },
  place: Place,
  session: Session,
): void {
  const code = reason === 'name' ? 'unresolved-expression' : 'bad-expression';
  const hint = reason === 'name' ? 'Correct the name, or define it.' : 'Correct the expression.';
  const end = message.endsWith('?') ? '' : '.';
  const said = `"${place.path}" cannot be filled in: ${message}${end}`;
  session.report(code, place.position, said, hint);
}

/** Where in the file the character of a text stands, as far as that can be told. */
function inside(text: string, at: number, place: Place, { project }: Session): Place {
  const { path, position } = place;
  if (position === undefined) return place;
  const isField = project.positions?.get(path)?.file === position.file;
  const start = place.start ?? (isField ? project.textStarts?.get(path) : undefined);
  return start === undefined ? place : { path, position: positionIn(position, start, text, at) };
}

function below(place: Place, name: string, { session }: Filling): Place {
  const path = `${place.path}.${name}`;
  return { path, position: positionAt(session, path, place.position) };
}

/** As bindings name the elements of lists. */
export function elementName(item: Json, index: number): string {
  for (const key of ['identifier', 'name']) {
    const name = isJsonObject(item) ? item[key] : undefined;
    if (typeof name === 'string' && name !== '') return name;
  }
  return String(index);
}
