// `matrix:` of a strategy: an iteration per combination of the values of its axes.

import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import { reportWrongType } from './check-leaf.ts';
import { list, openMapping, optionalText } from './fields.ts';
import { givenStructure } from './given-structure.ts';
import type { Axis, Matrix } from './pipeline.ts';
import { isList, jsonOf, membersOf, type Place, reportAt, scalarOf } from './place.ts';
import { readCount } from './read-count.ts';
import { MATRIX } from './shapes/strategy.ts';

/** Keys of a matrix that are no axes. */
const MATRIX_KEYS = ['exclude', 'maxConcurrency', 'nodeName'] as const;

type MatrixFields = Pick<Matrix, 'kind' | 'axes' | 'exclude' | 'nodeName' | 'maxConcurrency'>;

/** `mayBeEmpty`: a condition of the strategy keeps it from running then. */
export function readMatrix(written: Place, mayBeEmpty: boolean): MatrixFields | undefined {
  const matrix = givenStructure(written);
  const whole = scalarOf(matrix.node);
  if (typeof whole === 'string' && /<\+|^\s*\{/.test(whole)) {
    const nothing = { exclude: [], nodeName: undefined, maxConcurrency: undefined };
    return { kind: 'matrix', axes: whole, ...nothing };
  }
  const opened = openMapping(matrix, MATRIX);
  if (opened === undefined) return undefined;
  const axes = readAxes(opened, mayBeEmpty);
  return {
    kind: 'matrix',
    axes,
    exclude: readExclude(opened, axes),
    nodeName: optionalText(opened, 'nodeName'),
    maxConcurrency: readCount(opened, 'maxConcurrency'),
  };
}

function readAxes(matrix: Place, mayBeEmpty: boolean): readonly Axis[] {
  const reserved: readonly string[] = MATRIX_KEYS;
  const axes = membersOf(matrix).filter(({ key }) => !reserved.includes(key));
  if (axes.length === 0) {
    const hint = 'Add one, such as weight: [50, 100].';
    reportAt(matrix, 'missing-field', 'This matrix has no axis, so nothing would run.', hint);
  }
  return axes.map(({ key, place }) => ({
    name: key,
    values: readValues(place, 'axis', mayBeEmpty),
  }));
}

/** A list with at least one value, or a text that yields one. */
export function readValues(written: Place, what: string, mayBeEmpty: boolean): Json {
  const place = givenStructure(written);
  const values = jsonOf(place.node);
  const isText = typeof values === 'string' && /<\+|^\s*\[/.test(values);
  const isBound = place.source.bound.has(place.node);
  if (!isList(place.node) && !isText && !isBound) {
    reportWrongType(place, 'a list or an expression');
  }
  if (isList(place.node) && place.node.items.length === 0 && !mayBeEmpty) {
    const message = `This ${what} has no values, so nothing would run.`;
    const hint = 'Give it at least one value, or a strategy.when that is false while it has none.';
    reportAt(place, 'wrong-value', message, hint);
  }
  return values;
}

function readExclude(matrix: Place, axes: readonly Axis[]): readonly JsonObject[] {
  const names = axes.map(({ name }) => name);
  return list(matrix, 'exclude').flatMap((element) => {
    const value = jsonOf(element.node);
    if (isJsonObject(value)) {
      for (const { key, place } of membersOf(element)) {
        if (names.includes(key)) continue;
        const message = `"${key}" is no axis of this matrix, so this excludes nothing.`;
        reportAt(place, 'unknown-field', message, nearestHint(key, names), 'warning');
      }
      return [value];
    }
    reportWrongType(element, 'a mapping of axes to values');
    return [];
  });
}
