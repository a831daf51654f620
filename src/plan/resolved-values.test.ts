// What a plan says of its values: what each was written as, and where it came from.
import { expect, test } from 'vitest';
import type { Binding, SourceFile } from '../pipeline/pipeline.ts';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan } from './create-plan.ts';
import type { ResolvedValue } from './resolved-values.ts';

const RULE = 'arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3';
const PIPELINE = `pipeline:
  identifier: shop
  name: Shop
  variables:
    - { name: tone, type: String, value: "<+input>.default(warm)" }
    - { name: rule, type: String, value: "${RULE}" }
    - { name: idle, type: String, value: "<+loadBalancer.rule(<+pipeline.variables.rule>).idleTargetGroupArn>" }
  stages:
    - stage:
        identifier: east
        name: East
        type: Custom
        spec:
          execution:
            steps:
              - step:
                  identifier: tell
                  name: Tell
                  type: ShellScript
                  timeout: <+input>.default(5m)
                  spec:
                    shell: Bash
                    source: { type: Inline, spec: { script: "echo <+matrix.zone> <+pipeline.variables.tone>" } }
                    environmentVariables:
                      - { name: IDLE, type: String, value: <+pipeline.variables.idle> }
                      - { name: PLAIN, type: String, value: plain }
                      - { name: TOKEN, type: String, value: '<+secrets.getValue("token")>' }
                  strategy: { matrix: { zone: [a, b] } }
`;
const SECRET = `secret:
  type: SecretText
  name: Token
  identifier: token
  spec: { secretManagerIdentifier: env, valueType: Inline, value: do-not-tell }
`;

function resolved(bindings: readonly Binding[] = [], sets: readonly SourceFile[] = []) {
  const files = [
    { path: 'pipeline.yaml', text: PIPELINE },
    { path: 'secrets.yaml', text: SECRET },
  ];
  const references = sets.map((file) => ({ name: file.path, file }));
  const { project, bound, diagnostics } = readProject(files, bindings, references);
  expect(diagnostics).toEqual([]);
  const rules = { [RULE]: { idleTargetGroupArn: 'arn:idle', liveTargetGroupArn: 'arn:live' } };
  const made = createPlan({ project, bound, facts: { rules, secrets: () => undefined } });
  expect(made.diagnostics).toEqual([]);
  return made;
}

function valueAt(made: ReturnType<typeof resolved>, field: string, at = 'east/steps/tell[1]') {
  const found = made.resolved.values.filter((each) => each.path === at && each.field === field);
  expect(found).toHaveLength(1);
  return found[0] as ResolvedValue;
}

test('each iteration has its own value, with the place of the text', () => {
  const made = resolved();
  const script = valueAt(made, 'spec.source.spec.script');
  expect(script.value).toBe('echo b warm');
  expect(script.position).toMatchObject({ file: 'pipeline.yaml', line: 23 });
  expect(script.origins).toEqual([
    { kind: 'name', name: 'matrix.zone' },
    {
      kind: 'written',
      path: 'pipeline.variables.tone',
      isDefault: true,
      position: { file: 'pipeline.yaml', line: 5, column: 42 },
    },
  ]);
  expect(valueAt(made, 'spec.source.spec.script', 'east/steps/tell[0]').value).toBe('echo a warm');
});

test('a value goes back to the load balancer through the variables in between', () => {
  const { origins } = valueAt(resolved(), 'spec.environmentVariables.IDLE.value');
  expect(origins).toMatchObject([
    { kind: 'written', path: 'pipeline.variables.idle' },
    { kind: 'written', path: 'pipeline.variables.rule' },
    { kind: 'rule', ruleArn: RULE },
  ]);
});

test('a default of an input is one, and what says only what it says is not told', () => {
  const made = resolved();
  expect(valueAt(made, 'timeout')).toMatchObject({ value: '5m', origins: [{ isDefault: true }] });
  expect(JSON.stringify(made.resolved)).not.toContain('plain');
});

test('of a secret only the reference is told', () => {
  const made = resolved();
  const token = valueAt(made, 'spec.environmentVariables.TOKEN.value');
  expect(token.value).toBe('<+secrets.getValue("token")>');
  expect(token.origins[0]).toEqual({ kind: 'secret', identifier: 'token', isAddress: false });
  expect(JSON.stringify(made.resolved)).not.toContain('do-not-tell');
});

test('what a person or an input set gave is told as theirs', () => {
  const set = `inputSet:
  identifier: cold
  name: Cold
  pipeline:
    identifier: shop
    variables: [{ name: tone, type: String, value: cold }]
`;
  const made = resolved(
    [
      { by: 'input', path: 'pipeline.stages.east.spec.execution.steps.tell.timeout', value: '7m' },
      { by: 'set', path: 'pipeline.variables.1.value', value: RULE },
    ],
    [{ path: 'cold.yaml', text: set }],
  );
  expect(valueAt(made, 'timeout')).toMatchObject({
    written: '7m',
    origins: [{ bound: { by: 'input' } }],
  });
  expect(valueAt(made, 'spec.source.spec.script').origins).toMatchObject([
    { kind: 'name' },
    { bound: { by: 'input', inputSet: 'cold' }, isDefault: false },
  ]);
  const { origins } = valueAt(made, 'spec.environmentVariables.IDLE.value');
  expect(origins[1]).toMatchObject({ path: 'pipeline.variables.rule', bound: { by: 'set' } });
});

test('where values come from is no part of the plan', () => {
  const bySet = resolved([{ by: 'set', path: 'pipeline.variables.tone', value: 'warm' }]);
  const { bound: _, ...plan } = bySet.plan ?? { bound: [] };
  const { bound: __, ...same } = resolved().plan ?? { bound: [] };
  expect(plan).toEqual(same);
});
