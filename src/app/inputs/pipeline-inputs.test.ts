// Tests of what a pipeline asks for: types of variables, what an input takes, and the input sets that fill it in.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProject } from '../load-project.ts';
import { pipelineInputs } from './pipeline-inputs.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-inputs-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pipeline = (identifier: string, method = '<+input>'): string => `pipeline:
  name: ${identifier}
  identifier: ${identifier}
  variables:
    - name: tone
      type: String
      description: How it is said.
      value: <+input>.allowedValues(warm, cold).default(warm)
    - { name: count, type: Number, value: <+input> }
  stages:
    - stage:
        name: Say
        identifier: say
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  name: Call
                  identifier: call
                  type: Http
                  timeout: 1m
                  spec: { url: 'http://localhost/', method: ${method} }
`;

function inputsOf(file: string) {
  return pipelineInputs(loadProject({ pipelineFile: join(folder, file), folder, bindings: [] }));
}

test('each open input says its type, what it takes, and what its author says of it', () => {
  writeFileSync(join(folder, 'greet.yaml'), pipeline('greet'));
  writeFileSync(join(folder, 'other.yaml'), pipeline('other'));
  const { inputs } = inputsOf('greet.yaml');
  expect(inputs).toMatchObject([
    {
      path: 'pipeline.variables.tone',
      type: 'String',
      isRequired: false,
      default: 'warm',
      allowedValues: ['warm', 'cold'],
      isMany: false,
      description: 'How it is said.',
    },
    { path: 'pipeline.variables.count', type: 'Number', isRequired: true, description: undefined },
    { path: expect.stringMatching(/method$/), type: 'Unknown', isRequired: true },
  ]);
});

test('input sets are offered to the pipeline that they are of', () => {
  writeFileSync(join(folder, 'greet.yaml'), pipeline('greet'));
  const set = (identifier: string, of: string): string =>
    `inputSet:\n  identifier: ${identifier}\n  name: Set ${identifier}\n  pipeline:\n    identifier: ${of}\n`;
  writeFileSync(join(folder, 'warm.yaml'), set('warm', 'greet'));
  writeFileSync(join(folder, 'loud.yaml'), set('loud', 'shout'));
  expect(inputsOf('greet.yaml').inputSets).toEqual([{ identifier: 'warm', name: 'Set warm' }]);
});
