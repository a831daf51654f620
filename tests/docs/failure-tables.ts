// The error types that failure strategies may name, and the actions that may follow.
import { FAILURE_TYPES, NEVER_HAPPEN } from '../../src/pipeline/failure-types.ts';
import { FAILURE_ACTION_SPECS } from '../../src/pipeline/shapes/failure-strategy.ts';
import { table } from './table.ts';

export function failureTables(): string {
  const happening = FAILURE_TYPES.filter((type) => !NEVER_HAPPEN.includes(type));
  return table(
    ['', ''],
    [
      ['error types that steps here fail with', listed(['AllErrors', ...happening])],
      ['error types that are read and never happen here', listed(NEVER_HAPPEN)],
      ['failure actions', listed(Object.keys(FAILURE_ACTION_SPECS))],
    ],
  );
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
