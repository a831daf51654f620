// The methods of lists and maps, with Java's meaning.
import { canonicalJson, type Json } from '../../lib/json.ts';
import { textOf } from '../text-of.ts';
import { type CollectionMethod, counted, list, type MethodResult, wholeNumber } from './method.ts';
import { ownMember } from './own-member.ts';

type ListMethod = (items: readonly Json[], args: readonly Json[]) => MethodResult;
type MapMethod = (
  entries: readonly (readonly [string, Json])[],
  args: readonly Json[],
) => MethodResult;

export const LIST_METHODS: ReadonlyMap<string, CollectionMethod> = new Map([
  ofList('size', 0, 0, (items) => ({ value: items.length })),
  ofList('isEmpty', 0, 0, (items) => ({ value: items.length === 0 })),
  ofList('contains', 1, 1, (items, [one]) => ({ value: items.some((each) => isSame(each, one)) })),
  ofList('containsAll', 1, 1, (items, [all]) => ({
    value: Array.isArray(all) && all.every((one: Json) => items.some((each) => isSame(each, one))),
  })),
  ofList('indexOf', 1, 1, (items, [one]) => ({
    value: items.findIndex((each) => isSame(each, one)),
  })),
  ofList('lastIndexOf', 1, 1, (items, [one]) => ({
    value: items.findLastIndex((each) => isSame(each, one)),
  })),
  ofList('get', 1, 1, (items, [index]) => memberOf(items, index)),
  ofList('subList', 2, 2, subList),
  ofList('toString', 0, 0, (items) => ({ value: textOf(items) })),
]);

export const MAP_METHODS: ReadonlyMap<string, CollectionMethod> = new Map([
  ofMap('size', 0, 0, (entries) => ({ value: entries.length })),
  ofMap('isEmpty', 0, 0, (entries) => ({ value: entries.length === 0 })),
  ofMap('get', 1, 1, (entries, [key]) => memberOf(Object.fromEntries(entries), key)),
  ofMap('getOrDefault', 2, 2, (entries, [key = null, other = null]) => ({
    value: ownMember(Object.fromEntries(entries), key) ?? other,
  })),
  ofMap('containsKey', 1, 1, (entries, [key]) => ({
    value: entries.some(([name]) => isSame(name, key)),
  })),
  ofMap('contains', 1, 1, (entries, [key]) => ({
    value: entries.some(([name]) => isSame(name, key)),
  })),
  ofMap('containsValue', 1, 1, (entries, [one]) => ({
    value: entries.some(([, each]) => isSame(each, one)),
  })),
  ofMap('keySet', 0, 0, (entries) => list(entries.map(([name]) => name))),
  ofMap('values', 0, 0, (entries) => list(entries.map(([, each]) => each))),
  ofMap('toString', 0, 0, (entries) => ({ value: textOf(Object.fromEntries(entries)) })),
]);

function ofList(
  name: string,
  least: number,
  most: number,
  compute: ListMethod,
): readonly [string, CollectionMethod] {
  return [
    name,
    (target, args) =>
      args.length < least || args.length > most || !Array.isArray(target)
        ? { message: `${name} takes ${counted(least, most)}` }
        : compute(target, args),
  ];
}

function ofMap(
  name: string,
  least: number,
  most: number,
  compute: MapMethod,
): readonly [string, CollectionMethod] {
  return [
    name,
    (target, args) => {
      if (args.length < least || args.length > most) {
        return { message: `${name} takes ${counted(least, most)}` };
      }
      const entries = Object.entries(target).flatMap(([key, value]): [string, Json][] =>
        value === undefined ? [] : [[key, value]],
      );
      return compute(entries, args);
    },
  ];
}

/** Texts and numbers that read the same are the same, as everywhere in the language. */
function isSame(left: Json, right: Json | undefined): boolean {
  if (right === undefined) return false;
  const isScalar = typeof left !== 'object' && typeof right !== 'object';
  return isScalar ? textOf(left) === textOf(right) : canonicalJson(left) === canonicalJson(right);
}

function memberOf(target: Json, key: Json | undefined): MethodResult {
  const value = key === undefined ? undefined : ownMember(target, key);
  return value === undefined
    ? { message: `there is no member ${textOf(key ?? '')}`, reason: 'name' }
    : { value };
}

function subList(items: readonly Json[], [begin, end]: readonly Json[]): MethodResult {
  const [from, to] = [wholeNumber(begin), wholeNumber(end)];
  return from !== undefined && to !== undefined && 0 <= from && from <= to && to <= items.length
    ? { value: items.slice(from, to) }
    : { message: `subList takes a begin and an end within 0 and ${items.length}` };
}
