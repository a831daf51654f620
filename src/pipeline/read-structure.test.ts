// Stages beside each other, strategies, nested groups and all that a pipeline says of itself.
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from './format-diagnostic.ts';
import type { Pipeline, StepGroup, Strategy } from './pipeline.ts';
import { readProject } from './read-project.ts';

const SAY =
  '{ step: { identifier: say, name: Say, type: ShellScript, spec: { shell: Bash, source: { type: Inline, spec: { script: "true" } } } } }';

/** A stage in one line, with more fields of its own. */
function stage(identifier: string, fields = '', steps: string = SAY): string {
  return `{ stage: { identifier: ${identifier}, name: ${identifier}, type: Custom, ${fields} spec: { execution: { steps: [${steps}] } } } }`;
}

function read(stages: readonly string[], fields: readonly string[] = []) {
  const text = ['pipeline:', '  identifier: p', '  name: P', ...fields, '  stages:'];
  const lines = [...text, ...stages.map((each) => `    - ${each}`)];
  const { project, diagnostics } = readProject(
    [{ path: 'pipeline.yaml', text: lines.join('\n') }],
    [],
  );
  return { pipeline: project.pipelines[0], complaints: diagnostics.map(formatDiagnostic) };
}

function good(stages: readonly string[], fields: readonly string[] = []): Pipeline {
  const { pipeline, complaints } = read(stages, fields);
  expect(complaints).toEqual([]);
  if (pipeline === undefined) throw new Error('there is no pipeline');
  return pipeline;
}

function strategyOf(written: string): Strategy | undefined {
  const [only] = good([stage('a', `strategy: ${written},`)]).stages;
  return only?.kind === 'stage' ? only.strategy : undefined;
}

describe('parallel stages', () => {
  test('stand together, with names as if they stood alone', () => {
    const { stages } = good([stage('a'), `parallel: [${stage('b')}, ${stage('c')}]`]);
    const [, beside] = stages;
    const names = beside?.kind === 'parallel' ? beside.stages.map(({ fqn }) => fqn) : [];
    expect(names).toEqual(['pipeline.stages.b', 'pipeline.stages.c']);
  });

  test('within parallel stages all stand beside each other', () => {
    const [beside] = good([`parallel: [${stage('a')}, { parallel: [${stage('b')}] }]`]).stages;
    expect(beside?.kind === 'parallel' && beside.stages.map(({ name }) => name)).toEqual([
      'a',
      'b',
    ]);
  });

  test('share the identifiers of the pipeline', () => {
    const { complaints } = read([stage('a'), `parallel: [${stage('b')}, ${stage('a')}]`]);
    expect(complaints).toEqual([expect.stringContaining('"a" is used already')]);
  });
});

describe('a strategy', () => {
  test('is a matrix with a name for its iterations and a condition', () => {
    const matrix = '{ matrix: { zone: [a, b], nodeName: in_<+matrix.zone> }, when: <+x> }';
    expect(strategyOf(matrix)).toMatchObject({
      kind: 'matrix',
      axes: [{ name: 'zone', values: ['a', 'b'] }],
      nodeName: 'in_<+matrix.zone>',
      when: '<+x>',
    });
  });

  test('is a matrix that one expression yields', () => {
    expect(strategyOf('{ matrix: <+input> }')).toMatchObject({ kind: 'matrix', axes: '<+input>' });
  });

  test('repeats so many times, or once per item', () => {
    expect(strategyOf('{ repeat: { times: 3 } }')).toMatchObject({ kind: 'repeat', times: 3 });
    const parts = '{ repeat: { items: [a, b], partitionSize: 50, unit: Percentage } }';
    expect(strategyOf(parts)).toMatchObject({ partitionSize: 50, unit: 'Percentage' });
  });

  test.each([
    '{ parallelism: 4, maxConcurrency: 2 }',
    '{ repeat: { times: 4, maxConcurrency: 2 } }',
  ])('is held back by maxConcurrency, in it or beside it: %s', (written) => {
    expect(strategyOf(written)?.maxConcurrency).toBe(2);
  });

  test.each([
    ['that does not say how', '{ onFailure: RunAll }', 'does not say how it repeats'],
    ['of two kinds', '{ parallelism: 2, repeat: { times: 2 } }', 'either repeat or parallelism'],
    ['without times and items', '{ repeat: { maxConcurrency: 1 } }', 'either times or items'],
    ['with times and items', '{ repeat: { times: 1, items: [a] } }', 'either times or items'],
    ['of no items', '{ repeat: { items: [] } }', 'has no values'],
    ['of half a time', '{ parallelism: 0.5 }', 'a whole number from 0'],
    ['with a part of other items', '{ repeat: { times: 1, start: 1 } }', '"start" has no effect'],
    [
      'of parts from a start',
      '{ repeat: { items: [a], partitionSize: 1, end: 1 } }',
      '"end" has no',
    ],
    ['of another unit', '{ repeat: { items: [a], unit: Pieces } }', 'must be one of Percentage'],
    ['that nobody filled in', '<+input>', 'is an open input'],
  ])('%s is complained of', (_, written, complaint) => {
    const { complaints } = read([stage('a', `strategy: ${written},`)]);
    expect(complaints.join('\n')).toContain(complaint);
  });

  test('may be empty where a condition keeps it from running then', () => {
    expect(strategyOf('{ repeat: { items: [] }, when: <+x> }')).toMatchObject({ items: [] });
  });
});

