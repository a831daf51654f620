// The values of a plan and where they came from: those a person cannot read in the pipeline, or all of them.
import type { PlannedValue } from '../../app/planned/values-of.ts';
import { textOf } from '../../expression/text-of.ts';
import { clip, type Paint } from '../ladder/paint.ts';
import { wrap } from '../ladder/wrap.ts';

/** What comes after that is only counted. */
const SHOWN_MAX = 15;
const VALUE_COLUMNS = 60;

export function drawValues(
  values: readonly PlannedValue[],
  isWhole: boolean,
  columns: number,
  paint: Paint,
): readonly string[] {
  if (values.length === 0) return [];
  return isWhole ? drawAll(values, columns, paint) : drawSome(values, columns, paint);
}

/** Each expression once, however many fields hold it. */
function drawSome(
  values: readonly PlannedValue[],
  columns: number,
  paint: Paint,
): readonly string[] {
  const wanted = values.filter((each) => each.isFromElsewhere && isOneLine(each.written));
  const distinct = [...new Map(wanted.map((each) => [keyOf(each), each])).values()];
  const shown = distinct.slice(0, SHOWN_MAX);
  if (shown.length === 0) return [];
  const more = distinct.length - shown.length;
  const others = more === 0 ? '' : `${more} more and `;
  return [
    '',
    `${paint.strong('Values')}  ${paint.faint('that the pipeline does not show')}`,
    ...shown.flatMap((each) => drawValue(each, nameOf(each), columns, paint)),
    `  ${paint.faint(`${others}every field with what was written: --values`)}`,
  ];
}

function drawAll(
  values: readonly PlannedValue[],
  columns: number,
  paint: Paint,
): readonly string[] {
  const byPath = new Map<string, PlannedValue[]>();
  for (const value of values) {
    const own = byPath.get(value.path);
    if (own === undefined) byPath.set(value.path, [value]);
    else own.push(value);
  }
  return [
    '',
    `${paint.strong('Values')}  ${paint.faint('of every field that was filled in, with where each is written')}`,
    ...[...byPath].flatMap(([path, own]) => [
      `  ${paint.strong(path === '' ? 'pipeline' : path)}`,
      ...own.flatMap((each) => [
        ...drawValue(each, each.field, columns, paint),
        ...writtenLine(each, columns, paint),
      ]),
    ]),
  ];
}

function drawValue(
  { value, source }: PlannedValue,
  name: string,
  columns: number,
  paint: Paint,
): readonly string[] {
  const lines = wrap(`    ${name} = ${shown(value)}`, columns, 6);
  return [...lines, ...wrap(`      ${source}`, columns, 8).map((line) => paint.faint(line))];
}

function writtenLine(
  { written, place, value }: PlannedValue,
  columns: number,
  paint: Paint,
): readonly string[] {
  const at = place === null ? '' : ` at ${place}`;
  const as = written === textOf(value) ? '' : ` ${shown(written)}`;
  const text = `      written${as}${at}`;
  return as === '' && at === '' ? [] : wrap(text, columns, 8).map((line) => paint.faint(line));
}

/** The expression tells more than the field, where there is one. */
function nameOf({ written, field }: PlannedValue): string {
  return /^\s*<\+(?!input>)/.test(written) ? written.trim() : field;
}

function keyOf(each: PlannedValue): string {
  return JSON.stringify([nameOf(each), each.value, each.source]);
}

function isOneLine(written: string): boolean {
  return !written.trim().includes('\n');
}

/** On one line; of an ARN what comes after the account tells enough. */
function shown(value: PlannedValue['value']): string {
  const text = textOf(value).trim().replace(/\s+/g, ' ');
  const resource = /^arn:(?:[^:]*:){4}(.+)$/.exec(text)?.[1];
  return clip(resource === undefined ? text : `…${resource}`, VALUE_COLUMNS);
}
