// A plan says which of its nodes came from a template.
import { expect, test } from 'vitest';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';
import { describePlan } from './describe-plan.ts';

const template = `template:
  name: Rest
  identifier: rest
  versionLabel: v2
  type: Step
  spec: { type: Wait, spec: { duration: <+input> } }
`;

const stage = `template:
  name: Calm
  identifier: calm
  versionLabel: 1.4
  type: Stage
  spec:
    type: Custom
    variables: [{ name: pause, type: String, value: <+input> }]
    spec:
      execution:
        steps:
          - step:
              identifier: wait
              name: Wait
              template:
                templateRef: rest
                templateInputs: { spec: { duration: <+stage.variables.pause> } }
`;

const pipeline = `pipeline:
  identifier: p
  name: P
  stages:
    - stage:
        identifier: calm
        name: Calm
        template:
          templateRef: calm
          templateInputs: { variables: [{ name: pause, value: 3s }] }
`;

test('a plan names the template of each node, and has the values that were given', () => {
  const files = [
    { path: 'rest.yaml', text: template },
    { path: 'calm.yaml', text: stage },
    { path: 'pipeline.yaml', text: pipeline },
  ];
  const { project, bound, diagnostics } = readProject(files, []);
  const planned = createPlan({
    project,
    bound,
    facts: { rules: {}, secrets: () => undefined },
  });
  expect([...diagnostics, ...planned.diagnostics]).toEqual([]);
  if (planned.plan === undefined) throw new Error('There is no plan.');
  const text = describePlan(planned.plan);
  expect(text).toContain('stage calm  Custom, from template calm@1.4');
  expect(text).toMatch(/step wait {2}Wait, .*from template rest@v2/);
  expect(JSON.stringify(planned.plan)).toContain('"duration":"3s"');
});

test('what is wrong with a value in a template is said with its use', () => {
  const broken = template.replace('<+input>', '<+stage.variables.nothing>');
  const use = `${pipeline.slice(0, pipeline.indexOf('        template:'))}${STEP}`;
  const files = [
    { path: 'rest.yaml', text: broken },
    { path: 'pipeline.yaml', text: use },
  ];
  const { project, bound } = readProject(files, []);
  const { diagnostics } = createPlan({
    project,
    bound,
    facts: { rules: {}, secrets: () => undefined },
  });
  expect(diagnostics).toMatchObject([
    { position: { file: 'rest.yaml', line: 6, usedAt: { file: 'pipeline.yaml' } } },
  ]);
});

const STEP = `        type: Custom
        spec:
          execution:
            steps:
              - step: { identifier: wait, name: Wait, template: { templateRef: rest } }
`;
