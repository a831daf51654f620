// Every name that Harness documents: filled in, left for the run, or refused with the reason.
import { describe, expect, test } from 'vitest';
import {
  ENVIRONMENT,
  INFRASTRUCTURE,
  pipelineOf,
  planOf,
  SERVICE,
  saidBy,
  stageOf,
} from '../../tests/deployment-project.ts';

const HOME = `  orgIdentifier: o
  projectIdentifier: p
  description: all of it
  tags: { team: web }
  variables: [{ name: who, type: String, value: me }]
`;

function planned(script: string, further: readonly string[] = []): ReturnType<typeof planOf> {
  const stages = [stageOf({ script }), ...further];
  return planOf([pipelineOf(stages, HOME), INFRASTRUCTURE, SERVICE, ENVIRONMENT]);
}

describe('what is known when the plan is made is filled in', () => {
  test.each([
    ['<+pipeline.name> <+pipeline.identifier>', 'p p'],
    ['<+pipeline.orgIdentifier>/<+pipeline.projectIdentifier>', 'o/p'],
    ['<+org.identifier>/<+project.identifier>', 'o/p'],
    ['<+pipeline.tags.team> <+pipeline.description>', 'web all of it'],
    ['<+stage.description>', ''],
    ['<+pipeline.variables.who>', 'me'],
    ['<+pipeline.triggerType> <+pipeline.executionMode>', 'MANUAL NORMAL'],
    ['<+pipeline.selectedStages[0]>', 'web'],
    ['<+pipeline.selectedStages.contains("web")>', true],
    ['<+pipeline.delegateSelectors.size()>', 0],
    ['<+stage.name> <+stage.identifier> <+stage.type>', 'web web Deployment'],
    ['<+step.name> <+step.identifier> <+step.type>', 'say say ShellScript'],
    ['<+execution.steps.say.name> <+steps.say.identifier>', 'say say'],
    ['<+service.name> <+service.identifier> <+service.type>', 'Shop shop Elastigroup'],
    ['<+service.gitOpsEnabled>', false],
    ['<+stage.spec.service.name>', 'Shop'],
    ['<+env.name> <+env.identifier> <+env.type>', 'Production prod Production'],
    ['<+env.envGroupRef == null>', true],
    ['<+infra.name> <+infra.infraIdentifier> <+infra.connectorRef>', 'Spot spot spot_account'],
    ['<+infra.connector.name> <+infra.environment.name>', 'Spot account Production'],
    [
      '<+artifact.amiId> <+artifacts.primary.version> <+artifact.tag>',
      'ami-0001 ami-0001 ami-0001',
    ],
    ['<+artifact.type> <+artifact.identifier>', 'AmazonMachineImage image'],
    ['<+artifact.connectorRef>', 'aws'],
    ['<+trigger.payload.action == null>', true],
    ['<+pipeline.stages.web.spec.service.name>', 'Shop'],
    ['<+pipeline.stages.web.spec.infrastructure.output.name>', 'Spot'],
    ['<+pipeline.stages.web.spec.artifacts.primary.amiId>', 'ami-0001'],
  ])('%s', (script, expected) => {
    const { plan, complaints } = planned(script);
    expect(complaints).toEqual([]);
    expect(saidBy(plan)).toBe(expected);
  });
});

describe('what only the run knows is left for it', () => {
  test.each([
    '<+pipeline.executionId>',
    '<+pipeline.startTs>',
    '<+pipeline.triggeredBy.name>',
    '<+pipeline.liveStatus>',
    '<+stage.startTs>',
    '<+stage.status>',
    '<+step.retryCount>',
    '<+rollbackSteps>',
  ])('%s', (script) => {
    const { plan, complaints } = planned(script);
    expect(complaints).toEqual([]);
    expect(saidBy(plan)).toBe(script);
  });

  test.each([
    ['<+steps.say.spec.shell>', '<+execution.steps.say.spec.shell>'],
    [
      '<+approval.approvalActivities[0].user.name>',
      '<+(approval.approvalActivities)[0].user.name>',
    ],
    ['<+steps.say.startTs>', '<+execution.steps.say.startTs>'],
    ['<+stage.spec.execution.steps.say.output.x>', '<+execution.steps.say.output.x>'],
  ])('%s as it means the same anywhere', (script, expected) => {
    expect(saidBy(planned(script).plan)).toBe(expected);
  });
});

