// Plans of parallel stages, of strategies of every kind and place, and of groups in groups.
import { describe, expect, test } from 'vitest';
import { readProject } from '../pipeline/read-project.ts';
import { createPlan, type PlanFacts, type Planned } from './create-plan.ts';
import { describePlan } from './describe-plan.ts';
import type { StepNode, StrategyNode } from './plan.ts';
import { nodesOf, parentPath, stepsOf } from './walk.ts';

const noFacts: PlanFacts = { rules: {}, secrets: () => undefined };

/** A step that says a text: what the plan made of it is its script. */
function say(text: string, fields = ''): string {
  const source = `{ type: Inline, spec: { script: ${JSON.stringify(text)} } }`;
  return `{ step: { identifier: say, name: Say, type: ShellScript, ${fields} spec: { shell: Bash, source: ${source} } } }`;
}

function group(identifier: string, steps: string, fields = ''): string {
  return `{ stepGroup: { identifier: ${identifier}, name: ${identifier}, ${fields} steps: [${steps}] } }`;
}

function stage(identifier: string, steps: string, fields = ''): string {
  return `{ stage: { identifier: ${identifier}, name: ${identifier}, type: Custom, ${fields} spec: { execution: { steps: [${steps}] } } } }`;
}

function planned(stages: readonly string[], fields = '', facts = noFacts): Planned {
  const text = `pipeline:\n  identifier: p\n  name: P\n${fields}  stages:\n${stages
    .map((each) => `    - ${each}\n`)
    .join('')}`;
  const { project, bound, diagnostics } = readProject([{ path: 'pipeline.yaml', text }], []);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return createPlan({ project, bound, facts });
}

function steps(result: Planned): readonly StepNode[] {
  if (result.plan === undefined) throw new Error(JSON.stringify(result.diagnostics, null, 1));
  return [...stepsOf(result.plan.pipeline)];
}

function scripts(result: Planned): readonly unknown[] {
  return steps(result).map(
    ({ spec }) => (spec as { source: { spec: { script: string } } }).source.spec.script,
  );
}

function complaint({ diagnostics }: Planned): string {
  return diagnostics.map(({ message }) => message).join('\n');
}

/** The scripts of one step that a strategy repeats. */
function said(strategy: string, text: string, fields = ''): readonly unknown[] {
  return scripts(planned([stage('s', say(text, `strategy: ${strategy},`))], fields));
}

describe('stages', () => {
  test('that stand beside each other have a path of their own, and every parent is a node', () => {
    const result = planned([
      stage('a', say('1')),
      `parallel: [${stage('b', say('2'))}, ${stage('c', say('3'), 'strategy: { parallelism: 2 },')}]`,
    ]);
    expect(steps(result).map(({ path }) => path)).toEqual([
      'a/steps/say',
      '~1/b/steps/say',
      '~1/c[0]/steps/say',
      '~1/c[1]/steps/say',
    ]);
    const nodes = result.plan === undefined ? [] : [...nodesOf(result.plan.pipeline)];
    const paths = new Set(nodes.map(({ path }) => path));
    expect(paths.size).toBe(nodes.length);
    expect(nodes.every(({ path }) => path === '' || paths.has(parentPath(path) ?? '?'))).toBe(true);
  });

  test('of a matrix know its values, under every name, and their own variables', () => {
    const text =
      '<+matrix.zone> <+stage.matrix.zone> <+stage.variables.where> <+strategy.iteration>';
    const variables = 'variables: [{ name: where, type: String, value: in <+matrix.zone> }],';
    const each = stage('s', say(text), `strategy: { matrix: { zone: [a, b] } }, ${variables}`);
    expect(scripts(planned([each]))).toEqual(['a a in a 0', 'b b in b 1']);
  });

  test('of a matrix are named by others with the ending of their iteration', () => {
    const variables = 'variables: [{ name: where, type: String, value: in <+matrix.zone> }],';
    const first = stage('s', say(''), `strategy: { matrix: { zone: [a, b] } }, ${variables}`);
    const then = stage(
      't',
      say('<+pipeline.stages.s_1.variables.where> <+pipeline.stages.s_1.identifier>'),
    );
    expect(scripts(planned([first, then])).at(-1)).toBe('in b s_1');
    const wrong = stage('t', say('<+pipeline.stages.s.variables.where>'));
    expect(complaint(planned([first, wrong]))).toContain('pipeline.stages.s_0');
  });

  test('whose matrix a step of theirs shadows keep their own values under stage.matrix', () => {
    const inner = say(
      '<+stage.matrix.zone><+matrix.zone><+matrix.size>',
      'strategy: { matrix: { zone: [x] } },',
    );
    const each = stage('s', inner, 'strategy: { matrix: { zone: [a], size: [1] } },');
    expect(scripts(planned([each]))).toEqual(['ax1']);
  });

  test('may not be called as an iteration is', () => {
    const result = planned([
      stage('s', say(''), 'strategy: { parallelism: 2 },'),
      stage('s_1', say('')),
    ]);
    expect(complaint(result)).toContain('would be called "s_1"');
  });
});