describe('step groups', () => {
  const nested = (depth: number): string =>
    depth === 0
      ? SAY
      : `{ stepGroup: { identifier: g${depth}, name: g, steps: [${nested(depth - 1)}] } }`;

  test('have variables and selectors of their own', () => {
    const group = `{ stepGroup: { identifier: g, name: g, delegateSelectors: [x], variables: [{ name: v, type: String, value: '1.0' }], steps: [${SAY}] } }`;
    const [only] = good([stage('a', '', group)]).stages;
    const found = (only?.kind === 'stage' ? only.steps[0] : undefined) as StepGroup;
    expect(found.delegateSelectors).toEqual(['x']);
    expect(found.variables.map(({ name }) => name)).toEqual(['v']);
  });

  test('stand in each other, up to a limit', () => {
    good([stage('a', '', nested(20))]);
    const { complaints } = read([stage('a', '', nested(21))]);
    expect(complaints.join('\n')).toContain('20 deep at most');
  });
});

describe('a pipeline says of itself', () => {
  test('its tags, selectors and barriers', () => {
    const pipeline = good(
      [stage('a')],
      [
        '  tags: { team: web, urgent: }',
        '  delegateSelectors: [west]',
        '  flowControl: { barriers: [{ identifier: both, name: Both }] }',
      ],
    );
    expect(pipeline.tags).toEqual({ team: 'web', urgent: '' });
    expect(pipeline.delegateSelectors).toEqual(['west']);
    expect(pipeline.barriers).toMatchObject([{ identifier: 'both', name: 'Both' }]);
  });

  test('whom to tell of what, which nobody is told yet', () => {
    const { pipeline, complaints } = read(
      [stage('a')],
      [
        '  notificationRules:',
        '    - name: Failed',
        '      enabled: true',
        '      pipelineEvents: [{ type: StageFailed, forStages: [a] }, { type: AllEvents }]',
        '      notificationMethod: { type: Email, spec: { recipients: [a@example.com] } }',
      ],
    );
    expect(complaints).toEqual([expect.stringContaining('nothing is sent')]);
    expect(pipeline?.notificationRules).toMatchObject([
      {
        isEnabled: true,
        events: [
          { type: 'StageFailed', stages: ['a'] },
          { type: 'AllEvents', stages: [] },
        ],
        method: { type: 'Email' },
      },
    ]);
  });

  test.each([
    ['an event that does not exist', 'pipelineEvents: [{ type: StageFaild }]', 'StageFailed'],
    ['an unknown way to tell', 'notificationMethod: { type: Fax }', 'must be one of Slack'],
    ['a rule without events', 'pipelineEvents: []', '"pipelineEvents"'],
  ])('%s is complained of', (_, field, complaint) => {
    const rule = `  notificationRules: [{ name: x, ${field} }]`;
    expect(read([stage('a')], [rule]).complaints.join('\n')).toContain(complaint);
  });

  test.each(['allowStageExecutions: true', 'fixedInputsOnRerun: true', 'properties: { ci: {} }'])(
    'what does nothing here, and is told so: %s',
    (field) => {
      const { complaints } = read([stage('a')], [`  ${field}`]);
      expect(complaints).toEqual([expect.stringMatching(/warning .* has no effect/)]);
    },
  );
});
