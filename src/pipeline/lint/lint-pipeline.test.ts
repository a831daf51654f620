// Each lint rule over a pipeline that has its fault, and over one that has none.
import { describe, expect, test } from 'vitest';
import { readProject } from '../read-project.ts';
import { LINT_RULES, type LintLevels, lintPipeline } from './lint-pipeline.ts';

const RULE = 'arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3';
const GREEN = 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/green/1';

const PIPELINE = `pipeline:
  identifier: shop
  name: shop
  stages:
    - stage:
        identifier: web
        name: web
        type: Deployment
        failureStrategies:
          - onFailure: { errors: [AllErrors], action: { type: StageRollback } }
        spec:
          deploymentType: Elastigroup
          service: { serviceRef: web }
          environment:
            environmentRef: prod
            infrastructureDefinitions: [{ identifier: fleet }]
          execution:
            steps:
              - step:
                  identifier: setup
                  name: setup
                  type: ElastigroupBGStageSetup
                  spec:
                    name: web
                    instances: { type: CurrentRunning }
                    connectedCloudProvider: { type: AWS, spec: { connectorRef: aws, region: eu-west-1 } }
                    loadBalancers:
                      - type: AWSLoadBalancerConfig
                        spec:
                          loadBalancer: web
                          prodListenerPort: "443"
                          prodListenerRuleArn: ${RULE}
                          isTrafficShift: true
                          stageTargetGroupArn: ${GREEN}
              - step:
                  identifier: ask
                  name: ask
                  type: HarnessApproval
                  spec:
                    includePipelineExecutionHistory: true
                    approvers: { userGroups: [sre], minimumCount: 2, disallowPipelineExecutor: false }
              - step:
                  identifier: shift
                  name: shift
                  type: ElastigroupBlueGreenTrafficShift
                  strategy: { matrix: { weight: [10, 50, 100], maxConcurrency: 1 } }
                  spec:
                    elastigroupTrafficShiftWrapper: { type: Inherit, spec: { weightPercentage: <+matrix.weight> } }
            rollbackSteps:
              - step: { identifier: back, name: back, type: ElastigroupRollback, spec: {} }
`;