describe('a matrix', () => {
  test('leaves combinations out and lets the last axis vary fastest', () => {
    const matrix = '{ matrix: { a: [1, 2], b: [x, y], exclude: [{ a: "1", b: y }] } }';
    expect(said(matrix, '<+matrix.a><+matrix.b>')).toEqual(['1x', '2x', '2y']);
  });

  test('may have objects as values', () => {
    const matrix = '{ matrix: { in: [{ name: qa, size: 2 }] } }';
    expect(said(matrix, '<+matrix.in.name> <+matrix.in.size>')).toEqual(['qa 2']);
  });

  test('may have its axes, or all of it, from expressions', () => {
    const variables =
      '  variables: [{ name: list, type: String, value: "a,b" }, { name: all, type: String, value: \'{"zone":["c"],"exclude":[]}\' }]\n';
    const axis = `{ matrix: { zone: '<+<+pipeline.variables.list>.split(",")>' } }`;
    expect(said(axis, '<+matrix.zone>', variables)).toEqual(['a', 'b']);
    expect(said('{ matrix: <+pipeline.variables.all> }', '<+matrix.zone>', variables)).toEqual([
      'c',
    ]);
  });

  test('names its iterations by nodeName, cleaned and never twice the same', () => {
    const matrix = '{ matrix: { zone: [eu-1, eu.1], nodeName: "in_<+matrix.zone>" } }';
    const result = planned([stage('s', say('', `strategy: ${matrix},`))]);
    expect(steps(result).map(({ identifier }) => identifier)).toEqual([
      'say_in_eu_1',
      'say_in_eu_1_1',
    ]);
    expect(result.plan && describePlan(result.plan)).toContain('in_eu.1');
  });

  test('is refused where only the run would know its values', () => {
    const later = '{ matrix: { a: "<+pipeline.stages.s.spec.execution.steps.say.output.list>" } }';
    const result = planned([stage('s', say('')), stage('t', say('', `strategy: ${later},`))]);
    expect(complaint(result)).toMatch(
      /must be known when the run starts, but .*output\.list is known only later/,
    );
  });
});

describe('a repeat', () => {
  test('runs so many times, and knows the time it is', () => {
    expect(
      said('{ repeat: { times: 2 } }', '<+strategy.iteration>/<+strategy.iterations>'),
    ).toEqual(['0/2', '1/2']);
  });

  test.each([
    ['all of them', 'maxConcurrency: 1', 'abcde'],
    ['from a start', 'start: 3', 'de'],
    ['up to and without an end', 'end: 2', 'ab'],
    ['between both', 'start: 1, end: 3', 'bc'],
    ['up to an end behind the last', 'start: 4, end: 9', 'e'],
    ['between shares', 'start: 20, end: 60, unit: Percentage', 'bc'],
    ['up to a share that comes to nothing', 'end: 5, unit: Percentage', 'a'],
  ])('once per item: %s', (_, fields, items) => {
    const strategy = `{ repeat: { items: [a, b, c, d, e], ${fields} } }`;
    expect(said(strategy, '<+repeat.item>').join('')).toBe(items);
  });

  test.each([
    ['so many items', 'partitionSize: 2', ['a b', 'c d', 'e']],
    ['a share of them', 'partitionSize: 60, unit: Percentage', ['a b c', 'd e']],
    [
      'a share that comes to nothing',
      'partitionSize: 1, unit: Percentage',
      ['a', 'b', 'c', 'd', 'e'],
    ],
    ['more than there are', 'partitionSize: 9', ['a b c d e']],
  ])('once per part of %s, which a group in it repeats', (_, fields, parts) => {
    const outer = `strategy: { repeat: { items: [a, b, c, d, e], ${fields} } },`;
    const inner = say('<+repeat.item>', 'strategy: { repeat: { items: <+repeat.partition> } },');
    const result = planned([stage('s', group('part', inner, outer))]);
    const strategies =
      result.plan === undefined
        ? []
        : [...nodesOf(result.plan.pipeline)].filter(
            (node): node is StrategyNode => node.kind === 'strategy' && node.identifier === 'say',
          );
    expect(strategies.map(({ labels }) => labels.join(' '))).toEqual(parts);
  });

  test.each([
    ['no times', '{ repeat: { times: 0 } }', 'has no iteration'],
    ['parts of nothing', '{ repeat: { items: [a], partitionSize: 0 } }', 'part of 0 items'],
    ['too many times', '{ parallelism: 50000 }', '50000 iterations'],
    ['half a time', '{ repeat: { times: <+pipeline.name> } }', 'no whole number from 0'],
  ])('of %s is complained of', (_, strategy, what) => {
    expect(complaint(planned([stage('s', say('', `strategy: ${strategy},`))]))).toContain(what);
  });
});

