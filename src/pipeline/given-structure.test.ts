// Values given as text where the file has one input for a whole mapping or list.
import { expect, test } from 'vitest';
import type { Binding } from './pipeline.ts';
import { readProject } from './read-project.ts';

const text = `pipeline:
  identifier: shop
  name: Shop
  stages:
    - stage:
        identifier: only
        name: Only
        type: Custom
        when: <+input>
        strategy: { matrix: <+input> }
        delegateSelectors: <+input>
        failureStrategies: '<+input>.default([{onFailure: {errors: [AllErrors], action: {type: Abort}}}])'
        spec:
          execution:
            steps:
              - step: { identifier: wait, name: wait, type: Wait, spec: { duration: 1m } }
`;

test('is read as if it stood in the file, from one line or several', () => {
  const { diagnostics, stage } = bind({
    when: '{pipelineStatus: All, condition: "<+true>"}',
    'strategy.matrix': 'color:\n  - red\n  - blue\n',
    delegateSelectors: '[east, west]',
  });
  expect(diagnostics).toEqual([]);
  expect(stage).toMatchObject({
    when: { status: 'All', condition: '<+true>' },
    strategy: { kind: 'matrix', axes: [{ name: 'color', values: ['red', 'blue'] }] },
    delegateSelectors: ['east', 'west'],
  });
});

test('is read from the default when nobody gives one', () => {
  const { stage } = bind({ when: '{pipelineStatus: All}', delegateSelectors: '[a]' });
  expect(stage).toMatchObject({ failureStrategies: [{ action: { type: 'Abort' } }] });
});

test('has its place in what is wrong with it', () => {
  const { diagnostics } = bind({
    when: '{pipelineStatus: Never}',
    'strategy.matrix': '{color: [red]}',
    delegateSelectors: '[a]',
  });
  expect(diagnostics).toMatchObject([
    {
      code: 'wrong-value',
      position: { file: 'value of pipeline.stages.only.when', line: 1, column: 18 },
    },
  ]);
});

test('that is none is told as what it is', () => {
  const { diagnostics } = bind({
    when: 'sometimes',
    'strategy.matrix': '{color: [red]}',
    delegateSelectors: '[a]',
  });
  expect(diagnostics).toMatchObject([{ code: 'wrong-type' }]);
});

test('fills a list of a step that may be one input, with numbers as numbers', () => {
  const step = 'spec.execution.steps.shift.spec.elastigroupTrafficShiftWrapper.spec';
  const { diagnostics, stage } = bind(
    {
      ...REST,
      [`${step}.forwardTrafficConfig`]:
        '[{targetGroupArn: a, weight: 30}, {targetGroupArn: b, weight: 70}]',
    },
    SHIFT,
  );
  // The stage of this pipeline deploys nothing.
  expect(diagnostics.map(({ code }) => code)).toEqual(['unsupported-step']);
  expect(JSON.stringify(stage)).toContain('{"targetGroupArn":"b","weight":70}');
});

const REST = {
  when: '{pipelineStatus: All}',
  'strategy.matrix': '{color: [red]}',
  delegateSelectors: '[a]',
};

const SHIFT = `              - step:
                  identifier: shift
                  name: shift
                  type: ElastigroupBlueGreenTrafficShift
                  timeout: 10m
                  spec:
                    elastigroupTrafficShiftWrapper:
                      type: Standalone
                      spec:
                        loadBalancer: lb
                        listenerArn: l
                        listenerRuleArn: r
                        forwardTrafficConfig: <+input>
`;

function bind(
  values: Readonly<Record<string, string>>,
  steps = '',
): {
  diagnostics: ReturnType<typeof readProject>['diagnostics'];
  stage: unknown;
} {
  const bindings = Object.entries(values).map(
    ([path, value]): Binding => ({ by: 'input', path: `pipeline.stages.only.${path}`, value }),
  );
  const { project, diagnostics } = readProject([{ path: 'p.yaml', text: text + steps }], bindings);
  return { diagnostics, stage: project.pipelines[0]?.stages[0] };
}
