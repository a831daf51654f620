// `strategy:` of a step or step group: the axes of a matrix and how its iterations run.
import type { Json, JsonObject } from '../lib/json.ts';
import { isJsonObject } from '../lib/json.ts';
import { choice, list, openMapping, optional, reportWrongType } from './fields.ts';
import type { Axis, Strategy } from './pipeline.ts';
import { isList, jsonOf, membersOf, type Place, positionOf, reportAt, scalarOf } from './place.ts';

const OUTCOMES = ['RunAll', 'SkipQueued'] as const;
const USE_A_MATRIX = 'Write the iterations out as a matrix with one axis.';

export function readStrategy(mapping: Place): Strategy | undefined {
  const place = optional(mapping, 'strategy');
  if (place === undefined) return undefined;
  const strategy = openMapping(place, {
    known: ['matrix', 'onFailure'],
    refused: {
      repeat: USE_A_MATRIX,
      parallelism: USE_A_MATRIX,
      when: 'Put the condition on the element itself.',
    },
    refusedCode: 'unsupported-strategy',
  });
  const matrix = strategy === undefined ? undefined : optional(strategy, 'matrix');
  return strategy === undefined || matrix === undefined ? undefined : readMatrix(strategy, matrix);
}

function readMatrix(strategy: Place, matrix: Place): Strategy | undefined {
  if (typeof scalarOf(matrix.node) === 'string') {
    const message = 'A matrix that is itself an expression or an input is not supported.';
    reportAt(matrix, 'unsupported-strategy', message, 'Write its axes out.');
    return undefined;
  }
  const axisNames = membersOf(matrix).map(({ key }) => key);
  const opened = openMapping(matrix, {
    known: axisNames,
    refused: { nodeName: 'Leave it out: iterations are named by their index.' },
    refusedCode: 'unsupported-strategy',
  });
  if (opened === undefined) return undefined;
  const onFailure = optional(strategy, 'onFailure');
  return {
    kind: 'matrix',
    when: undefined,
    nodeName: undefined,
    axes: readAxes(opened),
    exclude: readExclude(opened),
    maxConcurrency: readMaxConcurrency(opened),
    onFailure: onFailure === undefined ? undefined : choice(onFailure, OUTCOMES),
    position: positionOf(matrix),
  };
}

function readAxes(matrix: Place): readonly Axis[] {
  const reserved = ['exclude', 'maxConcurrency', 'nodeName'];
  const axes = membersOf(matrix).filter(({ key }) => !reserved.includes(key));
  if (axes.length === 0) {
    const hint = 'Add one, such as weight: [50, 100].';
    reportAt(matrix, 'missing-field', 'This matrix has no axis, so nothing would run.', hint);
  }
  return axes.map(({ key, place }) => ({ name: key, values: readAxis(place) }));
}

function readAxis(axis: Place): Json {
  const values = jsonOf(axis.node);
  const isExpression = typeof values === 'string' && values.includes('<+');
  if (!isList(axis.node) && !isExpression) reportWrongType(axis, 'a list or an expression');
  if (isList(axis.node) && axis.node.items.length === 0) {
    const hint = 'Give it at least one value.';
    reportAt(axis, 'wrong-value', 'This axis has no values, so nothing would run.', hint);
  }
  return values;
}

function readExclude(matrix: Place): readonly JsonObject[] {
  return list(matrix, 'exclude').flatMap((element) => {
    const value = jsonOf(element.node);
    if (isJsonObject(value)) return [value];
    reportWrongType(element, 'a mapping of axes to values');
    return [];
  });
}

function readMaxConcurrency(matrix: Place): Json | undefined {
  const place = optional(matrix, 'maxConcurrency');
  if (place === undefined) return undefined;
  const value = scalarOf(place.node);
  if (typeof value === 'string' && value.includes('<+')) return value;
  const count = place.source.bound.has(place.node) ? Number(value) : value;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return count;
  reportWrongType(place, 'a whole number from 0 or an expression');
  return undefined;
}
