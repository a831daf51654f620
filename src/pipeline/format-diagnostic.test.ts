// How a diagnostic looks in a terminal.
import { expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { formatDiagnostic } from './format-diagnostic.ts';

const diagnostic: Diagnostic = {
  code: 'missing-field',
  severity: 'error',
  message: 'The field "name" is missing.',
  hint: 'Add "name".',
  position: { file: 'a.yaml', line: 3, column: 5 },
};

test('a diagnostic has its place, its code, what is wrong and what to do', () => {
  expect(formatDiagnostic(diagnostic)).toBe(
    'a.yaml:3:5: error [missing-field] The field "name" is missing.\n  Add "name".',
  );
});

test('a diagnostic without a place starts with its severity', () => {
  expect(formatDiagnostic({ ...diagnostic, position: undefined, hint: '' })).toBe(
    'error [missing-field] The field "name" is missing.',
  );
});
