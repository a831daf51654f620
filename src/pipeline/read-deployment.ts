// `spec:` of a Deployment stage: what is deployed where, and by which steps.
import { list, openMapping, required, requiredText, type Shape } from './fields.ts';
import { nameForeignSteps } from './name-foreign-steps.ts';
import type { DeploymentReferences, Stage } from './pipeline.ts';
import { memberOf, type Place, positionOf, reportAt } from './place.ts';
import { readExecution } from './read-execution.ts';

type DeploymentSpec = Pick<Stage, 'deployment' | 'steps' | 'rollbackSteps'>;

const ONE_EACH = 'Deploy one service to one infrastructure per stage.';
const BIND = 'Bind the inputs with --input and the full path of the entity, such as services.ID.…';

const SPEC: Shape = {
  known: ['deploymentType', 'service', 'environment', 'execution', 'serviceDependencies', 'tags'],
  refused: {
    services: ONE_EACH,
    environments: ONE_EACH,
    environmentGroup: ONE_EACH,
    serviceConfig: 'Use service: with serviceRef.',
    infrastructure: 'Use environment: with infrastructureDefinitions.',
    customDeploymentRef: 'Only deploymentType Elastigroup is supported.',
    gitOpsEnabled: 'Leave it out.',
  },
};

const SERVICE: Shape = {
  known: ['serviceRef', 'disableArtifactValidation'],
  refused: {
    serviceInputs: BIND,
    useFromStage: 'Name the service with serviceRef.',
    gitBranch: 'Entities are read from the project folder: leave it out.',
    failureStrategies: 'Put them on the stage.',
  },
};

const ENVIRONMENT: Shape = {
  known: ['environmentRef', 'infrastructureDefinitions'],
  refused: {
    deployToAll: ONE_EACH,
    environmentInputs: BIND,
    serviceOverrideInputs: BIND,
    servicesOverrides: 'Put the values into the variables of the service.',
    provisioner: 'Provision before the pipeline runs.',
    useFromStage: 'Name the environment with environmentRef.',
    gitBranch: 'Entities are read from the project folder: leave it out.',
    filters: ONE_EACH,
  },
};

/** Of another deployment type only the steps that are not supported either are named. */
export function readDeployment(place: Place): DeploymentSpec | undefined {
  const type = requiredText(place, 'deploymentType');
  if (type !== '' && type !== 'Elastigroup') {
    const message = `Deployments of type "${type}" are not supported.`;
    const hint = 'Only deploymentType Elastigroup is.';
    reportAt(memberOf(place, 'deploymentType') ?? place, 'unsupported-stage', message, hint);
    nameForeignSteps(memberOf(place, 'execution'));
    return undefined;
  }
  const spec = openMapping(place, SPEC);
  if (spec === undefined) return undefined;
  return { deployment: readReferences(spec), ...readExecution(spec, 'Deployment') };
}

function readReferences(spec: Place): DeploymentReferences {
  const service = opened(spec, 'service', SERVICE);
  const environment = opened(spec, 'environment', ENVIRONMENT);
  return {
    serviceRef: service === undefined ? '' : requiredText(service, 'serviceRef'),
    environmentRef: environment === undefined ? '' : requiredText(environment, 'environmentRef'),
    infrastructureRef: environment === undefined ? '' : readInfrastructureRef(environment),
    position: positionOf(service ?? spec),
  };
}

function readInfrastructureRef(environment: Place): string {
  const definitions = required(environment, 'infrastructureDefinitions');
  if (definitions === undefined) return '';
  const [first, second] = list(environment, 'infrastructureDefinitions');
  if (second !== undefined)
    reportAt(second, 'unsupported-field', 'Only one infrastructure is supported.', ONE_EACH);
  const definition =
    first === undefined
      ? undefined
      : openMapping(first, { known: ['identifier'], refused: { inputs: BIND } });
  if (first === undefined)
    reportAt(definitions, 'missing-field', 'No infrastructure is named here.', ONE_EACH);
  return definition === undefined ? '' : requiredText(definition, 'identifier');
}

function opened(spec: Place, key: string, shape: Shape): Place | undefined {
  const place = required(spec, key);
  return place === undefined ? undefined : openMapping(place, shape);
}
