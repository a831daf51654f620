// What only values show: rules over a pipeline as its plan has it.
import { expect, test } from 'vitest';
import { lintPipeline, lintValues } from '../pipeline/lint/lint-pipeline.ts';
import { readProject } from '../pipeline/read-project.ts';
import { stagesOf } from '../pipeline/stages-of.ts';
import { createPlan } from './create-plan.ts';
import { resolvedPipeline } from './resolved-pipeline.ts';

const RULE = 'arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3';
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/';

const shift = (identifier: string, wrapper: string, more = ''): string => `
              - step:
                  identifier: ${identifier}
                  name: ${identifier}
                  type: ElastigroupBlueGreenTrafficShift
                  timeout: 10m
                  spec: { elastigroupTrafficShiftWrapper: ${wrapper} }${more}`;

const alone = (blue: string, green: string): string =>
  `{ type: Standalone, spec: { loadBalancer: web, listenerArn: "${RULE}", listenerRuleArn: "<+stage.variables.rule>", forwardTrafficConfig: [{ targetGroupArn: "${green}", weight: 50 }, { targetGroupArn: "${blue}", weight: 50 }] } }`;

function project(steps: string) {
  const text = `pipeline:
  identifier: p
  name: p
  stages:
    - stage:
        identifier: web
        name: web
        type: Custom
        variables:
          - { name: rule, type: String, value: "${RULE}" }
          - { name: blue, type: String, value: "${GROUP}a/1" }
          - { name: green, type: String, value: "<+stage.variables.blue>" }
        spec:
          execution:
            steps:${steps}
              - parallel:
                  - stepGroup:
                      identifier: group
                      name: group
                      strategy: { matrix: { zone: [a, b] } }
                      steps:
                        - step:
                            identifier: tell
                            name: tell
                            type: Wait
                            spec: { duration: <+matrix.zone>m }
                            when: { stageStatus: Success, condition: <+matrix.zone> == "b" }
`.replaceAll('<+matrix.zone>m', '1m');
  const { project: read, bound } = readProject([{ path: 'p.yaml', text }], []);
  const { plan, diagnostics } = createPlan({
    project: read,
    bound,
    facts: { rules: {}, secrets: () => undefined },
  });
  const [pipeline] = read.pipelines;
  if (pipeline === undefined || plan === undefined) throw new Error(JSON.stringify(diagnostics));
  return { pipeline, resolved: resolvedPipeline(pipeline, plan) };
}

const facts = { peopleOf: () => undefined, positionOf: () => undefined };

test('iterations stand one after the other, and what never runs is left out', () => {
  const { resolved } = project('');
  const [stage] = stagesOf(resolved);
  expect(stage?.steps.map((each) => each.kind === 'step' && each.identifier)).toEqual(['tell']);
});

test('two names of one target group are found by their value', () => {
  const { pipeline, resolved } = project(
    shift('both', alone('<+stage.variables.blue>', '<+stage.variables.green>')),
  );
  const isOfGroups = ({ code }: { code: string }): boolean => code === 'same-target-group';
  expect(lintPipeline(pipeline, facts).filter(isOfGroups)).toEqual([]);
  expect(lintValues(resolved, facts).filter(isOfGroups)).toMatchObject([
    { severity: 'warning', position: { file: 'p.yaml', line: 16 } },
  ]);
});