describe('a condition of a strategy', () => {
  test('that is false is asked before anything is expanded', () => {
    const strategy = '{ repeat: { items: [] }, when: <+pipeline.name> == "other" }';
    const { plan } = planned([stage('s', say('', `strategy: ${strategy},`))]);
    const node = plan && [...nodesOf(plan.pipeline)].find(({ kind }) => kind === 'strategy');
    expect(node).toMatchObject({ when: { condition: 'false' }, iterations: [] });
  });

  test('that the run must judge belongs to the strategy, that of the element to its iterations', () => {
    const strategy = '{ repeat: { times: 2 }, when: <+pipeline.stages.a.status> == "SUCCEEDED" }';
    const when = 'when: { stageStatus: Failure, condition: <+strategy.iteration> == 1 },';
    const { plan } = planned([
      stage('a', say('')),
      stage('s', say('', `${when} strategy: ${strategy},`)),
    ]);
    const node = plan && [...nodesOf(plan.pipeline)].find(({ kind }) => kind === 'strategy');
    expect(node?.when).toMatchObject({
      status: 'Failure',
      condition: expect.stringContaining('a.status'),
    });
    const iterations = node?.kind === 'strategy' ? node.iterations : [];
    expect(iterations.map(({ when: own }) => own)).toEqual([
      { status: 'Failure', condition: 'false' },
      { status: 'Failure' },
    ]);
  });
});

describe('groups in groups', () => {
  const variable = (name: string, value: string): string =>
    `variables: [{ name: ${name}, type: String, value: ${value} }],`;

  test('have variables of their own and reach those around them', () => {
    const text =
      '<+stepGroup.variables.v> <+stepGroup.getParentStepGroup.variables.v> <+stepGroup.getParentStepGroup.identifier>';
    const inner = group('inner', say(text), variable('v', 'in'));
    const outer = group('outer', inner, variable('v', 'out'));
    expect(scripts(planned([stage('s', outer)]))).toEqual(['in out outer']);
  });

  test('have none around the outermost', () => {
    const result = planned([stage('s', group('g', say('<+stepGroup.getParentStepGroup.name>')))]);
    expect(complaint(result)).toContain('stepGroup.getParentStepGroup');
  });

  test('may use the iteration around them in their variables', () => {
    const inner = group(
      'inner',
      say('<+stepGroup.variables.v>'),
      variable('v', '<+matrix.a>-<+strategy.iteration>'),
    );
    const outer = group('outer', inner, 'strategy: { matrix: { a: [x, y] } },');
    expect(scripts(planned([stage('s', outer)]))).toEqual(['x-0', 'y-1']);
  });
});

describe('the runner', () => {
  const selecting = (level: string, inner: string): string => group('g', say('', inner), level);
  const labelled = (...runnerLabels: string[]): PlanFacts => ({ ...noFacts, runnerLabels });
  const of = (facts: PlanFacts, level = '', inner = ''): Planned =>
    planned([stage('s', selecting(level, inner))], '  delegateSelectors: [west]\n', facts);

  test('without labels takes every step', () => {
    expect(of(noFacts).plan).toBeDefined();
  });

  test('must have all labels of the innermost level that asks for some', () => {
    expect(complaint(of(labelled('east')))).toContain(
      'asks for a runner with west; this one has east',
    );
    expect(of(labelled('west')).plan).toBeDefined();
    expect(of(labelled('east'), 'delegateSelectors: [east],').plan).toBeDefined();
    const both = of(
      labelled('east', 'west'),
      'delegateSelectors: [east],',
      'delegateSelectors: [gpu, west],',
    );
    expect(complaint(both)).toContain('asks for a runner with gpu;');
  });
});

describe('how a strategy fares', () => {
  test('is asked of it by name from inside, while the run goes on', () => {
    const text =
      '<+strategy.currentStatus> <+strategy.node.s.currentStatus> <+strategy.node.s.matrix.a>';
    const each = stage('s', say(text), 'strategy: { matrix: { a: [x] } },');
    expect(scripts(planned([each]))).toEqual([
      '<+strategy.currentStatus> <+strategy.node.s.currentStatus> x',
    ]);
  });
});
