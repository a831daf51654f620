// The labels that the runner of a step must have, and whether the one at hand has them.
import { textOf } from '../expression/text-of.ts';
import type { Element, Selectors } from '../pipeline/pipeline.ts';
import { type Filling, fillNow } from './fill.ts';
import { lowerList } from './lower-list.ts';
import type { Place } from './names.ts';
import { positionAt } from './session.ts';

export interface Selecting extends Element {
  readonly delegateSelectors: Selectors;
}

/** The innermost level that asks for labels is the one that counts. */
export function selectorsOf(
  element: Selecting,
  outer: readonly string[],
  filling: Filling,
): readonly string[] {
  const place = placeOf(element, filling);
  const written = element.delegateSelectors;
  const filled =
    typeof written === 'string'
      ? lowerList(written, 'delegateSelectors', place, filling, 'unsupported-expression')
      : written.map((each) => fillNow(each, place, filling) ?? '');
  const labels = (filled ?? []).map(textOf).filter((label) => label !== '');
  return labels.length > 0 ? labels : outer;
}

/** A runner without labels takes every step. */
export function checkRunner(element: Selecting, wanted: readonly string[], filling: Filling): void {
  const { runnerLabels } = filling.session.facts;
  if (runnerLabels === undefined) return;
  const lacking = wanted.filter((label) => !runnerLabels.includes(label));
  if (lacking.length === 0) return;
  const message = `"${element.name}" asks for a runner with ${lacking.join(', ')}; this one has ${runnerLabels.join(', ') || 'no labels'}.`;
  const hint = 'Add it to runnerLabels in penstock.yaml, or change the delegateSelectors.';
  filling.session.report('wrong-value', placeOf(element, filling).position, message, hint);
}

function placeOf(element: Element, { session }: Filling): Place {
  const path = `${element.fqn}.delegateSelectors`;
  return { path, position: positionAt(session, path, element.position) };
}
