// A project folder becomes typed elements with names and places; foreign pipelines are read or refused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { thirdPartyFile } from '../../tests/third-party.ts';
import { formatDiagnostic } from './format-diagnostic.ts';
import type { SourceFile, StepElement } from './pipeline.ts';
import { readProject } from './read-project.ts';
import { stagesOf } from './stages-of.ts';

const fixtures = ['pipeline.yaml', 'service.yaml', 'places.yaml', 'spot/group.json'].map(
  (path): SourceFile => fileAt(join(import.meta.dirname, 'fixtures', path), path),
);

describe('a small project', () => {
  const { project, diagnostics } = readProject(fixtures, []);
  const [stage] = project.pipelines.flatMap(stagesOf);

  test('has nothing wrong with it', () => {
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  });

  test('has its steps in the written order, with parallel blocks and groups', () => {
    expect(stage?.steps.map(outline)).toEqual([
      'set_up',
      ['warm', 'tell'],
      { shift: ['ask', 'move'] },
    ]);
    expect(stage?.rollbackSteps.map(outline)).toEqual(['back']);
  });

  test('names steps as expressions do: a parallel block adds nothing, a group adds its steps', () => {
    const steps = 'pipeline.stages.web.spec.execution.steps';
    expect(stage?.steps.flatMap(names)).toEqual([
      `${steps}.set_up`,
      `${steps}.warm`,
      `${steps}.tell`,
      `${steps}.shift.steps.ask`,
      `${steps}.shift.steps.move`,
    ]);
  });

  test('knows the place of every value by its name', () => {
    const text = fixtures[0]?.text.split('\n') ?? [];
    const rule = project.positions?.get('pipeline.stages.web.variables.prodRule');
    expect(rule).toMatchObject({ file: 'pipeline.yaml', column: 20 });
    expect(text[(rule?.line ?? 0) - 1]).toContain('arn:prod-rule');
  });

  test('has a matrix with its axes apart from its settings', () => {
    const group = stage?.steps[2];
    expect(group).toMatchObject({
      strategy: { axes: [{ name: 'weight', values: [50, 100] }], maxConcurrency: 1 },
      when: { status: 'Success' },
      failureStrategies: [{ errors: ['Timeout'], action: { type: 'Retry' } }],
    });
  });

  test('has its entities', () => {
    expect(stage?.deployment).toMatchObject({
      serviceRef: 'web_service',
      environmentRef: 'prod',
      infrastructureRef: 'east',
    });
    expect(project.services).toMatchObject([
      {
        identifier: 'web_service',
        artifactSources: [{ version: '<+input>' }],
        startupScriptFile: '/spot/start',
      },
    ]);
    expect(project.environments).toMatchObject([{ identifier: 'prod', type: 'Production' }]);
    expect(project.infrastructures).toMatchObject([
      { connectorRef: 'spot', configurationFile: '/spot/group' },
    ]);
    expect(project.connectors).toMatchObject([{ identifier: 'spot', type: 'Spot' }]);
    expect(project.secrets).toMatchObject([{ valueType: 'Reference', value: 'SPOT_TOKEN' }]);
  });

  test('finds a stored file without its extension', () => {
    expect(project.files.get('spot/group')).toContain('"group"');
  });
});

