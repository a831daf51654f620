// However templates and their uses are damaged, reading them ends with diagnostics that have a place.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readProject } from '../read-project.ts';

const folder = join(import.meta.dirname, '../../../tests/scenarios/projects/templates');
const lines = ['pipeline', 'templates/blue-green', 'templates/stage', 'templates/steps'].flatMap(
  (name) => [
    ...readFileSync(join(folder, `${name}.yaml`), 'utf8')
      .trimEnd()
      .split('\n'),
    '---',
  ],
);

const damage = fc.record({
  line: fc.nat(lines.length - 1),
  replacement: fc.constantFrom(
    (_: string) => '',
    (text: string) => text.replace(/:.*/, ':'),
    (text: string) => text.replace(/:.*/, ': 7'),
    (text: string) => text.replace(/:.*/, ': [x]'),
    (text: string) => text.replace(/:.*/, ': {x: <+input>}'),
    (text: string) => text.replace(/:.*/, ': <+input>'),
    (text: string) => text.replace(/templateRef: .*/, 'templateRef: org.one_rung'),
    (text: string) => text.replace(/templateRef: .*/, 'templateRef: org.blue_green_stage'),
    (text: string) => text.replace(/type: \w+/, 'type: StepGroup'),
    (text: string) => text.replace(/\w+:/, 'template:'),
    (text: string) => text.replace(/\w+:/, '__proto__:'),
    (text: string) => `  ${text}`,
    (text: string) => text.replace(/^ {2}/, ''),
    (text: string) => `${text}\n${text}`,
    (text: string) => text.replace('- ', ''),
  ),
});

test('damaged templates are never thrown at, and every complaint has a message and a place', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const damaged = [...lines];
      for (const { line, replacement } of damages) damaged[line] = replacement(damaged[line] ?? '');
      const { diagnostics } = readProject([{ path: 'a.yaml', text: damaged.join('\n') }], []);
      for (const { message, position } of diagnostics) {
        expect(message).not.toContain('undefined');
        expect(position?.line).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300, seed: 11 },
  );
});

test('a template that is nested too deeply is refused at its use', () => {
  const deep = `${'{ x: '.repeat(500)}1${' }'.repeat(500)}`;
  const template = `template:\n  identifier: deep\n  versionLabel: v1\n  type: Pipeline\n  spec: ${deep}\n`;
  const pipeline = 'pipeline:\n  identifier: p\n  name: P\n  template: { templateRef: deep }\n';
  const { diagnostics } = readProject(
    [{ path: 'a.yaml', text: `${template}---\n${pipeline}` }],
    [],
  );
  expect(diagnostics).toMatchObject([{ code: 'plan-too-large', position: { line: 10 } }]);
});
