// Whole plans: of an own project and of the official sample, and what is said when there can be none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { thirdPartyFile } from '../../tests/third-party.ts';
import { canonicalJson } from '../lib/json.ts';
import type { Binding, SourceFile } from '../pipeline/pipeline.ts';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan, type PlanFacts, type Planned } from './create-plan.ts';
import { describePlan } from './describe-plan.ts';
import type { Plan, StepNode } from './plan.ts';
import { indexPlan, nodesOf, parentPath, stepsOf } from './walk.ts';

const RULE = 'arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3';
const SCRIPT = 'pipeline.stages.web.spec.execution.steps.warm.spec.source.spec.script';

const facts: PlanFacts = {
  rules: { [RULE]: { idleTargetGroupArn: 'arn:tg/green', liveTargetGroupArn: 'arn:tg/blue' } },
  secrets: (identifier) => (identifier === 'green' ? '<+stage.variables.idle>' : undefined),
};

const own: readonly SourceFile[] = ['pipeline.yaml', 'entities.yaml', 'group.json', 'boot.sh'].map(
  (path) => ({ path, text: fixture(path) }),
);

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
}

/** The own project with texts of its files replaced, planned with an answer for its open input. */
function planned(
  replace: Readonly<Record<string, string>> = {},
  bindings: readonly Binding[] = [{ by: 'input', path: SCRIPT, value: 'true' }],
  given: PlanFacts = facts,
): Planned {
  const files = own.map(({ path, text }) => {
    let changed = text;
    for (const [from, to] of Object.entries(replace)) changed = changed.replaceAll(from, to);
    return { path, text: changed };
  });
  const { project, bound, diagnostics } = readProject(files, bindings);
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  return createPlan({ project, bound, facts: given });
}

function planOf(result: Planned): Plan {
  if (result.plan === undefined) throw new Error(JSON.stringify(result, null, 2));
  return result.plan;
}

function stepAt(plan: Plan, path: string): StepNode {
  const node = indexPlan(plan).node(path);
  if (node.kind !== 'step') throw new Error(`${path} is a ${node.kind}`);
  return node;
}

