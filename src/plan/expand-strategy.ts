// A strategy as the list of its iterations, each with a postfix that no other one has.
import { textOf } from '../expression/text-of.ts';
import type { Element, Strategy } from '../pipeline/pipeline.ts';
import { expandMatrix } from './expand-matrix.ts';
import { expandRepeat } from './expand-repeat.ts';
import { type Expansion, times } from './expansion.ts';
import { type Filling, fillNow } from './fill.ts';
import { type Iteration, iterationNames } from './iteration.ts';
import { lowerCount } from './lower-count.ts';
import type { Place } from './names.ts';

/** Longer identifiers than this are cut, as Harness cuts them. */
const MAX_IDENTIFIER = 126;

export function expandStrategy(
  element: Element,
  strategy: Strategy,
  filling: Filling,
): { readonly iterations: readonly Iteration[]; readonly maxConcurrency: number } {
  const place: Place = { path: `${element.fqn}.strategy`, position: strategy.position };
  const expansion = expand(strategy, place, filling);
  if (expansion.iterations?.length === 0 && strategy.when === undefined) {
    reportNothing(place, filling);
  }
  const { iterations: expanded = [], nodeName, maxConcurrency } = expansion;
  const taken = new Set<string>();
  const iterations = expanded.map((each, index): Iteration => {
    const { label, postfix, matrix = new Map(), repeat = new Map() } = each;
    const unnamed = { index, count: expanded.length, label, postfix, matrix, repeat };
    const name = nameOf(nodeName, element, unnamed, place, filling);
    const ending = name === undefined ? postfix : cut(`_${name}`, element.identifier);
    return { ...unnamed, label: name ?? label, postfix: unique(ending, taken) };
  });
  return { iterations, maxConcurrency };
}

function expand(strategy: Strategy, place: Place, filling: Filling): Expansion {
  const { kind } = strategy;
  if (kind === 'matrix') return expandMatrix(strategy, place, filling);
  if (kind === 'repeat') return expandRepeat(strategy, place, filling);
  const count = lowerCount(strategy.count, 'parallelism', place, filling);
  const maxConcurrency = lowerCount(strategy.maxConcurrency, 'maxConcurrency', place, filling) ?? 0;
  return { iterations: times(count, place, filling), maxConcurrency };
}

function reportNothing(place: Place, { session }: Filling): void {
  const message = 'This strategy has no iteration, so nothing would run.';
  const hint = 'Give it one, or a strategy.when that is false while it has none.';
  session.report('wrong-value', place.position, message, hint);
}

function nameOf(
  nodeName: string | undefined,
  element: Element,
  iteration: Iteration,
  strategy: Place,
  filling: Filling,
): string | undefined {
  if (nodeName === undefined) return undefined;
  const names = iterationNames(filling.names, element.identifier, iteration);
  const place: Place = { ...strategy, path: `${strategy.path}.matrix.nodeName` };
  const name = fillNow(nodeName, place, { ...filling, names });
  return name === undefined ? undefined : textOf(name);
}

function cut(postfix: string, identifier: string): string {
  const clean = postfix.replace(/[^a-zA-Z0-9_]/g, '_');
  return clean.slice(0, Math.max(MAX_IDENTIFIER - identifier.length, 8));
}

function unique(postfix: string, taken: Set<string>): string {
  let free = postfix;
  for (let next = 1; taken.has(free); next++) free = `${postfix}_${next}`;
  taken.add(free);
  return free;
}
