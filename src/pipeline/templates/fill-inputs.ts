// `templateInputs`: values laid out as the template is, written over its open inputs.
import { isMap, isScalar, isSeq } from 'yaml';
import { inputObjection, isInput } from '../../expression/input.ts';
import { canonicalJson } from '../../lib/json.ts';
import { nearestHint } from '../../lib/nearest.ts';
import {
  asksForNothing,
  elementName,
  elementsOf,
  isAbsent,
  isList,
  isMapping,
  jsonOf,
  memberOf,
  membersOf,
  type Place,
  reportAt,
  scalarOf,
} from '../place.ts';
import { settle } from './copy-node.ts';

/** Changes the template's nodes; what is given for no input is reported. What is not given stays open. */
export function fillInputs(template: Place, inputs: Place): void {
  if (isMapping(inputs.node) && isMapping(template.node)) fillMapping(template, inputs);
  else if (isList(inputs.node) && isList(template.node)) fillList(template, inputs);
  else reportFixed(template, inputs);
}

function fillMapping(template: Place, inputs: Place): void {
  for (const { key, place: given } of membersOf(inputs)) {
    if (isAbsent(given.node)) continue;
    const place = memberOf(template, key);
    if (place === undefined) {
      if (!asksForNothing(given.node)) reportUnknown(template, given, key);
      continue;
    }
    const pair = isMap(template.node)
      ? template.node.items.find((each) => isScalar(each.key) && String(each.key.value) === key)
      : undefined;
    fillOne(place, given, (node) => {
      if (pair !== undefined) pair.value = node;
    });
  }
}

function fillList(template: Place, inputs: Place): void {
  const theirs = elementsOf(inputs);
  const named = namedElements(template);
  for (const [index, given] of theirs.entries()) {
    const parallel = memberOf(given, 'parallel');
    if (parallel !== undefined) {
      fillList(template, parallel);
      continue;
    }
    const name = nameOf(given.node, index);
    const found = named.get(name) ?? (isScalar(given.node) ? undefined : named.get(`#${index}`));
    if (found === undefined) {
      const message = `The template has no element "${name.replace(/^#/, '')}" here, so nothing would take this.`;
      reportAt(given, 'template-input', message, nearestHint(name, [...named.keys()]));
      continue;
    }
    fillOne(found.place, given, found.replace);
  }
}

type Replace = (node: unknown) => void;

/** A step keeps its name wherever it stands beside others; what has no name goes by its index. */
function namedElements(
  list: Place,
): Map<string, { readonly place: Place; readonly replace: Replace }> {
  const named = new Map<string, { readonly place: Place; readonly replace: Replace }>();
  for (const [index, place] of elementsOf(list).entries()) {
    const parallel = memberOf(place, 'parallel');
    if (parallel !== undefined) {
      for (const [name, each] of namedElements(parallel)) named.set(name, each);
      continue;
    }
    const replace: Replace = (node) => {
      if (isSeq(list.node)) list.node.items[index] = node;
    };
    named.set(nameOf(place.node, index), { place, replace });
  }
  return named;
}

function nameOf(node: unknown, index: number): string {
  if (isMap(node)) {
    for (const wrapper of ['step', 'stepGroup', 'stage']) {
      const inner = node.items.find(({ key }) => isScalar(key) && key.value === wrapper);
      if (inner !== undefined) return elementName(inner.value, index);
    }
  }
  const name = elementName(node, index);
  return name === String(index) ? `#${index}` : name;
}

function fillOne(place: Place, given: Place, replace: Replace): void {
  const text = scalarOf(place.node);
  if (typeof text !== 'string' || !isInput(text)) {
    fillInputs(place, given);
    return;
  }
  const value = scalarOf(given.node);
  // A bare <+input> asks the next one, who has to keep to what the template allows.
  if (typeof value === 'string' && value.trim() === '<+input>') return;
  const isOpen = typeof value === 'string' && value.includes('<+');
  const objection = value === undefined || isOpen ? undefined : inputObjection(text, String(value));
  if (objection !== undefined) {
    const message = `The template does not take this value: ${objection}.`;
    reportAt(given, 'wrong-value', message, 'Give a value that the input allows.');
    return;
  }
  settle(given.node, given.source);
  replace(given.node);
}

/** Harness repeats what is fixed around the inputs; only another value is a mistake. */
function reportFixed(template: Place, given: Place): void {
  if (canonicalJson(jsonOf(template.node)) === canonicalJson(jsonOf(given.node))) return;
  if (isBareInput(given)) return;
  const message = `The template does not ask for "${lastName(given)}": it is fixed there.`;
  const hint = 'Remove it here, or make it <+input> in the template.';
  reportAt(given, 'template-input', message, hint);
}

function isBareInput({ node }: Place): boolean {
  const value = scalarOf(node);
  return typeof value === 'string' && isInput(value);
}

function reportUnknown(template: Place, given: Place, key: string): void {
  const message = `The template has no field "${key}" here, so nothing would take this.`;
  const known = membersOf(template).map((member) => member.key);
  reportAt(given, 'template-input', message, nearestHint(key, known));
}

function lastName({ fqn }: Place): string {
  return fqn.slice(fqn.lastIndexOf('.') + 1);
}