function complaints({ diagnostics }: Planned): readonly string[] {
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe('the plan of a project', () => {
  test('is the expected tree', () => {
    expect(describePlan(planOf(planned()))).toBe(fixture('expected.txt'));
  });

  test('is the same text every time', () => {
    expect(canonicalJson(JSON.parse(JSON.stringify(planOf(planned()))))).toBe(
      canonicalJson(JSON.parse(JSON.stringify(planOf(planned())))),
    );
  });

  test('has every node once, each below its parent', () => {
    const paths = [...nodesOf(planOf(planned()).pipeline)].map((node) => node.path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths.slice(1)) expect(paths).toContain(parentPath(path));
  });

  test('holds specs with everything filled in that is known', () => {
    const { spec } = stepAt(planOf(planned()), 'web/steps/set_up');
    expect(spec).toMatchObject({
      name: 'shop_shop_prod',
      instances: { spec: { desired: 2 } },
      connectedCloudProvider: { spec: { region: 'eu-west-1' } },
      loadBalancers: [{ spec: { prodListenerRuleArn: RULE, stageTargetGroupArn: 'arn:tg/green' } }],
    });
    const weights = [0, 1].map(
      (index) => stepAt(planOf(planned()), `web/steps/shift[${index}]/move`).spec,
    );
    expect(JSON.stringify(weights)).toContain('"weightPercentage":50');
    expect(JSON.stringify(weights)).toContain('"weightPercentage":100');
    expect(stepAt(planOf(planned()), 'web/steps/shift[1]/ask').spec['approvalMessage']).toBe(
      'Shift to 100, step 1 of 2?',
    );
  });

  test('keeps what only the run can know, under names that hold everywhere', () => {
    const plan = planOf(planned());
    expect(stepAt(plan, 'web/steps/shift[1]/check').spec['source']).toEqual({
      type: 'Inline',
      spec: {
        script:
          'check <+(execution.steps.shift_1.steps.ask.output.approvalActivities)[0].user.name> _1 <+execution.steps.shift_1.steps.move.status>',
      },
    });
    expect(stepAt(plan, 'web/steps/~1/tell').spec['source']).toEqual({
      type: 'Inline',
      spec: { script: 'curl -H "token: <+secrets.getValue("chat")>" "shop_shop_prod"\n' },
    });
    expect(stepAt(plan, 'after/steps/each[2]').spec['source']).toEqual({
      type: 'Inline',
      spec: {
        script: `tell bx _1_0 <+pipeline.stages.web.spec.execution.steps.shift_1.steps.move.status> ${RULE}`,
      },
    });
  });

  test('holds what a stage deploys', () => {
    const stage = planOf(planned()).pipeline.stages[0];
    expect(stage?.kind === 'stage' && stage.deployment).toEqual({
      service: { identifier: 'shop', name: 'Shop' },
      environment: { identifier: 'prod', name: 'Production' },
      infrastructure: { identifier: 'spot', name: 'Spot' },
      spotConnectorRef: 'spot_account',
      groupDocument: {
        group: { name: 'x', compute: { tags: [{ tagKey: 'port', tagValue: '8080' }] } },
      },
      amiId: 'ami-0001',
      startupScript: 'start --port 8080\n',
    });
  });

  test('merges failure strategies from the stage inwards, type by type', () => {
    const plan = planOf(planned());
    expect(stepAt(plan, 'web/steps/shift[0]/move').failures).toMatchObject({
      Verification: { type: 'Ignore' },
      Timeout: { type: 'Retry', retryCount: 2, intervalsMs: [10_000, 60_000] },
      ApprovalRejection: { type: 'PipelineRollback' },
      Unknown: { type: 'PipelineRollback' },
    });
    expect(Object.keys(stepAt(plan, 'web/steps/set_up').failures)).toHaveLength(16);
    expect(stepAt(plan, 'web/rollback/back').failures).toEqual({});
    expect(stepAt(plan, 'after/steps/each[0]').failures).toEqual({});
  });

  test('lets AllErrors of an inner level hide all that stands outside', () => {
    const plan = planOf(planned({ 'errors: [Verification]': 'errors: [AllErrors]' }));
    const { failures } = stepAt(plan, 'web/steps/shift[0]/move');
    expect(new Set(Object.values(failures).map((action) => action.type))).toEqual(
      new Set(['Ignore']),
    );
  });

  test('shows what was bound, filled in, and hides secrets', () => {
    const result = planned({}, [
      { by: 'input', path: SCRIPT, value: 'run <+stage.variables.idle>' },
      { by: 'set', path: 'secrets.chat', value: 'swordfish' },
      { by: 'set', path: 'secrets.green', value: '<+stage.variables.idle>' },
    ]);
    expect(planOf(result).bound.map(({ written, value }) => [written, value])).toEqual([
      ['run <+stage.variables.idle>', 'run arn:tg/green'],
      ['(secret)', '(secret)'],
      ['<+stage.variables.idle>', '<+stage.variables.idle>'],
    ]);
    expect(JSON.stringify(result)).not.toContain('swordfish');
  });
});

describe('what is missing is asked for', () => {
  test('an open input that the run uses, with what to type', () => {
    const result = planned({}, []);
    expect(result.plan).toBeUndefined();
    expect(result.diagnostics).toMatchObject([
      {
        code: 'unbound-input',
        hint: `Fill it in with --input ${SCRIPT}=…`,
        position: { file: 'pipeline.yaml' },
      },
    ]);
  });

  test('an open variable once, however often it is used', () => {
    const result = planned({
      '<+env.variables.size>': '<+stage.variables.never_used>',
      'Shift to': '<+stage.variables.never_used>',
    });
    expect(complaints(result)).toEqual([
      'unbound-input: "pipeline.stages.web.variables.never_used" is an open input.',
    ]);
  });

  test('the target groups of a rule, without noise from what depends on them', () => {
    const asked = planned({}, undefined, { ...facts, rules: {} });
    expect(asked).toMatchObject({
      plan: undefined,
      diagnostics: [],
      needs: [{ kind: 'rule', ruleArn: RULE }],
    });
    expect(planned().needs).toEqual([]);
  });

  test('the target groups of a rule, even where a value must be known at once', () => {
    const late = {
      '<+input>.default(ami-0001)': '<+loadBalancer.rule("arn:x").liveTargetGroupArn>',
    };
    const { diagnostics, needs } = planned(late);
    expect(diagnostics).toEqual([]);
    expect(needs).toEqual([{ kind: 'rule', ruleArn: 'arn:x' }]);
  });
});

describe('what is wrong is told, and no plan is made', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'an unknown name',
      { 'stage.variables.app>"': 'stage.variables.ap>"' },
      'did you mean "stage.variables.app"',
    ],
    [
      'an unknown step',
      { 'steps.warm.output': 'steps.warn.output' },
      'did you mean "execution.steps.warm"',
    ],
    ['an unknown attribute of a step', { 'move.status': 'move.statu' }, 'did you mean'],
    [
      'a step of a matrix without its iteration',
      { 'shift_1.steps.move': 'shift.steps.move' },
      'did you mean "pipeline.stages.web.spec.execution.steps.shift_0.steps.move.status"',
    ],
    [
      'a matrix outside of its group',
      { 'token: ': '<+matrix.weight>' },
      'there is no "matrix.weight"',
    ],
    ['broken syntax', { '<+matrix.weight> * 1': '<+matrix.weight> *' }, 'bad-expression'],
    [
      'variables that refer to each other',
      { '<+project.identifier>_': '<+stage.variables.app>_' },
      'refers to itself',
    ],
    [
      'an unknown secret',
      { 'getValue("chat")': 'getValue("chatt")' },
      'unknown-entity: There is no secret "chatt"',
    ],
    [
      'an unknown service',
      { 'serviceRef: shop': 'serviceRef: shopp' },
      'unknown-entity: There is no service "shopp"',
    ],
    [
      'an unknown environment',
      { 'environmentRef: prod\n            ': 'environmentRef: prd\n            ' },
      'There is no environment "prd"',
    ],
    [
      'an infrastructure of another environment',
      { 'environmentRef: prod\n  type': 'environmentRef: test\n  type' },
      'belongs to the environment "test"',
    ],
    [
      'a name of an image',
      { '<+input>.default(ami-0001)': 'my-image' },
      '"my-image", which is no AMI id',
    ],
    [
      'an AMI known too late',
      { '<+input>.default(ami-0001)': '<+secrets.getValue("chat")>' },
      'must be known when the run starts',
    ],
    [
      'a startup script with a secret, which would go to the cloud as it is written',
      { '--port <+service.variables.port>': '--port <+secrets.getValue("chat")>' },
      '"boot.sh" must be known when the run starts',
    ],
    [
      'a group document with a secret',
      { '"tagKey": "port"': `"tagKey": "<+secrets.getValue('chat')>"` },
      'must be known when the run starts',
    ],
    ['a missing file', { '/boot.sh': '/bot.sh' }, 'missing-file: There is no file "/bot.sh"'],
    ['a document that is not JSON', { '"tagKey": "port",': '"tagKey" "port",' }, 'is not JSON'],
    [
      'a document that is not a group',
      { '"group"': '"grp"' },
      'not the document of an Elastigroup',
    ],
    [
      'a bad timeout',
      { 'timeout: 10m': 'timeout: 10 minutes' },
      'bad-timeout: The timeout "10 minutes"',
    ],
    [
      'a matrix that excludes everything',
      { 'zone: b, kind: y': '' },
      'No combination of this matrix is left',
    ],
    [
      'a matrix that is too large',
      { 'weight: [50, 100]': `weight: [${'1,'.repeat(1700)} 2]` },
      'plan-too-large',
    ],
    [
      'an axis that is no list',
      { 'weight: [50, 100]': 'weight: <+pipeline.variables.region>' },
      'must be a list',
    ],
    [
      'a bad concurrency',
      { 'maxConcurrency: 1': 'maxConcurrency: <+pipeline.variables.region>' },
      'no whole number',
    ],
    [
      'a rule without an ARN',
      { 'rule(<+stage.variables.rule>)': 'rule()' },
      'takes the ARN of a rule',
    ],
  ])('%s', (_, replace, message) => {
    const result = planned(replace);
    expect(result.plan).toBeUndefined();
    expect(complaints(result).join('\n')).toContain(message);
  });

  test('one mistake in an entity makes one complaint', () => {
    expect(complaints(planned({ 'serviceRef: shop': 'serviceRef: shopp' }))).toHaveLength(1);
  });

  test('with several pipelines one must be named', () => {
    const { project } = readProject(
      ['a', 'b'].map((name) => ({
        path: `${name}.yaml`,
        text: `pipeline: { name: ${name}, identifier: ${name}, stages: [] }`,
      })),
      [],
    );
    const choose = (pipeline?: string): Planned =>
      createPlan({ project, bound: [], facts, ...(pipeline === undefined ? {} : { pipeline }) });
    expect(choose().diagnostics[0]?.hint).toBe('Name one of them: a, b.');
    expect(choose('c').diagnostics[0]?.message).toBe('This project has no pipeline "c".');
    expect(choose('b').plan?.pipeline.identifier).toBe('b');
  });
});

