// The inputs of a pipeline, as an input set to fill in.
import { expect, test } from 'vitest';
import { describeInput } from './describe-inputs.ts';
import { readProject } from './read-project.ts';

const text = `pipeline:
  identifier: shop
  name: Shop
  variables:
    - name: tone
      type: String
      value: <+input>.allowedValues(warm, cold).default(cold)
    - { name: fixed, type: String, value: always }
  stages:
    - parallel:
        - stage:
            identifier: east
            name: East
            type: Custom
            when: <+input>
            spec:
              execution:
                steps:
                  - step: { identifier: wait, name: Wait, type: Wait, spec: { duration: <+input> } }
                  - step: { identifier: rest, name: Rest, type: Wait, spec: { duration: 1m } }
`;
const pipeline = { path: 'p.yaml', text };

test('stand where the pipeline has them, with what they take and without what is fixed', () => {
  const { inputs, inputSetFor } = readProject([pipeline], []);
  expect(inputSetFor('p.yaml')).toBe(`inputSet:
  identifier: my_inputs
  name: my inputs
  pipeline:
    identifier: shop
    variables:
      - name: tone
        type: String
        value: "cold" # one of warm, cold; default cold
    stages:
      - parallel:
          - stage:
              identifier: east
              type: Custom
              when: <+input>
              spec:
                execution:
                  steps:
                    - step:
                        identifier: wait
                        type: Wait
                        spec:
                          duration: <+input>
`);
  expect(inputs.map(({ path }) => path)).toEqual([
    'pipeline.variables.tone',
    'pipeline.stages.east.when',
    'pipeline.stages.east.spec.execution.steps.wait.spec.duration',
  ]);
});

test('can be given as they were printed', () => {
  const template = readProject([pipeline], []).inputSetFor(undefined) ?? '';
  const file = { path: 'set.yaml', text: template };
  const { bound, inputs } = readProject([pipeline], [], [{ name: 'set.yaml', file }]);
  expect(bound).toEqual([
    { by: 'input', inputSet: 'my_inputs', path: 'pipeline.variables.tone', written: 'cold' },
  ]);
  expect(inputs).toHaveLength(2);
});

test('are none in a pipeline that is complete', () => {
  const complete = text.replaceAll(/<\+input>[^ \n]*( cold\).*)?/g, '1m');
  expect(readProject([{ ...pipeline, text: complete }], []).inputSetFor(undefined)).toBeUndefined();
});

test('say in a few words what they take', () => {
  expect(describeInput('<+input>.selectManyFrom(a, b).regex(.).executionInput()')).toBe(
    'any of a, b; matches .; asked for while the run is under way',
  );
});
