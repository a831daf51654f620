// Input sets and overlays: which values a run takes from them, and what fits nowhere.
import { describe, expect, test } from 'vitest';
import type { Binding, SourceFile } from './pipeline.ts';
import { readProject } from './read-project.ts';

const PIPELINE = `pipeline:
  identifier: shop
  name: Shop
  variables:
    - name: tone
      type: String
      value: <+input>.allowedValues(warm, cold)
    - name: fixed
      type: String
      value: always
  stages:
    - parallel:
        - stage:
            identifier: east
            name: East
            type: Custom
            spec:
              execution:
                steps:
                  - step:
                      identifier: ask
                      name: Ask
                      type: ShellScript
                      timeout: <+input>
                      spec:
                        shell: Bash
                        source: { type: Inline, spec: { script: <+input> } }
                  - step:
                      identifier: then
                      name: Then
                      type: Wait
                      spec: { duration: 1m }
                      strategy: <+input>
            when: <+input>
            failureStrategies: <+input>
`;

describe('an input set', () => {
  test('fills the inputs of variables, of stages beside each other and of steps', () => {
    const { project, diagnostics, bound } = take([
      set('first', `variables: [{ name: tone, type: String, value: cold }]\n${STAGE}`),
    ]);
    expect(diagnostics).toEqual([]);
    expect(project.pipelines[0]?.variables[0]).toMatchObject({ name: 'tone', value: 'cold' });
    expect(JSON.stringify(project.pipelines)).toContain('echo hi');
    expect(bound.map(({ path }) => path)).toContain('pipeline.variables.tone');
  });

  test('gives whole structures where the pipeline has one input for them', () => {
    const stage = stageOf([set('first', STAGE)]);
    expect(stage).toMatchObject({
      when: { status: 'Failure', condition: 'true' },
      failureStrategies: [{ errors: ['AllErrors'], action: { type: 'Ignore' } }],
    });
  });

  test('gives the same when what it has bound is bound again, as a run that is opened again does', () => {
    const first = take([set('first', STAGE)]);
    const again = first.bound.map(
      ({ by, path, written }): Binding => ({ by, path, value: written }),
    );
    const { project } = readProject([pipeline], again);
    expect(withoutPlaces(project.pipelines)).toEqual(withoutPlaces(first.project.pipelines));
  });

  test('is told where in itself something is wrong with a structure', () => {
    const { diagnostics } = take([set('first', STAGE.replace('Failure', 'Sometimes'))]);
    expect(diagnostics).toMatchObject([
      { code: 'wrong-value', position: { file: 'first.yaml', line: 11 } },
    ]);
  });

  test('gives an input only what it allows', () => {
    const { diagnostics } = take([set('first', tone('mild'))]);
    expect(diagnostics[0]).toMatchObject({
      code: 'wrong-value',
      position: { file: 'first.yaml', line: 5 },
    });
  });

  test('may not replace what is no input', () => {
    const { diagnostics } = take([set('first', 'variables: [{ name: fixed, value: never }]')]);
    expect(diagnostics[0]).toMatchObject({ code: 'unknown-path' });
    expect(diagnostics[0]?.message).toContain('pipeline.variables.fixed is no input');
  });

  test('names the nearest input when the pipeline has no such path', () => {
    const { diagnostics } = take([set('first', 'variables: [{ name: tune, value: warm }]')]);
    expect(diagnostics[0]).toMatchObject({
      code: 'unknown-path',
      hint: 'Did you mean "pipeline.variables.tone"?',
    });
  });

  test('of another pipeline is refused', () => {
    const other = set('first', tone('warm'));
    const { diagnostics } = take([
      { ...other, text: other.text.replace('identifier: shop', 'identifier: shed') },
    ]);
    expect(diagnostics[0]).toMatchObject({ code: 'unknown-path' });
    expect(diagnostics[0]?.message).toContain('"shed"');
  });

  test('leaves an input open that it says is one', () => {
    expect(take([set('first', tone('<+input>'))]).bound).toEqual([]);
  });
});

describe('several input sets', () => {
  const sets = [set('first', tone('warm')), set('second', tone('cold'))];

  test('give the value of the last one', () => {
    expect(toneOf(sets, ['first', 'second'])).toBe('cold');
    expect(toneOf(sets, ['second', 'first'])).toBe('warm');
  });

  test('of an overlay are taken in its order', () => {
    const overlay = {
      path: 'both.yaml',
      text: 'overlayInputSet: { identifier: both, inputSetReferences: [second, first] }',
    };
    expect(toneOf([...sets, overlay], ['both'])).toBe('warm');
  });

  test('count less than --input', () => {
    const input: Binding = { by: 'input', path: 'pipeline.variables.tone', value: 'cold' };
    expect(toneOf(sets, ['first'], [input])).toBe('cold');
  });

  test('that nobody knows are told, with the nearest one', () => {
    const { diagnostics } = readProject([pipeline, ...sets], [], [{ name: 'frist' }]);
    expect(diagnostics[0]).toMatchObject({ code: 'unknown-path' });
    expect(diagnostics[0]?.hint).toContain('first');
  });

  test('that contain themselves are refused', () => {
    const overlay = {
      path: 'ring.yaml',
      text: 'overlayInputSet: { identifier: ring, inputSetReferences: [ring] }',
    };
    const { diagnostics } = take([overlay]);
    expect(diagnostics[0]?.message).toContain('contains itself');
  });
});

const STAGE = `stages:
      - parallel:
          - stage:
              identifier: east
              type: Custom
              when:
                pipelineStatus: Failure
                condition: "true"
              failureStrategies:
                - onFailure: { errors: [AllErrors], action: { type: Ignore } }
              spec:
                execution:
                  steps:
                    - step:
                        identifier: ask
                        type: ShellScript
                        timeout: 10m
                        spec: { source: { type: Inline, spec: { script: echo hi } } }
                    - step:
                        identifier: then
                        type: Wait
                        strategy: { matrix: { weight: [50, 100] } }
`;

const pipeline: SourceFile = { path: 'pipeline.yaml', text: PIPELINE };

function set(identifier: string, inside: string): SourceFile {
  const text = `inputSet:\n  identifier: ${identifier}\n  pipeline:\n    identifier: shop\n    ${inside.replace('\nstages', '\n    stages')}`;
  return { path: `${identifier}.yaml`, text };
}

function tone(value: string): string {
  return `variables: [{ name: tone, value: ${value} }]`;
}

function take(sets: readonly SourceFile[]): ReturnType<typeof readProject> {
  const references = sets.map(({ path }) => ({ name: path.replace('.yaml', '') }));
  const all = readProject([pipeline, ...sets], [], references);
  return {
    ...all,
    diagnostics: all.diagnostics.filter(({ code }) => code !== 'unbound-input'),
  };
}

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, inside) => (key === 'position' ? undefined : inside)),
  );
}

function stageOf(sets: readonly SourceFile[]): unknown {
  const [beside] = take(sets).project.pipelines[0]?.stages ?? [];
  return beside?.kind === 'parallel' ? beside.stages[0] : beside;
}

function toneOf(
  sets: readonly SourceFile[],
  names: readonly string[],
  bindings: readonly Binding[] = [],
): unknown {
  const references = names.map((name) => ({ name }));
  const { project } = readProject([pipeline, ...sets], bindings, references);
  return project.pipelines[0]?.variables.find(({ name }) => name === 'tone')?.value;
}
