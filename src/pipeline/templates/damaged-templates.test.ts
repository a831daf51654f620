// However templates and their uses are damaged, reading them ends with diagnostics that have a place.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Damage, expectWordsForDamage } from '../../../tests/damaged-lines.ts';
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

const OF_TEMPLATES: readonly Damage[] = [
  (text) => text.replace(/:.*/, ': <+input>'),
  (text) => text.replace(/templateRef: .*/, 'templateRef: org.one_rung'),
  (text) => text.replace(/templateRef: .*/, 'templateRef: org.blue_green_stage'),
  (text) => text.replace(/type: \w+/, 'type: StepGroup'),
  (text) => text.replace(/\w+:/, 'template:'),
];

test('damaged templates are never thrown at, and every complaint has a message and a place', () => {
  expectWordsForDamage(lines, 11, OF_TEMPLATES);
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
