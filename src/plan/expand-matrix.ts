// A matrix as the list of its iterations: a combination of values each.
import { textOf } from '../expression/text-of.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Axis, Matrix } from '../pipeline/pipeline.ts';
import { type Expanded, type Expansion, fitsPlan } from './expansion.ts';
import { type Filling, fillNow } from './fill.ts';
import { lowerCount } from './lower-count.ts';
import { lowerList } from './lower-list.ts';
import type { NameNode, Place } from './names.ts';
import { shortened } from './shortened.ts';

/** The last axis varies fastest. */
export function expandMatrix(strategy: Matrix, holder: Place, filling: Filling): Expansion {
  const place: Place = { ...holder, path: `${holder.path}.matrix` };
  const written = writtenMatrix(strategy, place, filling);
  if (written === undefined) return { iterations: undefined, maxConcurrency: 0 };
  const { exclude, nodeName } = written;
  const count = lowerCount(written.maxConcurrency, 'maxConcurrency', place, filling);
  const limits = { maxConcurrency: count ?? 0, nodeName };
  const axes = written.axes.map(({ name, values }) => ({
    name,
    values: lowerList(values, name, { ...place, path: `${place.path}.${name}` }, filling),
  }));
  const size = axes.reduce((product, { values = [] }) => product * values.length, 1);
  const isTold = axes.every(({ values }) => values !== undefined);
  if (!isTold || !fitsPlan(size, place, filling)) return { iterations: undefined, ...limits };
  const all = axes.length === 0 ? [] : combinations(axes);
  const kept = all.filter((each) => !exclude.some((exclusion) => isExcluded(each, exclusion)));
  if (kept.length === 0 && all.length > 0) {
    reportExcluded(place, filling);
    return { iterations: undefined, ...limits };
  }
  return { iterations: kept.map(iteration), ...limits };
}

interface WrittenMatrix extends Pick<Matrix, 'exclude' | 'nodeName' | 'maxConcurrency'> {
  readonly axes: readonly Axis[];
}

/** A text may yield the whole matrix, as an input does. */
function writtenMatrix(
  strategy: Matrix,
  place: Place,
  filling: Filling,
): WrittenMatrix | undefined {
  if (typeof strategy.axes !== 'string') {
    return { ...strategy, axes: strategy.axes };
  }
  const filled = fillNow(strategy.axes, place, filling);
  if (filled === undefined) return undefined;
  const matrix = typeof filled === 'string' ? parsed(filled) : filled;
  if (!isJsonObject(matrix)) {
    const message = 'A matrix must be a mapping of axes to lists of values.';
    const hint = 'Write such as { "weight": [50, 100] }, or an expression that yields it.';
    filling.session.report('wrong-value', place.position, message, hint);
    return undefined;
  }
  const { exclude, nodeName, maxConcurrency, ...axes } = matrix;
  const exclusions = Array.isArray(exclude) ? exclude.filter(isJsonObject) : [];
  return {
    axes: Object.entries(axes).map(([name, values = null]) => ({ name, values })),
    exclude: exclusions,
    nodeName: typeof nodeName === 'string' ? nodeName : undefined,
    maxConcurrency: strategy.maxConcurrency ?? maxConcurrency,
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Choice {
  readonly axis: string;
  readonly index: number;
  readonly value: Json;
}

function combinations(
  axes: readonly { readonly name: string; readonly values: readonly Json[] | undefined }[],
): readonly (readonly Choice[])[] {
  let all: readonly (readonly Choice[])[] = [[]];
  for (const { name, values = [] } of axes) {
    all = all.flatMap((before) =>
      values.map((value, index) => [...before, { axis: name, index, value }]),
    );
  }
  return all;
}

function reportExcluded(place: Place, { session }: Filling): void {
  const message = 'No combination of this matrix is left, so nothing would run.';
  const hint = 'Exclude less, or remove the element.';
  session.report('wrong-value', place.position, message, hint);
}

function isExcluded(combination: readonly Choice[], exclusion: JsonObject): boolean {
  return Object.entries(exclusion).every(([axis, value]) =>
    combination.some((each) => each.axis === axis && textOf(each.value) === textOf(value ?? null)),
  );
}

function iteration(combination: readonly Choice[]): Expanded {
  const matrix = new Map(
    combination.map(({ axis, value }): [string, NameNode] => [
      axis,
      { kind: 'written', value, place: undefined },
    ]),
  );
  const label = combination.map(({ axis, value }) => `${axis}=${shortened(value)}`).join(', ');
  return { postfix: combination.map(({ index }) => `_${index}`).join(''), label, matrix };
}
