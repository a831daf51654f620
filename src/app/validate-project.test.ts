// What `validate` says of a file alone, and of a whole project.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateProject } from './validate-project.ts';

const PIPELINE = `pipeline:
  name: Shop
  identifier: shop
  stages:
    - stage:
        name: Check
        identifier: check
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  type: ShellScript
                  name: Look
                  identifier: look
                  spec:
                    shell: Bash
                    source:
                      type: Inline
                      spec:
                        script: echo <+secrets.getValue("nowhere")>
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-validate-'));
  writeFileSync(join(folder, 'shop.yaml'), PIPELINE);
  writeFileSync(join(folder, 'broken.yaml'), 'pipeline:\n  name: [\n');
  mkdirSync(join(folder, 'whole'));
  writeFileSync(join(folder, 'whole', 'shop.yaml'), PIPELINE);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a file alone is not blamed for its neighbours, and what is not there yet is a note', async () => {
  const pipelineFile = join(folder, 'shop.yaml');
  const request = { pipelineFile, folder: undefined, bindings: [] };
  const { diagnostics } = await validateProject(request);
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['unknown-entity', 'note'],
  ]);
});

test('a diagnostic brings the line that it complains of', async () => {
  const pipelineFile = join(folder, 'shop.yaml');
  const { diagnostics } = await validateProject({ pipelineFile, folder: undefined, bindings: [] });
  expect(diagnostics.map(({ line }) => line?.trim())).toEqual([
    'script: echo <+secrets.getValue("nowhere")>',
  ]);
});

test('in a whole project what is missing is an error', async () => {
  const request = { pipelineFile: undefined, folder: join(folder, 'whole'), bindings: [] };
  const { diagnostics } = await validateProject(request);
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['unknown-entity', 'error'],
  ]);
});
