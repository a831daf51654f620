// What a stage deploys: whose value of a variable holds, what it may give and take, and which of several entities is meant.
import { describe, expect, test } from 'vitest';
import {
  ENVIRONMENT,
  environmentWith,
  INFRASTRUCTURE,
  pipelineOf,
  planOf,
  SERVICE,
  type Stage,
  saidBy,
  serviceWith,
  stageOf,
} from '../../tests/deployment-project.ts';
import type { Binding, SourceFile } from '../pipeline/pipeline.ts';

const variable = (value: string, name = 'color'): string =>
  `variables: [{ name: ${name}, type: String, value: ${value} }]\n`;

const LAYERS: Readonly<Record<string, SourceFile>> = {
  service: { path: 'service.yaml', text: serviceWith(`      ${variable('of_service')}`) },
  environment: {
    path: 'environment.yaml',
    text: environmentWith(`  ${variable('of_environment')}`),
  },
  inEnvironment: override('inEnvironment', ''),
  ofService: override('ofService', '  serviceRef: shop\n'),
  inInfrastructure: override('inInfrastructure', '  infraIdentifier: spot\n'),
  ofServiceThere: override('ofServiceThere', '  serviceRef: shop\n  infraIdentifier: spot\n'),
};

function override(value: string, lines: string): SourceFile {
  const text = `overrides:\n  environmentRef: prod\n${lines}  ${variable(value)}`;
  return { path: `.harness/overrides/${value}.yaml`, text };
}

function projectOf(
  layers: readonly SourceFile[],
  stage: Partial<Stage> = {},
  pipeline = '',
): readonly SourceFile[] {
  const paths = layers.map(({ path }) => path);
  const plain = [SERVICE, ENVIRONMENT].filter(({ path }) => !paths.includes(path));
  const script = '<+serviceVariables.color>';
  return [
    pipelineOf([stageOf({ script, ...stage })], pipeline),
    INFRASTRUCTURE,
    ...plain,
    ...layers,
  ];
}

function said(files: readonly SourceFile[], bindings: readonly Binding[] = []): unknown {
  const { plan, complaints } = planOf(files, bindings);
  expect(complaints).toEqual([]);
  return saidBy(plan);
}

describe('the value of a variable is that of the nearest place', () => {
  const names = Object.keys(LAYERS);
  test.each(names.map((name, index) => [name, names.slice(0, index + 1)] as const))(
    '%s',
    (name, present) => {
      const expected = { service: 'of_service', environment: 'of_environment' }[name] ?? name;
      const files = present.flatMap((each) => LAYERS[each] ?? []);
      expect(said(projectOf(files.toReversed()))).toBe(expected);
    },
  );

  test('an older override of a service in an environment stands in a file of its own', () => {
    const text = `serviceOverrides:\n  environmentRef: prod\n  serviceRef: shop\n  ${variable('older')}`;
    expect(said(projectOf([{ path: 'o.yaml', text }]))).toBe('older');
  });

  test('an override of another environment or service does not hold', () => {
    const { service } = LAYERS;
    const other = `overrides:\n  environmentRef: test\n  ${variable('elsewhere')}`;
    const another = `overrides:\n  environmentRef: prod\n  serviceRef: admin\n  ${variable('other')}`;
    const files = [
      { path: 'a.yaml', text: other },
      { path: 'b.yaml', text: another },
    ];
    expect(said(projectOf(service === undefined ? files : [service, ...files]))).toBe('of_service');
  });

  test('one of the project wins over one of the organisation', () => {
    const of = (lines: string, value: string): SourceFile => ({
      path: `${value}.yaml`,
      text: `overrides:\n  environmentRef: prod\n  orgIdentifier: o\n${lines}  ${variable(value)}`,
    });
    expect(said(projectOf([of('  projectIdentifier: p\n', 'near'), of('', 'far')]))).toBe('near');
  });

  test.each([
    ['<+env.variables.color>', 'ofService'],
    ['<+serviceVariableOverrides.color>', 'ofService'],
    ['<+service.variables.color>', 'ofService'],
  ])('%s knows it, too', (script, expected) => {
    const { environment, ofService } = LAYERS;
    const files = [environment, ofService].flatMap((each) => each ?? []);
    expect(said(projectOf(files, { script }))).toBe(expected);
  });

  test('its value may use names of the stage', () => {
    const text = `overrides:\n  environmentRef: prod\n  ${variable('"<+service.name> in <+env.name>"')}`;
    expect(said(projectOf([{ path: 'o.yaml', text }]))).toBe('Shop in Production');
  });
});

