// Templates stand for steps, groups, stages and pipelines; what is wrong with a use has its place.
import { describe, expect, test } from 'vitest';
import {
  failed,
  firstStep,
  given,
  group,
  LINE_OF_USE,
  nested,
  pipelineOf,
  read,
  readText,
  SAY,
  STAGE,
  STEP_PATH,
  script,
  scriptOf,
  step,
  stepsOf,
  template,
  use,
} from '../../../tests/template-project.ts';
import { formatDiagnostic } from '../format-diagnostic.ts';
import type { Binding } from '../pipeline.ts';
import { readProject } from '../read-project.ts';
import { stagesOf } from '../stages-of.ts';

describe('a step template', () => {
  const say = template('say', 'Step', SAY);

  test('gives the step its type and spec; name and identifier are those of the use', () => {
    const { project, diagnostics } = read([say], step('template: { templateRef: say }'));
    expect(diagnostics).toEqual([]);
    expect(firstStep(project)).toMatchObject({
      identifier: 'greet',
      name: 'Greet',
      type: 'ShellScript',
      template: 'say@v1',
      fqn: 'pipeline.stages.one.spec.execution.steps.greet',
    });
  });

  test('takes what is given for its inputs', () => {
    const { project, diagnostics } = read(
      [say],
      step(`template: { templateRef: say, versionLabel: v1, templateInputs: ${given('echo hi')} }`),
    );
    expect(diagnostics).toEqual([]);
    expect(scriptOf(project)).toBe('echo hi');
  });

  test('leaves what is not given open, under the path of the step', () => {
    const bindings: readonly Binding[] = [
      { by: 'input', path: `${STEP_PATH}.spec.source.spec.script`, value: 'echo bound' },
    ];
    const { project, bound } = read([say], step('template: { templateRef: say }'), bindings);
    expect(bound).toHaveLength(1);
    expect(scriptOf(project)).toBe('echo bound');
  });

  test('can be bound by the path that its use has in Harness', () => {
    const path = `${STEP_PATH}.template.templateInputs.spec.source.spec.script`;
    const bindings: readonly Binding[] = [{ by: 'input', path, value: 'echo bound' }];
    const { project } = read([say], step('template: { templateRef: say }'), bindings);
    expect(scriptOf(project)).toBe('echo bound');
  });

  test('takes values from an input set that is laid out as the use is', () => {
    const set = `inputSet:
  identifier: mine
  name: Mine
  pipeline:
    identifier: p
    stages:
      - stage:
          identifier: one
          type: Custom
          spec:
            execution:
              steps:
                - step:
                    identifier: greet
                    template: { templateInputs: { spec: { source: { spec: { script: echo set } } } } }
`;
    const files = [
      { path: 'say.yaml', text: say },
      { path: 'set.yaml', text: set },
      { path: 'pipeline.yaml', text: pipelineOf(step(use('say', given('<+input>')))) },
    ];
    const { project, diagnostics } = readProject(files, [], [{ name: 'mine' }]);
    expect(diagnostics).toEqual([]);
    expect(scriptOf(project)).toBe('echo set');
  });

  test('may be used twice with different inputs', () => {
    const two = `${step(use('say', given('echo 1')))}${step(use('say', given('echo 2')), 'again')}`;
    const { project, diagnostics } = read([say], two);
    expect(diagnostics).toEqual([]);
    expect(stepsOf(project).map((each) => script(each))).toEqual(['echo 1', 'echo 2']);
  });

  test('keeps its places: what is wrong in it names its own line and where it is used', () => {
    const broken = template('say', 'Step', SAY.replace('shell: Bash', 'shell: Basil'));
    const { diagnostics } = read([broken], step(use('say', given('x'))));
    expect(diagnostics[0]?.position).toMatchObject({
      file: 'say-v1.yaml',
      line: 10,
      usedAt: { file: 'pipeline.yaml', line: LINE_OF_USE },
    });
    expect(formatDiagnostic(diagnostics[0] ?? failed())).toContain('used at pipeline.yaml:');
  });

  test('points at what its user gave, where that is wrong', () => {
    const { diagnostics } = read([say], step(use('say', '{ timeout: soon }')));
    expect(diagnostics[0]).toMatchObject({ code: 'template-input' });
    expect(diagnostics[0]?.position).toMatchObject({ file: 'pipeline.yaml', line: LINE_OF_USE });
  });
});

