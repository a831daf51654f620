// `variables:` of a pipeline, stage, service or environment.

import { list, openMapping, optional, requiredText } from './fields.ts';
import type { Variable } from './pipeline.ts';
import { jsonOf, memberOf, type Place, positionOf, reportAt } from './place.ts';
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
  const value = optional(mapping, 'value') ?? optional(mapping, 'default');
  if (value === undefined && jsonOf(memberOf(mapping, 'required')?.node) === true) {
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

function reportTwice(element: Place, name: string): void {
  const message = `There are two variables named "${name}" here.`;
  reportAt(element, 'duplicate-identifier', message, 'Rename or remove one of them.');
}