describe('what nobody will know is refused with the reason', () => {
  test.each([
    ['<+pipeline.executionUrl>', 'an execution has no page'],
    ['<+pipeline.sequenceId>', 'executions have an id and no number'],
    ['<+account.identifier>', 'no file says which account it is'],
    ['<+project.name>', 'what the project is called and says of itself is kept in Harness'],
    ['<+variable.account.token>', 'only Harness keeps variables outside of pipelines'],
    ['<+pipeline.branch>', 'the project is a folder'],
    ['<+artifact.metadata.region>', 'images are not looked up'],
    ['<+rollbackArtifact.version>', 'no artifacts of earlier deployments'],
    ['<+stage.output.hosts>', 'an Elastigroup changes its instances'],
    ['<+infra.infrastructureKey>', 'Harness makes it of its own keys'],
    ['<+serviceVariables.colour>', 'there is no "serviceVariables.colour"'],
    ['<+steps.say.spec.shel>', 'there is no "steps.say.spec'],
  ])('%s', (script, reason) => {
    expect(planned(script).complaints.join('\n')).toContain(reason);
  });

  test('what is deployed is nothing in a stage that deploys nothing', () => {
    const custom = `    - stage:
        identifier: plain
        name: plain
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: say
                  name: say
                  type: ShellScript
                  spec: { shell: Bash, source: { type: Inline, spec: { script: <+env.name> } } }
`;
    expect(planned('true', [custom]).complaints.join('\n')).toContain(
      '"env.name" is not known: this stage deploys nothing',
    );
  });
});

test('a later stage sees what an earlier one deploys, with the values it had there', () => {
  const variables = '      variables: [{ name: at, type: String, value: <+stage.name> }]\n';
  const service = { ...SERVICE, text: `${SERVICE.text}${variables}` };
  const script = '<+pipeline.stages.web.spec.serviceVariables.at> <+serviceVariables.at>';
  const stages = [stageOf({ script: 'true' }), stageOf({ identifier: 'second', script })];
  const { plan, complaints } = planOf([pipelineOf(stages), INFRASTRUCTURE, service, ENVIRONMENT]);
  expect(complaints).toEqual([]);
  expect(saidBy(plan, 'second')).toBe('web second');
});

test('rollback steps name each other and the steps before them', () => {
  const back = `            rollbackSteps:
              - step:
                  identifier: first
                  name: first
                  type: ShellScript
                  spec: { shell: Bash, source: { type: Inline, spec: { script: "true" } } }
              - step:
                  identifier: second
                  name: second
                  type: ShellScript
                  spec: { shell: Bash, source: { type: Inline, spec: { script: "<+steps.first.status> <+rollbackSteps.first.status> <+steps.say.status>" } } }
`;
  const stages = [`${stageOf({ script: 'true' })}${back}`];
  const { plan, complaints } = planOf([pipelineOf(stages), INFRASTRUCTURE, SERVICE, ENVIRONMENT]);
  expect(complaints).toEqual([]);
  expect(JSON.stringify(plan)).toContain(
    '<+execution.rollbackSteps.first.status> <+execution.rollbackSteps.first.status> <+execution.steps.say.status>',
  );
});

describe('a variable of type Secret', () => {
  const spoken = (value: string): ReturnType<typeof planOf> => {
    const lines = `  variables: [{ name: token, type: Secret, value: ${value} }]\n`;
    const stages = [stageOf({ script: '<+pipeline.variables.token>' })];
    return planOf([pipelineOf(stages, lines), INFRASTRUCTURE, SERVICE, ENVIRONMENT]);
  };

  test.each([
    ['t', '<+secrets.getValue("t")>'],
    ['account.t', '<+secrets.getValue("account.t")>'],
    ['<+input>.default(t)', '<+secrets.getValue("t")>'],
    [`<+secrets.getValue('t')>`, '<+secrets.getValue("t")>'],
  ])('%s stays a reference', (value, expected) => {
    const { plan, complaints } = spoken(JSON.stringify(value));
    expect(complaints).toEqual([]);
    expect(saidBy(plan)).toBe(expected);
  });

  test('names a secret that is there', () => {
    expect(spoken('nobody').complaints).toEqual(['There is no secret "nobody".']);
  });
});

test('a path may hold expressions: a step of another group in the same iteration', () => {
  const script = (id: string, text: string): string =>
    `{ step: { identifier: ${id}, name: ${id}, type: ShellScript, spec: { shell: Bash, source: { type: Inline, spec: { script: "${text}" } } } } }`;
  const group = (id: string, inner: string): string => `              - stepGroup:
                  identifier: ${id}
                  name: ${id}
                  strategy: { matrix: { size: [1, 2] } }
                  steps: [${inner}]
`;
  const path = 'execution.steps.one<+stepGroup.identifierPostFix>.steps.first.status';
  const steps =
    group('one', script('first', 'true')) + group('two', script('second', `<+${path}>`));
  const stages = [`${stageOf({ script: 'true' })}${steps}`];
  const { plan, complaints } = planOf([pipelineOf(stages), INFRASTRUCTURE, SERVICE, ENVIRONMENT]);
  expect(complaints).toEqual([]);
  expect(JSON.stringify(plan)).toContain('<+execution.steps.one_1.steps.first.status>');
});