const sample = thirdPartyFile('harness-samples/elastigroup/blue-green-traffic-shifting.yaml');

test.skipIf(sample === undefined)(
  'the official sample, with its inputs bound, is planned (needs third-party data)',
  () => {
    const group = thirdPartyFile('harness-samples/elastigroup/elastigroup-config.json') ?? '';
    const entities = fixture('entities.yaml')
      .replace('identifier: shop', 'identifier: spotService')
      .replaceAll(/\bprod\b/g, 'spot')
      .replace('identifier: spot\n  environmentRef', 'identifier: infra\n  environmentRef')
      .replace('<+stage.variables.idle>', '<+loadBalancer.rule("arn:prod").idleTargetGroupArn>')
      .replace('identifier: green', 'identifier: stageTargetGroup');
    const steps = 'pipeline.stages.spot.spec.execution.steps';
    const { project, bound } = readProject(
      [
        { path: 'pipeline.yaml', text: readFileSync(sample ?? '', 'utf8') },
        { path: 'entities.yaml', text: entities },
        { path: 'group.json', text: readFileSync(group, 'utf8') },
        { path: 'boot.sh', text: 'start' },
      ],
      ['Before_Swap', 'Before_Inherit', 'ShellScript_1'].map((step) => ({
        by: 'input',
        path: `${steps}.${step}.spec.source.spec.script`,
        value: `echo ${step}`,
      })),
    );
    const result = createPlan({
      project,
      bound,
      facts: {
        rules: { 'arn:prod': { idleTargetGroupArn: 'arn:green', liveTargetGroupArn: 'arn:blue' } },
        secrets: (identifier) =>
          project.secrets.find((each) => each.identifier === identifier)?.value,
      },
    });
    const plan = planOf(result);
    const tree = describePlan(plan)
      .split('\n')
      .map((line) => line.trim());
    expect(tree).toContain(
      'step ElastigroupBlueGreenTrafficShift2  ElastigroupBlueGreenTrafficShift, 10 min',
    );
    expect([...stepsOf(plan.pipeline)]).toHaveLength(16);
    expect(JSON.stringify(plan)).not.toContain('<+');
    expect(JSON.stringify(plan)).toContain('project_id_spotService_spot_DS_Inherit_Only_New');
    expect(
      stepAt(
        plan,
        'spot/steps/Stage_Environment_Traffic_Shifting[0]/ElastigroupBlueGreenTrafficShift',
      ).spec,
    ).toMatchObject({
      elastigroupTrafficShiftWrapper: {
        spec: { forwardTrafficConfig: [{ weight: '50' }, { weight: 50 }] },
      },
    });
  },
);
