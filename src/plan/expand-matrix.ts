// A matrix as the list of its iterations.
import { textOf } from '../expression/text-of.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Axis, Strategy } from '../pipeline/pipeline.ts';
import { type Filling, fillJson, fillNow } from './fill.ts';
import { group, type NameNode, type Place, text } from './names.ts';
import { MAX_NODES } from './session.ts';

export interface Iteration {
  /** Such as `_0`, or `_0_1` with two axes. */
  readonly postfix: string;
  readonly label: string;
  /** The names `strategy` and `matrix` inside the iteration. */
  readonly strategy: NameNode;
  readonly axes: ReadonlyMap<string, NameNode>;
}

/** The last axis varies fastest; every plain value becomes a text, as Harness has it. */
export function expandMatrix(
  strategy: Strategy,
  element: Place,
  filling: Filling,
): readonly Iteration[] {
  const written =
    strategy.kind === 'matrix' && typeof strategy.axes !== 'string' ? strategy.axes : [];
  const axes = written.map((axis) => ({
    name: axis.name,
    values: axisValues(axis, { ...element, path: `${element.path}.strategy.matrix` }, filling),
  }));
  const size = axes.reduce((product, { values }) => product * values.length, 1);
  if (size > MAX_NODES) {
    const message = `This matrix has ${size} iterations; a plan holds at most ${MAX_NODES} nodes.`;
    filling.session.report('plan-too-large', strategy.position, message, 'Shorten its axes.');
    return [];
  }
  const kept = combinations(axes).filter(
    (combination) =>
      strategy.kind !== 'matrix' ||
      !strategy.exclude.some((exclusion) => isExcluded(combination, exclusion)),
  );
  if (kept.length === 0 && size > 0) {
    const message = 'No combination of this matrix is left, so nothing would run.';
    const hint = 'Exclude less, or remove the element.';
    filling.session.report('wrong-value', strategy.position, message, hint);
  }
  return kept.map((combination, index) => iteration(combination, index, kept.length));
}

interface Choice {
  readonly axis: string;
  readonly index: number;
  readonly value: Json;
}

function axisValues({ name, values }: Axis, matrix: Place, filling: Filling): readonly Json[] {
  const place: Place = { ...matrix, path: `${matrix.path}.${name}` };
  const filled = typeof values === 'string' ? fillNow(values, place, filling) : values;
  if (filled === undefined) return [];
  const list = typeof filled === 'string' ? parsedList(filled) : filled;
  if (!Array.isArray(list) || list.length === 0) {
    const message = `The axis "${name}" must be a list of at least one value.`;
    const hint = 'Write such as [50, 100], or an expression that yields it.';
    filling.session.report('wrong-value', place.position, message, hint);
    return [];
  }
  return list.map((value) => axisValue(value, place, filling));
}

function axisValue(value: Json, place: Place, filling: Filling): Json {
  if (typeof value === 'string') return textOf(fillNow(value, place, filling) ?? '');
  return isJsonObject(value) ? fillJson(value, place, filling) : textOf(value);
}

function parsedList(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function combinations(
  axes: readonly { readonly name: string; readonly values: readonly Json[] }[],
): readonly (readonly Choice[])[] {
  let all: readonly (readonly Choice[])[] = [[]];
  for (const { name, values } of axes) {
    all = all.flatMap((before) =>
      values.map((value, index) => [...before, { axis: name, index, value }]),
    );
  }
  return all;
}

function isExcluded(combination: readonly Choice[], exclusion: JsonObject): boolean {
  return Object.entries(exclusion).every(([axis, value]) =>
    combination.some((each) => each.axis === axis && textOf(each.value) === textOf(value ?? null)),
  );
}

function iteration(combination: readonly Choice[], index: number, count: number): Iteration {
  const postfix = combination.map((choice) => `_${choice.index}`).join('');
  const axes = new Map(
    combination.map(({ axis, value }): [string, NameNode] => [
      axis,
      { kind: 'written', value, place: undefined },
    ]),
  );
  const strategy = group({
    iteration: { kind: 'written', value: index, place: undefined },
    iterations: { kind: 'written', value: count, place: undefined },
    identifierPostFix: text(postfix),
    matrix: { kind: 'group', members: axes },
  });
  const label = combination.map(({ axis, value }) => `${axis}=${shortened(textOf(value))}`);
  return { postfix, label: label.join(', '), strategy, axes };
}

function shortened(value: string): string {
  return value.length > 40 ? `${value.slice(0, 37)}…` : value;
}