describe('a stage gives values for open inputs', () => {
  const open = {
    path: 'service.yaml',
    text: serviceWith(`      ${variable('<+input>')}`, '<+input>'),
  };
  const given = (text: string): string => `            serviceRef: shop
            serviceInputs:
              serviceDefinition:
                type: Elastigroup
                spec:
                  artifacts:
                    primary:
                      sources: [{ identifier: image, type: AmazonMachineImage, spec: { version: ami-7 } }]
                  variables: [{ name: color, type: String, value: ${text} }]`;
  const script = '<+serviceVariables.color> <+artifact.amiId>';

  test('of its service', () => {
    expect(said(projectOf([open], { script, service: given('red') }))).toBe('red ami-7');
  });

  test('which may be inputs of the pipeline themselves', () => {
    const path =
      'pipeline.stages.web.spec.service.serviceInputs.serviceDefinition.spec.variables.color';
    const files = projectOf([open], { script, service: given('<+input>') });
    expect(said(files, [{ by: 'input', path, value: 'blue' }])).toBe('blue ami-7');
    expect(planOf(files).complaints).toEqual(['"services.shop.variables.color" is an open input.']);
  });

  test('that the input must allow', () => {
    const text = serviceWith(`      ${variable('<+input>.allowedValues(red)')}`, '<+input>');
    const files = projectOf([{ path: 'service.yaml', text }], { service: given('blue') });
    expect(planOf(files).complaints.join()).toContain('"blue" is none of the allowed values red');
  });

  test('and nothing that was not asked for', () => {
    const text = serviceWith(`      ${variable('green')}`, '<+input>');
    const files = projectOf([{ path: 'service.yaml', text }], { service: given('blue') });
    expect(planOf(files).complaints).toEqual([
      '"pipeline.stages.web.spec.service.serviceInputs.serviceDefinition.spec.variables.color.value" gives a value that the service "shop" does not ask for.',
    ]);
  });

  test('of environment, infrastructure and overrides', () => {
    const files = [
      { path: 'environment.yaml', text: environmentWith(`  ${variable('<+input>', 'size')}`) },
      override('<+input>', '  serviceRef: shop\n'),
      {
        path: 'infrastructure.yaml',
        text: INFRASTRUCTURE.text.replace('connectorRef: spot_account', 'connectorRef: <+input>'),
      },
    ];
    const environment = `            environmentRef: prod
            environmentInputs: { identifier: prod, type: Production, variables: [{ name: size, type: String, value: large }] }
            serviceOverrideInputs: { variables: [{ name: color, type: String, value: red }] }`;
    const infrastructure = `            infrastructureDefinitions:
              - identifier: spot
                inputs: { identifier: spot, type: Elastigroup, spec: { connectorRef: spot_account } }`;
    const said = '<+env.variables.size> <+serviceVariables.color> <+infra.connector.name>';
    const all = projectOf(files, { environment, infrastructure, script: said });
    const { plan, complaints } = planOf(
      all.filter(({ text }, index) => index !== 1 || text === ''),
    );
    expect(complaints).toEqual([]);
    expect(saidBy(plan)).toBe('large red Spot account');
  });
});

describe('a stage takes what an earlier one deploys', () => {
  const taking = '            useFromStage: { stage: web }';
  const script = '<+service.name> <+env.name> <+infra.name>';

  test('its service and its place', () => {
    const second = {
      identifier: 'again',
      service: taking,
      environment: taking,
      infrastructure: '',
    };
    const stages = [stageOf({ script }), stageOf({ ...second, script })];
    const { plan, complaints } = planOf([pipelineOf(stages), INFRASTRUCTURE, SERVICE, ENVIRONMENT]);
    expect(complaints).toEqual([]);
    expect(saidBy(plan, 'again')).toBe('Shop Production Spot');
  });

  test('only one that names it itself', () => {
    const second = stageOf({ identifier: 'again', service: taking, script });
    const third = stageOf({ identifier: 'third', service: taking.replace('web', 'again'), script });
    const stages = [stageOf({ script }), second, third];
    const { complaints } = planOf([pipelineOf(stages), INFRASTRUCTURE, SERVICE, ENVIRONMENT]);
    expect(complaints).toEqual(['The service cannot be taken from "again".']);
  });
});

describe('an entity is found where its reference says', () => {
  const at = (name: string, lines: string): SourceFile => ({
    path: `.harness/${name}.yaml`,
    text: serviceWith('').replace('name: Shop\n', `name: ${name}\n${lines}`),
  });
  const services = [
    at('near', '  orgIdentifier: o\n  projectIdentifier: p\n'),
    at('other', '  orgIdentifier: o\n  projectIdentifier: q\n'),
    at('wide', '  orgIdentifier: o\n'),
    at('widest', ''),
  ];
  const home = '  orgIdentifier: o\n  projectIdentifier: p\n';
  const files = (reference: string, pipeline = home): readonly SourceFile[] =>
    [
      ...projectOf(
        services,
        { service: `            serviceRef: ${reference}`, script: '<+service.name>' },
        pipeline,
      ),
    ].filter(({ path }) => path !== 'service.yaml');

  test.each([
    ['shop', 'near'],
    ['org.shop', 'wide'],
    ['account.shop', 'widest'],
  ])('%s', (reference, name) => {
    expect(said(files(reference))).toBe(name);
  });

  test('and not in another project', () => {
    const [, other, ...rest] = services;
    const stray = files('shop').filter((file) => !services.includes(file) || file === other);
    expect(rest).toHaveLength(2);
    expect(planOf(stray).complaints).toEqual([
      'There is no service "shop" in the project "p"; there is one in the project "q".',
    ]);
  });

  test('and not by chance, where the pipeline does not say where it lies', () => {
    expect(planOf(files('shop', '')).complaints).toEqual([
      'There are several services "shop": in the project "p" and in the project "q".',
    ]);
  });
});

test('files of a service go by their names, and an environment has its own', () => {
  const file = (path: string): string =>
    `configFiles: [{ configFile: { identifier: app, spec: { store: { type: Harness, spec: { files: [${path}] } } } } }]\n`;
  const service = { path: 'service.yaml', text: serviceWith(`      ${file('/app.conf')}`) };
  const environment = {
    path: 'environment.yaml',
    text: environmentWith(`  overrides:\n    ${file('/prod.conf')}`),
  };
  const stored = [
    { path: 'files/app.conf', text: 'plain' },
    { path: 'files/prod.conf', text: 'for <+env.name>' },
  ];
  const script = '<+configFile.getAsString("app")> <+configFile.getAsBase64("app")>';
  expect(said(projectOf([service, ...stored], { script }))).toBe('plain cGxhaW4=');
  expect(said(projectOf([service, environment, ...stored], { script }))).toBe(
    'for Production Zm9yIFByb2R1Y3Rpb24=',
  );
});
