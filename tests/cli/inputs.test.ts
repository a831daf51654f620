// The inputs of a pipeline on the command line: printed, filled in from a file, named all at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonOf, penstock } from './penstock.ts';

const PIPELINE = `pipeline:
  identifier: greet
  name: Greet
  variables:
    - { name: tone, type: String, value: '<+input>.allowedValues(warm, cold)' }
  stages:
    - stage:
        identifier: only
        name: Only
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: hi
                  name: hi
                  type: Http
                  timeout: 1m
                  spec: { url: 'http://localhost/<+pipeline.variables.tone>', method: <+input> }
`;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-inputs-'));
  writeFileSync(join(folder, 'pipeline.yaml'), PIPELINE);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what "inputs" prints, filled in, is what "--inputs" takes by file and by identifier', async () => {
  const printed = await penstock(['inputs', 'pipeline.yaml'], { folder });
  expect(printed.code).toBe(0);
  const filled = printed.stdout
    .replace('value: <+input>', 'value: cold')
    .replace('method: <+input>', 'method: GET');
  expect(filled).not.toBe(printed.stdout);
  writeFileSync(join(folder, 'inputs.yaml'), filled);
  for (const name of ['inputs.yaml', 'my_inputs']) {
    const judged = await penstock(['validate', '--inputs', name, '--json'], { folder });
    expect(jsonOf(judged)).toEqual({ valid: true, diagnostics: [] });
  }
});

test('a value that is not allowed is told at its place in the file', async () => {
  const set = `pipeline:\n  variables:\n    - name: tone\n      value: mild\n`;
  writeFileSync(join(folder, 'bare.yaml'), set);
  const judged = await penstock(['validate', 'pipeline.yaml', '--inputs', 'bare.yaml'], { folder });
  rmSync(join(folder, 'bare.yaml'));
  expect(judged.code).toBe(3);
  expect(judged.stdout).toContain('bare.yaml:4:14: error [wrong-value]');
});

test('an input set that is nowhere ends the command', async () => {
  const judged = await penstock(['validate', 'pipeline.yaml', '--inputs', 'mine'], { folder });
  expect(judged.code).toBe(3);
  expect(judged.stdout).toContain('no input set "mine"');
});
