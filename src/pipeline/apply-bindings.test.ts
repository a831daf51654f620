// `--input` and `--set`: what they find, what they change, and what they refuse.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Binding, SourceFile, Step } from './pipeline.ts';
import { type ReadProject, readProject } from './read-project.ts';
import { stagesOf } from './stages-of.ts';

const fixtures = ['pipeline.yaml', 'service.yaml', 'places.yaml'].map(
  (path): SourceFile => ({
    path,
    text: readFileSync(join(import.meta.dirname, 'fixtures', path), 'utf8'),
  }),
);
const steps = 'pipeline.stages.web.spec.execution.steps';

describe('--input', () => {
  test('gives an input only a value that it allows', () => {
    const open = '<+input>.allowedValues(hi, ho)';
    const files = fixtures.map(({ path, text }) => ({
      path,
      text: text.replace(/<\+input>\.default\([^)]*\)[^\n]*/, open),
    }));
    const path = 'pipeline.variables.greeting';
    expect(readProject(files, [input(path, 'ho')]).diagnostics).toEqual([]);
    const { bound, diagnostics } = readProject(files, [input(path, 'ha')]);
    expect(bound).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: 'wrong-value', severity: 'error', position: { file: 'pipeline.yaml' } },
    ]);
  });

  test('gives an open input its value', () => {
    const { project, bound, diagnostics } = bind(
      input(`${steps}.warm.spec.source.spec.script`, 'curl -f localhost'),
    );
    expect(diagnostics).toEqual([]);
    expect(stepOf(project, 'warm').spec).toMatchObject({
      source: { spec: { script: 'curl -f localhost' } },
    });
    expect(bound).toEqual([
      { by: 'input', path: `${steps}.warm.spec.source.spec.script`, written: 'curl -f localhost' },
    ]);
  });

  test('takes an input with a default or other suffix for an open one', () => {
    const { project } = bind(input('pipeline.variables.greeting', 'hi'));
    expect(project.pipelines[0]?.variables).toMatchObject([{ name: 'greeting', value: 'hi' }]);
  });

  test('reaches into the list of a service’s artifacts by identifier', () => {
    const path = 'services.web_service.serviceDefinition.spec.artifacts.primary.sources.image.spec';
    const { project } = bind(input(`${path}.version`, 'ami-1'));
    expect(project.services[0]).toMatchObject({
      artifactSources: [{ version: 'ami-1', fqn: path }],
    });
  });

  test('refuses to replace what is no input, and points at it', () => {
    const { bound, diagnostics } = bind(input('pipeline.stages.web.variables.prodRule', 'x'));
    expect(bound).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        code: 'unknown-path',
        hint: 'To override what the file says, use --set pipeline.stages.web.variables.prodRule=….',
        position: { file: 'pipeline.yaml', column: 20 },
      },
    ]);
  });

  test('refuses to create anything', () => {
    const { diagnostics } = bind(input('pipeline.timeout', '1h'));
    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-path']);
  });
});