describe('a use that cannot be', () => {
  const say = template('say', 'Step', SAY);
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a template that is not there', 'template: { templateRef: sai }', 'unknown-entity', '"say"'],
    [
      'a field that the template has not',
      use('say', '{ spec: { sauce: 1 } }'),
      'template-input',
      '"source"',
    ],
    [
      'a value for what is fixed',
      use('say', '{ spec: { shell: Zsh } }'),
      'template-input',
      'fixed',
    ],
    [
      'a value that the input refuses',
      use('say', '{ timeout: 1m, spec: { onDelegate: maybe } }'),
      'wrong-value',
      'allowed',
    ],
    [
      'a branch',
      'template: { templateRef: say, gitBranch: main }',
      'unsupported-template',
      'folder',
    ],
    [
      'a condition beside it',
      `when: { stageStatus: All }\n${' '.repeat(16)}template: { templateRef: say }`,
      'unsupported-template',
      'templateInputs',
    ],
    ['a stage template for a step', 'template: { templateRef: whole }', 'wrong-type', 'Stage'],
    [
      'a kind of template that is not read',
      'template: { templateRef: vault }',
      'unsupported-template',
      'Secret',
    ],
    ['no reference', 'template: { versionLabel: v1 }', 'missing-field', 'templateRef'],
    ['a text', 'template: say', 'wrong-type', 'mapping'],
  ];

  test.each(cases)('%s', (_, text, code, words) => {
    const others = [template('whole', 'Stage', STAGE), template('vault', 'SecretManager', SAY)];
    const { diagnostics } = read([say, ...others], step(text));
    const found = diagnostics.find((each) => each.code === code);
    expect(`${found?.message} ${found?.hint}`).toContain(words);
    expect(found?.position).toMatchObject({ file: 'pipeline.yaml' });
  });

  test('a template that contains itself is told with the chain', () => {
    const inner = nested('outer', 'inner');
    const outer = nested('inner', 'outer');
    const { diagnostics } = read([inner, outer], group('template: { templateRef: outer }'));
    expect(diagnostics).toMatchObject([
      { code: 'template-cycle', position: { usedAt: { usedAt: { file: 'pipeline.yaml' } } } },
    ]);
    expect(diagnostics[0]?.message).toContain('outer@v1 > inner@v1 > outer@v1');
  });

  test('templates in each other end at ten', () => {
    const chain = Array.from({ length: 12 }, (_, index) => nested(`t${index}`, `t${index + 1}`));
    const last = template('t12', 'StepGroup', 'steps: []');
    const { diagnostics } = read([...chain, last], group('template: { templateRef: t0 }'));
    expect(diagnostics).toMatchObject([{ code: 'plan-too-large' }]);
  });

  test('templates that multiply end at a thousand uses', () => {
    const ten = (name: string, of: string): string =>
      template(
        name,
        'StepGroup',
        `steps:\n${Array.from({ length: 10 }, (_, index) => `    - stepGroup: { identifier: g${index}, name: g, template: { templateRef: ${of} } }`).join('\n')}`,
      );
    const all = [
      ten('a', 'b'),
      ten('b', 'c'),
      ten('c', 'd'),
      ten('d', 'e'),
      template('e', 'StepGroup', 'steps: []'),
    ];
    const { diagnostics } = read(all, group('template: { templateRef: a }'));
    expect(diagnostics.some(({ code }) => code === 'plan-too-large')).toBe(true);
  });
});

describe('larger templates', () => {
  test('a group template keeps what stands beside it, and its steps keep their names', () => {
    const steps = `steps:\n    - parallel:\n        - step:\n            identifier: hello\n            name: Hello\n            template: { templateRef: say, templateInputs: ${given('<+input>')} }`;
    const say = template('say', 'Step', SAY);
    const inputs = `{ steps: [{ parallel: [{ step: { identifier: hello, template: { templateInputs: ${given('echo deep')} } } }] }] }`;
    const { project, diagnostics } = read(
      [say, template('greet', 'StepGroup', steps)],
      group(`when: { stageStatus: All }\n${' '.repeat(16)}${use('greet', inputs)}`),
    );
    expect(diagnostics).toEqual([]);
    expect(stepsOf(project)).toMatchObject([
      {
        kind: 'stepGroup',
        template: 'greet@v1',
        when: { status: 'All' },
        steps: [{ kind: 'parallel', steps: [{ template: 'say@v1', identifier: 'hello' }] }],
      },
    ]);
  });

  test('a stage template brings its variables, and takes values for them by their names', () => {
    const inputs = '{ type: Custom, variables: [{ name: word, type: String, value: hi }] }';
    const text = `      identifier: only\n      name: Only\n      ${use('whole', inputs)}\n`;
    const { project, diagnostics } = readText(
      [template('whole', 'Stage', STAGE)],
      `pipeline:\n  identifier: p\n  name: P\n  stages:\n  - stage:\n${text}`,
    );
    expect(diagnostics).toEqual([]);
    const [stage] = project.pipelines.flatMap(stagesOf);
    expect(stage).toMatchObject({
      identifier: 'only',
      template: 'whole@v1',
      variables: [{ name: 'word', value: 'hi' }],
      steps: [{ identifier: 'rest' }],
    });
  });

  test('a pipeline template is the whole pipeline', () => {
    const stages = `stages:\n    - stage:\n        identifier: only\n        name: Only\n        template: { templateRef: whole }`;
    const { project, diagnostics } = readText(
      [template('whole', 'Stage', STAGE), template('line', 'Pipeline', stages)],
      'pipeline:\n  identifier: p\n  name: P\n  template: { templateRef: line }\n',
      [{ by: 'set', path: 'pipeline.stages.only.variables.word', value: 'set' }],
    );
    expect(diagnostics).toEqual([]);
    expect(project.pipelines[0]).toMatchObject({ identifier: 'p', template: 'line@v1' });
    expect(project.pipelines.flatMap(stagesOf)).toMatchObject([
      { identifier: 'only', variables: [{ value: 'set' }] },
    ]);
  });
});
