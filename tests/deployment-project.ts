// A project that deploys one service, for tests of what its names mean: one script prints them.
import { isJsonObject } from '../src/lib/json.ts';
import type { Binding, SourceFile } from '../src/pipeline/pipeline.ts';
import { readProject } from '../src/pipeline/read-project.ts';
import { createPlan, type Planned } from '../src/plan/create-plan.ts';
import { stepsOf } from '../src/plan/walk.ts';

export const SERVICE: SourceFile = { path: 'service.yaml', text: serviceWith('') };
export const ENVIRONMENT: SourceFile = { path: 'environment.yaml', text: environmentWith('') };

export const INFRASTRUCTURE: SourceFile = {
  path: 'infrastructure.yaml',
  text: `infrastructureDefinition:
  name: Spot
  identifier: spot
  environmentRef: prod
  type: Elastigroup
  spec:
    connectorRef: spot_account
    configuration: { store: { type: Harness, spec: { files: [/group.json] } } }
---
connector:
  name: Spot account
  identifier: spot_account
  type: Spot
  spec: { credential: { type: PermanentTokenConfig, spec: { spotAccountId: act-1, apiTokenRef: t } } }
---
secret:
  { type: SecretText, name: t, identifier: t, spec: { valueType: Inline, value: hush } }
`,
};

const FILES: readonly SourceFile[] = [
  { path: 'files/group.json', text: '{ "group": { "name": "shop" } }' },
];

/** With further lines below the service's spec, indented by six. */
export function serviceWith(spec: string, version = 'ami-0001'): string {
  return `service:
  name: Shop
  identifier: shop
  serviceDefinition:
    type: Elastigroup
    spec:
      artifacts:
        primary:
          primaryArtifactRef: image
          sources:
            - identifier: image
              type: AmazonMachineImage
              spec: { connectorRef: aws, region: eu-west-1, version: ${version} }
${spec}`;
}

/** With further lines below the environment, indented by two. */
export function environmentWith(lines: string): string {
  return `environment:
  name: Production
  identifier: prod
  type: Production
${lines}`;
}

export interface Stage {
  readonly identifier?: string;
  /** Further lines below the reference to the service or environment, indented by twelve. */
  readonly service?: string;
  readonly environment?: string;
  readonly infrastructure?: string;
  readonly script: string;
}

export function stageOf({
  identifier = 'web',
  service = '            serviceRef: shop',
  environment = '            environmentRef: prod',
  infrastructure = '            infrastructureDefinitions: [{ identifier: spot }]',
  script,
}: Stage): string {
  return `    - stage:
        identifier: ${identifier}
        name: ${identifier}
        type: Deployment
        failureStrategies: []
        spec:
          deploymentType: Elastigroup
          service:
${service}
          environment:
${environment}
${infrastructure}
          execution:
            steps:
              - step:
                  identifier: say
                  name: say
                  type: ShellScript
                  timeout: 10m
                  spec: { shell: Bash, source: { type: Inline, spec: { script: ${JSON.stringify(script)} } } }
`;
}

export function pipelineOf(stages: readonly string[], lines = ''): SourceFile {
  const text = `pipeline:
  identifier: p
  name: p
${lines}  stages:
${stages.join('')}`;
  return { path: 'pipeline.yaml', text };
}

/** The project as given; what is wrong with its files counts as a complaint, too. */
export function planOf(
  files: readonly SourceFile[],
  bindings: readonly Binding[] = [],
): { readonly plan: Planned['plan']; readonly complaints: readonly string[] } {
  const { project, bound, diagnostics } = readProject([...files, ...FILES], bindings);
  const planned = createPlan({ project, bound, facts: { rules: {}, secrets: () => undefined } });
  const complaints = [...diagnostics, ...planned.diagnostics]
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  return { plan: planned.plan, complaints };
}

/** What the script says, by the identifier of its stage. */
export function saidBy(plan: Planned['plan'], stage = 'web'): unknown {
  for (const step of plan === undefined ? [] : stepsOf(plan.pipeline)) {
    if (!step.path.startsWith(`${stage}/`)) continue;
    const source = step.spec['source'];
    const spec = isJsonObject(source) ? source['spec'] : undefined;
    return isJsonObject(spec) ? spec['script'] : undefined;
  }
  return undefined;
}
