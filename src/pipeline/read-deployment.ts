// `spec:` of a Deployment stage: what is deployed where, and by which steps.

import { list, openMapping, required, requiredText } from './fields.ts';
import { nameForeignSteps } from './name-foreign-steps.ts';
import type { DeploymentReferences, Stage } from './pipeline.ts';
import { memberOf, type Place, positionOf, reportAt } from './place.ts';
import { readExecution } from './read-execution.ts';
import {
  DEPLOYMENT_SPEC,
  ENVIRONMENT_REFERENCE,
  INFRASTRUCTURE_REFERENCE,
  SERVICE_REFERENCE,
} from './shapes/deployment.ts';
import type { Shape } from './shapes/shape.ts';

type DeploymentSpec = Pick<Stage, 'deployment' | 'steps' | 'rollbackSteps'>;

const ONE_EACH = 'Deploy one service to one infrastructure per stage.';
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
  const spec = openMapping(place, DEPLOYMENT_SPEC);
  if (spec === undefined) return undefined;
  return { deployment: readReferences(spec), ...readExecution(spec, 'Deployment') };
}

function readReferences(spec: Place): DeploymentReferences {
  const service = opened(spec, 'service', SERVICE_REFERENCE);
  const environment = opened(spec, 'environment', ENVIRONMENT_REFERENCE);
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
  const definition = first === undefined ? undefined : openMapping(first, INFRASTRUCTURE_REFERENCE);
  if (first === undefined)
    reportAt(definitions, 'missing-field', 'No infrastructure is named here.', ONE_EACH);
  return definition === undefined ? '' : requiredText(definition, 'identifier');
}

function opened(spec: Place, key: string, shape: Shape): Place | undefined {
  const place = required(spec, key);
  return place === undefined ? undefined : openMapping(place, shape);
}
