// A step group that moves traffic is not run again from its beginning.
import { expect, test } from 'vitest';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';

const SCRIPT =
  'type: ShellScript, spec: {shell: Bash, source: {type: Inline, spec: {script: "true"}}}';
const SHIFT =
  'type: ElastigroupBlueGreenTrafficShift, spec: {elastigroupTrafficShiftWrapper: {type: Inherit, spec: {weightPercentage: 50}}}';

function toldOf(step: string, level: 'group' | 'step' = 'group'): readonly string[] {
  const retry =
    'failureStrategies: [{onFailure: {errors: [AllErrors], action: {type: RetryStepGroup, spec: {retryCount: 1, retryIntervals: [1m]}}}}]';
  const text = `pipeline:
  identifier: p
  name: p
  projectIdentifier: x
  orgIdentifier: y
  stages:
    - stage:
        identifier: s
        name: s
        type: Deployment
        failureStrategies: []
        spec:
          deploymentType: Elastigroup
          service: {serviceRef: shop}
          environment: {environmentRef: e, infrastructureDefinitions: [{identifier: i}]}
          execution:
            steps:
              - stepGroup:
                  identifier: g
                  name: g
                  ${level === 'group' ? retry : 'description: none'}
                  steps:
                    - stepGroup:
                        identifier: inner
                        name: inner
                        steps:
                          - step: {identifier: a, name: the step, ${step}${level === 'step' ? `, ${retry}` : ''}}
            rollbackSteps: []
`;
  const { project } = readProject([{ path: 'p.yaml', text }], []);
  const { diagnostics } = createPlan({
    project,
    bound: [],
    facts: { rules: {}, secrets: () => undefined },
  });
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

test('a shift anywhere in the group is refused with the reason, a script is not', () => {
  expect(toldOf(SHIFT)).toContainEqual(
    expect.stringContaining(
      'unsupported-action: RetryStepGroup would run the step "the step" (ElastigroupBlueGreenTrafficShift) again',
    ),
  );
  expect(toldOf(SCRIPT).filter((told) => told.includes('RetryStepGroup'))).toEqual([]);
});

test('RetryStepGroup on a step has no group to run again', () => {
  expect(toldOf(SCRIPT, 'step')).toContain(
    'failure-strategy: RetryStepGroup is for the failure strategies of a step group.',
  );
});
