// What every kind of strategy expands to.

import type { Filling } from './fill.ts';
import type { Iteration } from './iteration.ts';
import type { Place } from './names.ts';
import { MAX_NODES } from './session.ts';

/** An iteration as its kind of strategy makes it. */
export type Expanded = Pick<Iteration, 'label' | 'postfix'> &
  Partial<Pick<Iteration, 'matrix' | 'repeat'>>;

/** Without iterations: they cannot be told, and why has been reported. */
export interface Expansion {
  readonly iterations: readonly Expanded[] | undefined;
  readonly maxConcurrency: number;
  readonly nodeName?: string | undefined;
}

export function times(
  count: number | undefined,
  place: Place,
  filling: Filling,
): readonly Expanded[] | undefined {
  if (count === undefined || !fitsPlan(count, place, filling)) return undefined;
  return Array.from({ length: count }, (_, index) => ({
    postfix: `_${index}`,
    label: `${index + 1} of ${count}`,
  }));
}

/** Answers false, and says so, when there would be more of them than a plan may hold. */
export function fitsPlan(count: number, place: Place, { session }: Filling): boolean {
  if (count <= MAX_NODES) return true;
  const message = `This strategy has ${count} iterations; a plan holds at most ${MAX_NODES} nodes.`;
  session.report('plan-too-large', place.position, message, 'Let it run fewer times.');
  return false;
}
