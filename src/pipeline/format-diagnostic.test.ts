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

test.each([
  ['a key', '    stpes: []', '    ^^^^^'],
  ['a text in quotes', '    "a b": c', '    ^^^^^'],
  ['an expression', '    <+a.b("c: d")>', '    ^^^^^^^^^^^^^^'],
])('the author sees the line with %s marked', (_what, line, mark) => {
  expect(
    formatDiagnostic({ ...diagnostic, line })
      .split('\n')
      .slice(1, 3),
  ).toEqual([`  3 | ${line}`, `    | ${mark}`]);
});

test('tabs in front of the place are as wide in the mark', () => {
  const marked = formatDiagnostic({ ...diagnostic, line: '\t\t\t\tname' });
  expect(marked).toContain('\n    | \t\t\t\t^^^^\n');
});

test.each([
  ['too long for a terminal', `    ${'x'.repeat(200)}`],
  ['shorter than the place', 'a'],
])('a line %s is left out', (_why, line) => {
  expect(formatDiagnostic({ ...diagnostic, line })).toBe(formatDiagnostic(diagnostic));
});
