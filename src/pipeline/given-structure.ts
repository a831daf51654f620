// Mappings and lists that stand where the file says `<+input>`: given as text, or from another file.
import { isMap, isScalar, isSeq } from 'yaml';
import { inputDefault } from '../expression/input.ts';
import { isList, isMapping, type Place } from './place.ts';
import { parseYaml } from './yaml-source.ts';

/** The place itself, or what its text says where a person gave one that is a mapping or list. */
export function givenStructure(place: Place): Place {
  const { node, source, fqn } = place;
  if (!isScalar(node) || typeof node.value !== 'string') return place;
  const text = source.bound.has(node) ? node.value : inputDefault(node.value);
  if (text === undefined || !/[[{:-]/.test(text)) return place;
  const given = parseYaml({ path: `value of ${fqn}`, text }, source.report);
  const [document, second] = given.documents;
  const root: unknown = document?.contents;
  if (second !== undefined || given.problems.length > 0) return place;
  if (!isMap(root) && !isSeq(root)) return place;
  return { source: given, node: root, fqn, offset: root.range?.[0] ?? 0 };
}

/** Writes a node from elsewhere over the one at `place`, directly below `parent`; false if it is not there. */
export function putInPlace(parent: Place, place: Place, given: Place): boolean {
  if (isMapping(parent.node)) {
    const pair = parent.node.items.find(({ value }) => value === place.node);
    if (pair === undefined) return false;
    pair.value = given.node;
  } else if (isList(parent.node)) {
    const index = parent.node.items.indexOf(place.node);
    if (index < 0) return false;
    parent.node.items[index] = given.node;
  } else return false;
  parent.source.given.set(given.node, given.source);
  return true;
}
