// `spec:` of a Deployment stage: what is deployed where, and by which steps.
import { IDENTIFIER, listOf, ref, type Schema, TAGS, TEXT, WORD } from '../schema-words.ts';
import type { Shape } from './shape.ts';

const ONE_EACH = 'Deploy one service to one infrastructure per stage.';
const ELASTIGROUPS_ONLY = 'Only deploymentType Elastigroup is supported.';
const IN_THE_FOLDER = 'Entities are read from the project folder: leave it out.';

/** Values for the open inputs of an entity, laid out as it is. */
const INPUTS: Schema = { type: 'object' };

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
    customDeploymentRef: ELASTIGROUPS_ONLY,
    deploymentMetadata: ELASTIGROUPS_ONLY,
    gitOpsEnabled: 'Leave it out.',
  },
  ignored: { serviceDependencies: 'Harness keeps it for builds' },
};

export const SERVICE_REFERENCE: Shape = {
  fields: {
    serviceRef: WORD,
    serviceInputs: INPUTS,
    useFromStage: ref('UseFromStage'),
    description: TEXT,
  },
  oneOf: ['serviceRef', 'useFromStage'],
  refused: {
    gitBranch: IN_THE_FOLDER,
    failureStrategies: 'Put them on the stage.',
  },
  ignored: { disableArtifactValidation: 'an AMI is taken by its id, not looked up' },
};

export const ENVIRONMENT_REFERENCE: Shape = {
  fields: {
    environmentRef: WORD,
    environmentInputs: INPUTS,
    serviceOverrideInputs: INPUTS,
    infrastructureDefinitions: { ...listOf(ref('InfrastructureReference'), 1), maxItems: 1 },
    infrastructureDefinition: ref('InfrastructureReference'),
    useFromStage: ref('UseFromStage'),
    description: TEXT,
  },
  oneOf: [
    ['environmentRef', 'infrastructureDefinitions'],
    ['environmentRef', 'infrastructureDefinition'],
    'useFromStage',
  ],
  refused: {
    deployToAll: ONE_EACH,
    servicesOverrides: 'Put the values into the variables of the service.',
    gitOpsClusters: 'Leave it out.',
    provisioner: 'Provision before the pipeline runs.',
    gitBranch: IN_THE_FOLDER,
    filters: ONE_EACH,
    failureStrategies: 'Put them on the stage.',
  },
};

export const INFRASTRUCTURE_REFERENCE: Shape = {
  fields: { identifier: WORD, inputs: INPUTS, description: TEXT },
  required: ['identifier'],
  ignored: { metadata: 'it belongs to the pages of Harness' },
};

/** What an earlier stage deploys, or where. */
export const USE_FROM_STAGE: Shape = {
  fields: { stage: IDENTIFIER, description: TEXT },
  required: ['stage'],
  ignored: { metadata: 'it belongs to the pages of Harness' },
};
