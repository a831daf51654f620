// A mistake inside a text is pointed at where it stands, not where the text begins.
import { expect, test } from 'vitest';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';

function told(written: string, more: readonly { path: string; text: string }[] = []) {
  const text = `pipeline:
  identifier: shop
  name: Shop
  variables:
    - { name: a-b, type: String, value: x }
    - { name: c.d, type: String, value: x }
    - { name: tone, type: String, value: x }
  stages:
    - stage:
        identifier: east
        name: East
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: tell
                  name: Tell
                  type: ShellScript
                  timeout: 5m
                  spec:
                    shell: Bash
                    source:
${written.replace(/^/gm, '                      ')}
`;
  const { project, bound, diagnostics } = readProject([{ path: 'p.yaml', text }, ...more], []);
  expect(diagnostics).toEqual([]);
  const made = createPlan({ project, bound, facts: { rules: {}, secrets: () => undefined } });
  return made.diagnostics.map(({ position, message }) => ({
    at: `${position?.file}:${position?.line}:${position?.column}`,
    message,
  }));
}

const inline = (script: string) => `type: Inline\nspec:\n  script: ${script}`;

test.each([
  ['a block', inline('|\n    echo 1\n\n      echo <+pipeline.nme>\n    echo 3'), 'p.yaml:29:36'],
  ['a block of trimmed lines', inline('|-\n    a\n    b <+pipeline.nme>'), 'p.yaml:28:31'],
  ['a line', inline('echo <+pipeline.nme>'), 'p.yaml:26:40'],
  ['quotes', inline('"echo <+pipeline.nme>"'), 'p.yaml:26:41'],
  ['single quotes', inline("'echo <+pipeline.nme>'"), 'p.yaml:26:41'],
  ['the second expression', inline('echo <+pipeline.name> <+pipeline.nme>'), 'p.yaml:26:57'],
])('in %s', (_, written, at) => {
  expect(told(written)).toMatchObject([{ at }]);
});

test('where escapes hide the place, the beginning of the text is pointed at', () => {
  expect(told(inline('"\\techo <+pipeline.nme>"'))).toMatchObject([{ at: 'p.yaml:26:33' }]);
});

test('in a file of the file store', () => {
  const file = { path: 'files/run.sh', text: '#!/bin/bash\n\n  echo <+pipeline.nme>\n' };
  const written = 'type: Harness\nspec: { file: /run.sh }';
  expect(told(written, [file])).toMatchObject([{ at: 'files/run.sh:3:10' }]);
});

test('a question ends the sentence', () => {
  expect(told(inline('<+pipeline.nme>'))[0]?.message).toMatch(/did you mean "pipeline\.name"\?$/);
});

test.each([
  ['a-b', 'get("a-b")'],
  ['c.d', 'get("c.d")'],
])('a variable %s is to be asked for by %s', (name, call) => {
  const [first] = told(inline(`<+pipeline.variables.${name}>`));
  expect(first?.message).toContain(`did you mean "pipeline.variables.${call}"?`);
  expect(told(inline(`<+pipeline.variables.${call}>`))).toEqual([]);
});

test.each([
  ['secrets.token', 'secrets.getValue("token")'],
  ['variables.tone', 'pipeline.variables.tone'],
])('%s stands for %s', (written, meant) => {
  const [first] = told(inline(`<+${written}>`));
  expect(first?.message).toContain(`did you mean "${meant}"?`);
});