describe('--set', () => {
  test('overrides a value below a step group, a parallel block and a list', () => {
    const { project, diagnostics } = bind(
      set(`${steps}.shift.steps.ask.timeout`, '2h'),
      set(`${steps}.tell.spec.source.spec.script`, 'true'),
      set(`${steps}.set_up.spec.loadBalancers.0.spec.loadBalancer`, 'other'),
      set(`${steps}.shift.strategy.matrix.weight.0`, '10'),
    );
    expect(diagnostics).toEqual([]);
    expect(stepOf(project, 'ask').timeout).toBe('2h');
    expect(JSON.stringify(project.pipelines)).toContain('"loadBalancer":"other"');
    expect(JSON.stringify(project.pipelines)).toContain('"values":[10,100]');
  });

  test('keeps text that looks like a number, unless a number stood there', () => {
    const { project } = bind(
      set('pipeline.stages.web.variables.prodRule', '12'),
      set('pipeline.stages.web.variables.instances', '12'),
    );
    expect(project.pipelines.flatMap(stagesOf)[0]?.variables.map(({ value }) => value)).toEqual([
      '12',
      12,
    ]);
  });

  test('becomes the number that a step’s field wants', () => {
    const path = `${steps}.shift.steps.move.spec.elastigroupTrafficShiftWrapper.spec`;
    const { project, diagnostics } = bind(set(`${path}.weightPercentage`, '25'));
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(stepOf(project, 'move').spec)).toContain('"weightPercentage":25');
  });

  test('is checked like any written value', () => {
    const path = `${steps}.shift.steps.move.spec.elastigroupTrafficShiftWrapper.spec`;
    const { diagnostics } = bind(set(`${path}.weightPercentage`, '250'));
    expect(diagnostics).toMatchObject([{ code: 'wrong-value', severity: 'error' }]);
  });

  test('creates a missing value where its mapping exists', () => {
    const { project, diagnostics } = bind(set('pipeline.stages.web.timeout', '2h'));
    expect(diagnostics).toEqual([]);
    expect(project.pipelines.flatMap(stagesOf)[0]?.timeout).toBe('2h');
  });

  test.each([
    ['services.web_service.variables.tier', 'services'],
    ['service.web_service.variables.tier', 'services'],
    ['environments.prod.variables.domain', 'environments'],
    ['infrastructures.east.spec.connectorRef', 'infrastructures'],
    ['connectors.spot.spec.credential.spec.spotAccountId', 'connectors'],
  ] as const)('reaches %s', (path, kind) => {
    const { project, diagnostics } = bind(set(path, 'new-value'));
    expect(diagnostics).toEqual([]);
    expect(JSON.stringify(project[kind])).toContain('new-value');
  });

  test('refuses a whole mapping and names a value below it', () => {
    const { diagnostics } = bind(set(`${steps}.set_up.spec.instances`, '3'));
    expect(diagnostics[0]?.hint).toContain(`${steps}.set_up.spec.instances.type`);
  });

  test('names the nearest path for one that does not exist', () => {
    const { diagnostics } = bind(set('pipeline.stages.web.variables.prodRul', 'x'));
    expect(diagnostics).toMatchObject([
      { code: 'unknown-path', hint: 'Did you mean "pipeline.stages.web.variables.prodRule"?' },
    ]);
  });

  test.each(['', 'pipeline', '__proto__.x', 'constructor', 'services', 'pipeline..', 'secrets.'])(
    'refuses the path "%s"',
    (path) => {
      expect(bind(set(path, 'x')).diagnostics.map(({ code }) => code)).toEqual(['unknown-path']);
    },
  );
});

describe('a secret', () => {
  test('that no file describes comes to be with its value', () => {
    const { project, diagnostics } = bind(input('secrets.green', 'arn:green'));
    expect(diagnostics).toEqual([]);
    expect(project.secrets).toContainEqual(
      expect.objectContaining({ identifier: 'green', valueType: 'Inline', value: 'arn:green' }),
    );
  });

  test('that lies elsewhere is replaced by the value', () => {
    const { project } = bind(set('secrets.spot_token', 'abc'));
    expect(project.secrets).toMatchObject([
      { identifier: 'spot_token', valueType: 'Inline', value: 'abc' },
    ]);
  });

  test('that has a value already is no open input', () => {
    const { diagnostics } = bind(input('secrets.spot_token', 'abc'));
    expect(diagnostics).toMatchObject([
      { code: 'unknown-path', position: { file: 'places.yaml' } },
    ]);
  });
});

function bind(...bindings: readonly Binding[]): ReadProject {
  return readProject(fixtures, bindings);
}

function input(path: string, value: string): Binding {
  return { by: 'input', path, value };
}

function set(path: string, value: string): Binding {
  return { by: 'set', path, value };
}

function stepOf(project: ReadProject['project'], identifier: string): Step {
  const all = project.pipelines.flatMap(stagesOf).flatMap((stage) => stage.steps);
  const flat = all.flatMap((element) => (element.kind === 'step' ? [element] : element.steps));
  const found = flat.find(
    (element) => element.kind === 'step' && element.identifier === identifier,
  );
  if (found?.kind !== 'step') throw new Error(`no step ${identifier}`);
  return found;
}
