// `spec:` of a Deployment stage: what is deployed where, and by which steps.
import { listOf, ref, TAGS, TEXT, WORD } from '../schema-words.ts';
import type { Shape } from './shape.ts';

const ONE_EACH = 'Deploy one service to one infrastructure per stage.';
const IN_THE_FOLDER = 'Entities are read from the project folder: leave it out.';

export const DEPLOYMENT_SPEC: Shape = {
  fields: {
    deploymentType: { const: 'Elastigroup' },
    service: ref('ServiceReference'),
    environment: ref('EnvironmentReference'),
    execution: ref('Execution'),
    tags: TAGS,
    description: TEXT,
  },
  required: ['deploymentType', 'service', 'environment', 'execution'],
  refused: {
    services: ONE_EACH,
    environments: ONE_EACH,
    environmentGroup: ONE_EACH,
    multiDeploymentConfig: ONE_EACH,
    serviceConfig: 'Use service: with serviceRef.',
    infrastructure: 'Use environment: with infrastructureDefinitions.',
    customDeploymentRef: 'Only deploymentType Elastigroup is supported.',
    gitOpsEnabled: 'Leave it out.',
  },
  ignored: { serviceDependencies: 'Harness keeps it for builds' },
};

export const SERVICE_REFERENCE: Shape = {
  fields: { serviceRef: WORD, description: TEXT },
  required: ['serviceRef'],
  refused: {
    serviceInputs: 'Bind the inputs with --input and the full path, such as services.ID.…',
    useFromStage: 'Name the service with serviceRef.',
    gitBranch: IN_THE_FOLDER,
    failureStrategies: 'Put them on the stage.',
  },
  ignored: { disableArtifactValidation: 'an AMI is taken by its id, not looked up' },
};

export const ENVIRONMENT_REFERENCE: Shape = {
  fields: {
    environmentRef: WORD,
    infrastructureDefinitions: { ...listOf(ref('InfrastructureReference'), 1), maxItems: 1 },
    description: TEXT,
  },
  required: ['environmentRef', 'infrastructureDefinitions'],
  refused: {
    deployToAll: ONE_EACH,
    infrastructureDefinition: 'Write infrastructureDefinitions with one element.',
    environmentInputs: 'Bind the inputs with --input and the full path, such as environments.ID.…',
    serviceOverrideInputs: 'Bind the inputs with --input and the full path of the entity.',
    servicesOverrides: 'Put the values into the variables of the service.',
    gitOpsClusters: 'Leave it out.',
    provisioner: 'Provision before the pipeline runs.',
    useFromStage: 'Name the environment with environmentRef.',
    gitBranch: IN_THE_FOLDER,
    filters: ONE_EACH,
    failureStrategies: 'Put them on the stage.',
  },
};

export const INFRASTRUCTURE_REFERENCE: Shape = {
  fields: { identifier: WORD, description: TEXT },
  required: ['identifier'],
  refused: { inputs: 'Bind the inputs with --input and the full path of the entity.' },
  ignored: { metadata: 'it belongs to the pages of Harness' },
};