/** What is found once `from` is written as `to`. */
function linted(
  from = '',
  to = '',
  levels: LintLevels = {},
  pipeline = PIPELINE,
): readonly string[] {
  if (!pipeline.includes(from)) throw new Error(`The pipeline has no ${from}.`);
  const text = pipeline.replace(from, to);
  const { project, diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const facts = {
    peopleOf: (environment: string, group: string) =>
      environment === 'prod' && group === 'sre' ? ['ann', 'bob'] : undefined,
    positionOf: () => undefined,
  };
  return project.pipelines
    .flatMap((pipeline) => lintPipeline(pipeline, facts, levels))
    .map(({ code, severity, position }) => `${severity} ${code} ${position?.line}`);
}

/** A shift of a rule by its own name, in front of the rollback steps. */
function handMade(rule: string, other: string): string {
  return `  - step:
                  identifier: hand
                  name: hand
                  type: ElastigroupBlueGreenTrafficShift
                  spec:
                    elastigroupTrafficShiftWrapper:
                      type: Standalone
                      spec:
                        loadBalancer: web
                        listenerArn: arn:listener
                        listenerRuleArn: ${rule}
                        forwardTrafficConfig:
                          - { targetGroupArn: ${GREEN}, weight: 0 }
                          - { targetGroupArn: ${other}, weight: 100 }
            rollbackSteps:`;
}

describe('A lint rule', () => {
  test('finds nothing in a pipeline as it should be', () => {
    expect(linted()).toEqual([]);
  });

  test('warns of weights that go on after one was refused', () => {
    const strategy = 'maxConcurrency: 1 }';
    expect(linted(`${strategy} }`, `${strategy}, onFailure: RunAll }`)).toEqual([
      'warning run-all-after-rejection 46',
    ]);
  });

  test('warns of weights that go down, and of weights that stand twice', () => {
    expect(linted('[10, 50, 100]', '[50, 10, 100]')).toEqual(['warning falling-weights 42']);
    expect(linted('[10, 50, 100]', '[10, 10, 100]')).toEqual(['warning falling-weights 42']);
  });

  test('warns of a Standalone shift of the rule that Inherit moves', () => {
    expect(linted('rollbackSteps:', handMade(RULE, 'arn:blue'))).toEqual([
      'warning rule-shifted-twice 49',
    ]);
    expect(linted('rollbackSteps:', handMade('arn:other', 'arn:blue'))).toEqual([]);
  });

  test('warns of one target group for blue and green', () => {
    expect(linted('rollbackSteps:', handMade('arn:other', GREEN))).toEqual([
      'warning same-target-group 49',
    ]);
    const live = `<+loadBalancer.rule("${RULE}").liveTargetGroupArn>`;
    expect(linted(`stageTargetGroupArn: ${GREEN}`, `stageTargetGroupArn: ${live}`)).toEqual([
      'warning same-target-group 19',
    ]);
  });

  test('warns of rollback steps that restore nothing', () => {
    expect(
      linted('type: ElastigroupRollback, spec: {}', 'type: Wait, spec: { duration: 1m }'),
    ).toEqual(['warning no-way-back 19']);
  });

  test('warns of a question whose time-out sends nothing back', () => {
    const asking = '{ weightPercentage: <+input>.executionInput() }';
    const written = '{ weightPercentage: <+matrix.weight> }';
    expect(linted(written, asking)).toEqual(['warning unanswered-input 42']);
  });

  test('is content with a question where a level around says what follows', () => {
    const said =
      '[AllErrors], action: { type: StageRollback } }\n          - onFailure: { errors: [InputTimeoutError], action: { type: StageRollback } }';
    const asking = PIPELINE.replace('<+matrix.weight>', '<+input>.executionInput()');
    expect(linted('[AllErrors], action: { type: StageRollback } }', said, {}, asking)).toEqual([]);
  });

  test('warns of an approval that holds up nothing', () => {
    const beside = `- parallel:
                - step:
                    identifier: watch
                    name: watch
                    type: Wait
                    spec: { duration: 1m }
                - step:
                    identifier: asked
                    name: asked
                    type: HarnessApproval
                    spec:
                      includePipelineExecutionHistory: true
                      approvers: { userGroups: [sre], minimumCount: 1, disallowPipelineExecutor: false }
              - step:
                  identifier: ask`;
    const alone = `- step:
                  identifier: ask`;
    expect(linted(alone, beside)).toEqual(['warning approval-beside-steps 41']);
  });

  test('warns of more approvals than there are people', () => {
    expect(linted('minimumCount: 2', 'minimumCount: 3')).toEqual(['warning too-few-approvers 35']);
    expect(linted('[sre], minimumCount: 2', '[sre, others], minimumCount: 9')).toEqual([]);
  });

  test('warns once of addresses that are kept as secrets', () => {
    expect(linted(GREEN, '<+secrets.getValue("green")>')).toEqual(['warning secret-address 19']);
  });

  test('notes what is still to be filled in', () => {
    for (const value of ['<stage target group>', 'REPLACE_ME', 'arn:aws:elb:eu:000000000000:tg'])
      expect(linted(GREEN, value)).toEqual(['note placeholder 19']);
    expect(linted(GREEN, '<+stage.variables.green>')).toEqual([]);
  });

  test('is as loud as the settings want it', () => {
    const weights = (level: 'off' | 'error'): readonly string[] =>
      linted('[10, 50, 100]', '[50, 10]', { 'falling-weights': level });
    expect(weights('off')).toEqual([]);
    expect(weights('error')).toEqual(['error falling-weights 42']);
  });
});

test('Every lint rule has a code of its own', () => {
  expect(new Set(LINT_RULES.map(({ code }) => code)).size).toBe(LINT_RULES.length);
});
