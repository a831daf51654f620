// What a JSON path finds in a document.
import { isJsonObject, type Json } from '../../../lib/json.ts';
import { MAX_ELEMENTS } from '../../methods/method.ts';
import { compileRegex } from '../../regex.ts';
import { textOf } from '../../text-of.ts';
import { type Comparison, type JsonPath, PathProblem, readPath, type Step } from './read-path.ts';

export type Selected =
  /** The path names one place at most. */
  | { readonly kind: 'one'; readonly value: Json }
  | { readonly kind: 'many'; readonly values: readonly Json[] }
  | { readonly kind: 'none'; readonly reached: string; readonly known: readonly string[] }
  | { readonly kind: 'invalid'; readonly message: string };

export function selectPath(document: Json, path: string): Selected {
  try {
    return select(document, readPath(path));
  } catch (problem) {
    if (!(problem instanceof PathProblem)) throw problem;
    return { kind: 'invalid', message: problem.message };
  }
}

function select(document: Json, { steps, asks }: JsonPath): Selected {
  const budget = { left: MAX_VISITS };
  const found = follow([document], steps, budget);
  const isOne = steps.every(({ selector, deep }) => !deep && namesOnePlace(selector));
  if (asks === 'length') {
    const [first] = found;
    const counted = isOne ? first : found;
    const size = Array.isArray(counted) ? counted.length : Object.keys(counted ?? {}).length;
    return { kind: 'one', value: size };
  }
  if (!isOne) return { kind: 'many', values: found };
  const [value] = found;
  return value === undefined ? howFar(document, steps) : { kind: 'one', value };
}

const MAX_VISITS = 50_000;

interface Budget {
  left: number;
}

function namesOnePlace(selector: Step['selector']): boolean {
  if (selector.kind === 'name') return selector.names.length === 1;
  return selector.kind === 'index' && selector.indexes.length === 1;
}

function follow(from: readonly Json[], steps: readonly Step[], budget: Budget): readonly Json[] {
  let found = from;
  for (const { selector, deep } of steps) {
    const places = deep ? found.flatMap((each) => withAllBelow(each, budget)) : found;
    const next: Json[] = [];
    for (const place of places) {
      for (const each of pick(place, selector, budget)) next.push(each);
      spend(budget, 1);
      if (next.length > MAX_ELEMENTS)
        throw new PathProblem(`it finds more than ${MAX_ELEMENTS} values`);
    }
    found = next;
  }
  return found;
}

function spend(budget: Budget, visits: number): void {
  budget.left -= visits;
  if (budget.left < 0) throw new PathProblem('it visits too many values');
}

function withAllBelow(value: Json, budget: Budget): readonly Json[] {
  const all: Json[] = [];
  const pending: Json[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    spend(budget, 1);
    all.push(next);
    pending.push(...membersOf(next).reverse());
  }
  return all;
}

function membersOf(value: Json): Json[] {
  if (Array.isArray(value)) return [...value];
  if (!isJsonObject(value)) return [];
  return Object.values(value).filter((each) => each !== undefined);
}

function pick(place: Json, selector: Step['selector'], budget: Budget): readonly Json[] {
  const items: readonly Json[] = Array.isArray(place) ? place : [];
  switch (selector.kind) {
    case 'name':
      return selector.names.flatMap((name) => {
        const member = isJsonObject(place) && Object.hasOwn(place, name) ? place[name] : undefined;
        return member === undefined ? [] : [member];
      });
    case 'index':
      return selector.indexes.flatMap((index) => {
        const item = items.at(index);
        return item === undefined ? [] : [item];
      });
    case 'slice':
      return items.slice(selector.from ?? 0, selector.to ?? items.length);
    case 'all':
      return membersOf(place);
    case 'filter': {
      const candidates = Array.isArray(place) ? place : [place];
      return candidates.filter((each: Json) =>
        selector.any.some((group) => group.every((one) => holds(each, one, budget))),
      );
    }
  }
}

function holds(candidate: Json, { path, operator, value }: Comparison, budget: Budget): boolean {
  const [found] = follow([candidate], path, budget);
  if (operator === undefined || found === undefined) return found !== undefined;
  const wanted = value as Json;
  switch (operator) {
    case '==':
      return isSame(found, wanted);
    case '!=':
      return !isSame(found, wanted);
    case 'in':
      return Array.isArray(wanted) && wanted.some((each: Json) => isSame(found, each));
    case '=~':
      return matches(textOf(found), textOf(wanted));
    default:
      return inOrder(operator, found, wanted);
  }
}

/** Lists and objects equal nothing: comparing them again and again could take for ever. */
function isSame(left: Json, right: Json): boolean {
  return typeof left !== 'object' || left === null ? left === right : false;
}

function matches(text: string, pattern: string): boolean {
  const regex = compileRegex(pattern);
  const matched = regex.status === 'regex' ? regex.matches(text) : regex;
  if (matched.status === 'invalid') throw new PathProblem(matched.message);
  return matched.value;
}

function inOrder(operator: '<' | '<=' | '>' | '>=', left: Json, right: Json): boolean {
  if (typeof left !== typeof right || left === null || right === null) return false;
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

/** Where a path to one place ends too early, and what could have come next. */
function howFar(document: Json, steps: readonly Step[]): Selected {
  let place = document;
  let reached = '$';
  for (const { selector } of steps) {
    const [next] = pick(place, selector, { left: MAX_VISITS });
    if (next === undefined) break;
    reached += selector.kind === 'name' ? `.${selector.names[0]}` : shownIndex(selector);
    place = next;
  }
  return { kind: 'none', reached, known: isJsonObject(place) ? Object.keys(place) : [] };
}

function shownIndex(selector: Step['selector']): string {
  return selector.kind === 'index' ? `[${selector.indexes[0]}]` : '';
}
