// Calling a method: a fixed list of Java's for texts, numbers, lists and maps, and nothing else.
import type { Json } from '../../lib/json.ts';
import { nearest } from '../../lib/nearest.ts';
import { textOf } from '../text-of.ts';
import { LIST_METHODS, MAP_METHODS } from './collection-methods.ts';
import type { MethodResult } from './method.ts';
import { NUMBER_METHODS } from './number-methods.ts';
import { TEXT_METHODS } from './text-methods.ts';

export function isMethodName(name: string): boolean {
  return [TEXT_METHODS, NUMBER_METHODS, LIST_METHODS, MAP_METHODS].some((all) => all.has(name));
}

export function callMethod(target: Json, name: string, args: readonly Json[]): MethodResult {
  if (target === null) return { message: `null has no method "${name}"` };
  if (Array.isArray(target)) {
    return LIST_METHODS.get(name)?.(target, args) ?? unknown(name, 'a list', LIST_METHODS);
  }
  if (typeof target === 'object') {
    const members = Array.isArray(target) ? [] : target;
    return MAP_METHODS.get(name)?.(members, args) ?? unknown(name, 'a map', MAP_METHODS);
  }
  const ofNumber = typeof target === 'number' ? NUMBER_METHODS.get(name) : undefined;
  const method = ofNumber ?? TEXT_METHODS.get(name);
  return method?.(textOf(target), args) ?? unknown(name, 'a text', TEXT_METHODS);
}

function unknown(name: string, what: string, known: ReadonlyMap<string, unknown>): MethodResult {
  const meant = nearest(name, known.keys());
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return { message: `${what} has no method "${name}"${hint}` };
}
