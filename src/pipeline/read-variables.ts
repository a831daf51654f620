// `variables:` of a pipeline, stage, service or environment.

import type { Json } from '../lib/json.ts';
import { list, openMapping, optional, required, requiredText } from './fields.ts';
import type { Variable } from './pipeline.ts';
import { describe, jsonOf, memberOf, type Place, positionOf, reportAt, scalarOf } from './place.ts';
import { VARIABLE, VARIABLE_TYPES } from './shapes/variable.ts';

const TYPES: readonly string[] = VARIABLE_TYPES;

export function readVariables(mapping: Place): readonly Variable[] {
  const variables: Variable[] = [];
  for (const element of list(mapping, 'variables')) {
    const variable = readVariable(element);
    if (variable === undefined) continue;
    if (variables.some(({ name }) => name === variable.name)) reportTwice(element, variable.name);
    variables.push(variable);
  }
  return variables;
}

function readVariable(element: Place): Variable | undefined {
  const mapping = openMapping(element, VARIABLE);
  if (mapping === undefined) return undefined;
  const type = requiredText(mapping, 'type');
  if (type !== '' && !TYPES.includes(type)) {
    const message = `"${type}" is no type of a variable.`;
    reportAt(mapping, 'wrong-value', message, `Use one of ${TYPES.join(', ')}.`);
  }
  checkValue(optional(mapping, 'value'), type);
  checkValue(optional(mapping, 'default'), type);
  const value = optional(mapping, 'value') ?? optional(mapping, 'default');
  if (memberOf(mapping, 'value') === undefined) required(mapping, 'value');
  else if (value === undefined && jsonOf(memberOf(mapping, 'required')?.node) === true) {
    const message = `The required variable ${mapping.fqn} has no value.`;
    reportAt(mapping, 'missing-field', message, `Give it one, or --set ${mapping.fqn}=….`);
  }
  return {
    name: requiredText(mapping, 'name'),
    type,
    value: value === undefined ? '' : jsonOf(value.node),
    position: positionOf(value ?? mapping),
  };
}

/** As in Harness, a number is no text: `5` and `05` would otherwise be the same. */
function checkValue(place: Place | undefined, type: string): void {
  const value = place === undefined ? undefined : scalarOf(place.node);
  if (place === undefined || fits(value, type)) return;
  // What was given as a text may be meant as one, whatever it looks like.
  if (type !== 'Number' && place.source.bound.has(place.node)) return;
  const [expected, hint] =
    type === 'Number'
      ? ['a number', 'Write a number or an expression.']
      : ['a text', 'Put it in quotes.'];
  const message = `A variable of type ${type} holds ${expected}, but this is ${describe(place.node)}.`;
  reportAt(place, 'wrong-type', message, hint);
}

function fits(value: Json | undefined, type: string): boolean {
  if (type !== 'Number') return typeof value === 'string' || !TYPES.includes(type);
  if (typeof value === 'number') return true;
  return typeof value === 'string' && /^$|^[+-]?\d*\.?\d+$|<\+/.test(value);
}

function reportTwice(element: Place, name: string): void {
  const message = `There are two variables named "${name}" here.`;
  reportAt(element, 'duplicate-identifier', message, 'Rename or remove one of them.');
}