describe('files of a project', () => {
  test('are the store’s when they describe no entity, even when they are YAML', () => {
    const { project, diagnostics } = readProject(
      [
        { path: 'files/broken.yaml', text: 'a: [' },
        { path: 'chart/values.yaml', text: 'replicas: 2' },
        { path: '.harness/spot/group.json', text: '{}' },
        { path: 'penstock.yaml', text: 'settle: 5s' },
        { path: 'world.yaml', text: 'seed: 1' },
      ],
      [],
    );
    expect(diagnostics).toEqual([]);
    expect([...project.files.keys()].sort()).toEqual([
      '.harness/spot/group',
      '.harness/spot/group.json',
      'broken',
      'broken.yaml',
      'chart/values',
      'chart/values.yaml',
      'files/broken',
      'files/broken.yaml',
      'spot/group',
      'spot/group.json',
    ]);
  });

  test('with a file’s own name win over the shortened name of another', () => {
    const files = [
      { path: 'files/group.json', text: 'shortened' },
      { path: 'group', text: 'own' },
    ];
    expect(readProject(files, []).project.files.get('group')).toBe('own');
  });

  test('may not describe the same entity twice', () => {
    const again = fixtures.map((file) => ({ ...file, path: `again/${file.path}` }));
    const { diagnostics } = readProject([...fixtures, ...again], []);
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(6).fill('duplicate-entity'));
    expect(diagnostics[0]?.message).toBe(
      'There is another pipeline "small" in pipeline.yaml, line 1.',
    );
  });
});

const sampleFiles = ['blue-green-traffic-shifting.yaml', 'infrastructure.yaml', 'service.yaml'].map(
  (name) => thirdPartyFile(`harness-samples/elastigroup/${name}`),
);
const [sample] = sampleFiles;
const malformed = thirdPartyFile('harness-samples/elastigroup/malformed-traffic-shift-step.yaml');
const community = thirdPartyFile('harness-samples/community');

describe('pipelines of others', () => {
  test.skipIf(sample === undefined)(
    'the official traffic-shift sample reads unmodified (needs third-party data)',
    () => {
      const files = sampleFiles.flatMap((path) => (path === undefined ? [] : [fileAt(path, path)]));
      const { project, diagnostics } = readProject(files, []);
      expect(diagnostics).toEqual([]);
      const [stage] = project.pipelines.flatMap(stagesOf);
      expect(stage?.steps.map(outline)).toEqual([
        'Elastigroup_BGSetup',
        'Before_Swap',
        {
          Stage_Environment_Traffic_Shifting: [
            'HarnessApproval_1',
            'ElastigroupBlueGreenTrafficShift',
            'ElastigroupBlueGreenTrafficShift2',
          ],
        },
        'Before_Inherit',
        {
          Prod_Environment_Traffic_Shifting: [
            'HarnessApproval_1',
            'ElastigroupBlueGreenTrafficShift',
          ],
        },
        'ShellScript_1',
      ]);
    },
  );

  test.skipIf(malformed === undefined)(
    'a mis-indented snippet is refused where it breaks (needs third-party data)',
    () => {
      const { diagnostics } = readProject([fileAt(malformed ?? '', 'snippet.yaml')], []);
      expect(diagnostics[0]).toMatchObject({ code: 'yaml-syntax', position: { line: 9 } });
    },
  );

  test.skipIf(community === undefined)(
    'every other sample reads, or is refused with a place, not skipped (needs third-party data)',
    () => {
      const names = readdirSync(community ?? '');
      const silent = names.filter((name) => {
        const { diagnostics } = readProject([fileAt(join(community ?? '', name), name)], []);
        return !diagnostics.some((it) => it.severity === 'error' && it.position !== undefined);
      });
      expect(names.length).toBeGreaterThan(10);
      expect(silent).toEqual([
        'custom-usecases__Approval_Step_Behavior_in_Repeat_Loop__pipeline.yaml',
      ]);
    },
  );
});

type Outline = string | readonly Outline[] | { readonly [group: string]: readonly Outline[] };

function outline(element: StepElement): Outline {
  if (element.kind === 'parallel') return element.steps.map(outline);
  if (element.kind === 'step') return element.identifier;
  return { [element.identifier]: element.steps.map(outline) };
}

function names(element: StepElement): readonly string[] {
  return element.kind === 'step' ? [element.fqn] : element.steps.flatMap(names);
}

function fileAt(path: string, name: string): SourceFile {
  return { path: name, text: readFileSync(path, 'utf8') };
}
