// What an XPath finds in a document, as text.
import { type Element, type Node, XmlProblem } from './parse-xml.ts';
import type { Condition, XPath, XPathStep } from './read-xpath.ts';

/** The text of the first find, or how many there are. */
export function selectXPath(document: Element, { steps, asks }: XPath): string | number {
  const budget = { left: MAX_VISITS };
  const found = follow([placeOf(document, undefined)], steps, budget);
  if (asks === 'count') return found.length;
  const [first] = found;
  return first === undefined ? '' : textOf(first, budget);
}

const MAX_VISITS = 50_000;

/** A node with the way back up; an attribute is only its text. */
interface Place {
  readonly node: Node;
  readonly parent: Place | undefined;
}

function placeOf(node: Node, parent: Place | undefined): Place {
  return { node, parent };
}

interface Budget {
  left: number;
}

function follow(
  from: readonly Place[],
  steps: readonly XPathStep[],
  budget: Budget,
): readonly Place[] {
  let found = from;
  for (const step of steps) {
    const starts = step.deep ? found.flatMap((each) => withAllBelow(each, budget)) : found;
    found = starts.flatMap((start) => {
      spend(budget);
      return filtered(stepFrom(start, step), step.conditions, budget);
    });
  }
  return found;
}

function spend(budget: Budget): void {
  budget.left -= 1;
  if (budget.left < 0) throw new XmlProblem('the path visits too many elements');
}

function withAllBelow(place: Place, budget: Budget): readonly Place[] {
  const all: Place[] = [];
  const pending: Place[] = [place];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    spend(budget);
    all.push(next);
    pending.push(...childrenOf(next).reverse());
  }
  return all;
}

function childrenOf(place: Place): Place[] {
  return place.node.kind === 'text'
    ? []
    : place.node.children.map((child) => placeOf(child, place));
}

function stepFrom(place: Place, { axis, name }: XPathStep): readonly Place[] {
  switch (axis) {
    case 'self':
      return [place];
    case 'parent':
      return place.parent === undefined ? [] : [place.parent];
    case 'text':
      return childrenOf(place).filter(({ node }) => node.kind === 'text');
    case 'attribute':
      return attributesOf(place, name);
    case 'child':
      return childrenOf(place).filter(
        ({ node }) => node.kind === 'element' && (name === '*' || isNamed(node.name, name)),
      );
  }
}

function attributesOf(place: Place, name: string): readonly Place[] {
  if (place.node.kind === 'text') return [];
  return [...place.node.attributes]
    .filter(([key]) => name === '*' || isNamed(key, name))
    .map(([, text]) => placeOf({ kind: 'text', text }, place));
}

/** A name without prefix means any namespace: who writes a path here has none declared. */
function isNamed(full: string, asked: string): boolean {
  return full === asked || (!asked.includes(':') && full.endsWith(`:${asked}`));
}

function filtered(
  places: readonly Place[],
  conditions: readonly Condition[],
  budget: Budget,
): readonly Place[] {
  let kept = places;
  for (const condition of conditions) {
    const { length } = kept;
    kept = kept.filter((place, index) => {
      spend(budget);
      if (condition.kind === 'value') return holds(place, condition, budget);
      return index + 1 === (condition.at === 'last' ? length : condition.at);
    });
  }
  return kept;
}

function holds(place: Place, condition: Condition & { kind: 'value' }, budget: Budget): boolean {
  const found = follow([place], condition.path, budget);
  const { equals, isNegated } = condition;
  if (equals === undefined) return found.length > 0;
  return found.some((each) => (textOf(each, budget) === equals) !== isNegated);
}

function textOf({ node }: Place, budget: Budget): string {
  let text = '';
  const pending: Node[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    spend(budget);
    if (next.kind === 'text') text += next.text;
    else pending.push(...next.children.toReversed());
  }
  return text;
}
