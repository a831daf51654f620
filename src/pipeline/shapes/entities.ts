// The entities that a pipeline refers to: what is deployed, where, with which accounts and secrets.
import { IDENTIFIER, listOf, oneOf, ref, type Schema, TAGS, TEXT } from '../schema-words.ts';
import type { Shape } from './shape.ts';

/** What every entity may say of itself. */
const ENTITY: Readonly<Record<string, Schema>> = {
  identifier: IDENTIFIER,
  name: TEXT,
  orgIdentifier: TEXT,
  projectIdentifier: TEXT,
  description: TEXT,
  tags: TAGS,
};

/** Mappings whose own fields are told apart by whoever reads them. */
const MAPPING: Schema = { type: 'object' };

const TYPE_AND_SPEC = { type: TEXT, spec: MAPPING };

const NO_MANIFESTS = 'An Elastigroup service has none.';

export const SERVICE: Shape = {
  fields: { ...ENTITY, serviceDefinition: MAPPING },
  required: ['identifier', 'serviceDefinition'],
  refused: { gitOpsEnabled: 'Leave it out.' },
};

export const SERVICE_DEFINITION: Shape = {
  fields: { type: oneOf(['Elastigroup']), spec: MAPPING },
  required: ['type', 'spec'],
};

export const SERVICE_SPEC: Shape = {
  fields: {
    artifacts: MAPPING,
    variables: listOf(ref('Variable')),
    startupScript: MAPPING,
    configFiles: listOf(MAPPING),
  },
  refused: {
    manifests: NO_MANIFESTS,
    variableOverrideSets: 'Write the values into the variables.',
    artifactOverrideSets: 'Write the values into the artifact.',
  },
};

export const ARTIFACTS: Shape = {
  fields: { primary: MAPPING },
  required: ['primary'],
  refused: { sidecars: 'Leave them out.' },
};

export const PRIMARY_ARTIFACT: Shape = {
  fields: { primaryArtifactRef: TEXT, sources: listOf(MAPPING) },
  required: ['primaryArtifactRef'],
};

export const ARTIFACT_SOURCE: Shape = {
  fields: { identifier: TEXT, ...TYPE_AND_SPEC },
  required: ['identifier', 'type', 'spec'],
};

const ONE_AMI = 'Name one AMI with version: ami-….';

export const MACHINE_IMAGE: Shape = {
  fields: { connectorRef: TEXT, region: TEXT, version: TEXT },
  required: ['version'],
  refused: { versionRegex: ONE_AMI, tags: ONE_AMI, filters: ONE_AMI },
};

export const CONFIG_FILE: Shape = {
  fields: { identifier: TEXT, spec: MAPPING },
  required: ['identifier', 'spec'],
};

export const STORE: Shape = {
  fields: { type: oneOf(['Harness']), spec: MAPPING },
  required: ['type', 'spec'],
};

export const STORE_SPEC: Shape = {
  fields: { files: listOf(TEXT) },
  required: ['files'],
  refused: { secretFiles: 'Only files of the project are read.' },
};

export const ENVIRONMENT: Shape = {
  fields: {
    ...ENTITY,
    type: oneOf(['Production', 'PreProduction']),
    variables: listOf(ref('Variable')),
    overrides: MAPPING,
  },
  required: ['identifier', 'type'],
};

const NOT_OF_GROUPS = {
  manifests: NO_MANIFESTS,
  applicationSettings: NO_MANIFESTS,
  connectionStrings: NO_MANIFESTS,
};

/** What an environment itself says below `overrides`; its variables stand beside it. */
export const ENVIRONMENT_OVERRIDES: Shape = {
  fields: { configFiles: listOf(MAPPING) },
  refused: NOT_OF_GROUPS,
};

export const OVERRIDE_SPEC: Shape = {
  fields: { variables: listOf(ref('Variable')), configFiles: listOf(MAPPING) },
  refused: NOT_OF_GROUPS,
};

export const OVERRIDE: Shape = {
  fields: {
    ...OVERRIDE_SPEC.fields,
    ...ENTITY,
    environmentRef: TEXT,
    serviceRef: TEXT,
    infraIdentifier: TEXT,
    infraId: TEXT,
    type: TEXT,
    spec: MAPPING,
  },
  required: ['environmentRef'],
  refused: { ...NOT_OF_GROUPS, clusterIdentifier: 'An Elastigroup lies in no cluster.' },
};

export const INFRASTRUCTURE: Shape = {
  fields: {
    ...ENTITY,
    environmentRef: TEXT,
    deploymentType: oneOf(['Elastigroup']),
    type: oneOf(['Elastigroup']),
    spec: MAPPING,
    allowSimultaneousDeployments: { type: ['boolean', 'string'] },
  },
  required: ['identifier', 'environmentRef', 'type', 'spec'],
  refused: { scopedServices: 'Leave it out: the stage names its service.' },
};

export const INFRASTRUCTURE_SPEC: Shape = {
  fields: { connectorRef: TEXT, configuration: MAPPING },
  required: ['connectorRef', 'configuration'],
  refused: { provisioner: 'Provision before the pipeline runs.' },
};

export const CONNECTOR: Shape = {
  fields: { ...ENTITY, ...TYPE_AND_SPEC },
  required: ['identifier', 'type', 'spec'],
};

export const SECRET: Shape = {
  fields: { ...ENTITY, ...TYPE_AND_SPEC },
  required: ['identifier', 'type', 'spec'],
};

export const SECRET_SPEC: Shape = {
  fields: {
    secretManagerIdentifier: TEXT,
    valueType: oneOf(['Inline', 'Reference']),
    // Whatever stands there is kept as a text.
    value: { type: ['string', 'number'] },
  },
  required: ['valueType'],
};

/** Every construct of the entities by its name. */
export const ENTITY_SHAPES: Readonly<Record<string, Shape>> = {
  Service: SERVICE,
  ServiceDefinition: SERVICE_DEFINITION,
  ServiceSpec: SERVICE_SPEC,
  Artifacts: ARTIFACTS,
  PrimaryArtifact: PRIMARY_ARTIFACT,
  ArtifactSource: ARTIFACT_SOURCE,
  AmazonMachineImage: MACHINE_IMAGE,
  ConfigFile: CONFIG_FILE,
  Store: STORE,
  StoreSpec: STORE_SPEC,
  Environment: ENVIRONMENT,
  EnvironmentOverrides: ENVIRONMENT_OVERRIDES,
  Override: OVERRIDE,
  OverrideSpec: OVERRIDE_SPEC,
  InfrastructureDefinition: INFRASTRUCTURE,
  InfrastructureSpec: INFRASTRUCTURE_SPEC,
  Connector: CONNECTOR,
  Secret: SECRET,
  SecretSpec: SECRET_SPEC,
};
