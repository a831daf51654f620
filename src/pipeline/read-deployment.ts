// `spec:` of a Deployment stage: what is deployed where, and by which steps.

import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { list, openMapping, optional, required, requiredText } from './fields.ts';
import { givenStructure } from './given-structure.ts';
import { nameForeignSteps } from './name-foreign-steps.ts';
import type { DeploymentReferences, InputsKind, Stage } from './pipeline.ts';
import { jsonOf, memberOf, type Place, positionOf, reportAt } from './place.ts';
import { readExecution } from './read-execution.ts';
import {
  DEPLOYMENT_SPEC,
  ENVIRONMENT_REFERENCE,
  INFRASTRUCTURE_REFERENCE,
  SERVICE_REFERENCE,
  USE_FROM_STAGE,
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
  const infrastructure = environment && readInfrastructure(environment);
  return {
    serviceRef: readReference(service, 'serviceRef'),
    environmentRef: readReference(environment, 'environmentRef'),
    infrastructureRef:
      infrastructure === undefined ? '' : requiredText(infrastructure, 'identifier'),
    serviceFrom: readStageOf(service),
    environmentFrom: readStageOf(environment),
    inputs: {
      ...readInputs('service', service, 'serviceInputs'),
      ...readInputs('environment', environment, 'environmentInputs'),
      ...readInputs('infrastructure', infrastructure, 'inputs'),
      ...readInputs('override', environment, 'serviceOverrideInputs'),
    },
    position: positionOf(service ?? spec),
  };
}

/** Of the two ways to name an entity exactly one must be taken. */
function readReference(reference: Place | undefined, key: string): string {
  if (reference === undefined) return '';
  const from = optional(reference, 'useFromStage');
  if (from === undefined) return requiredText(reference, key);
  const both = optional(reference, key);
  if (both !== undefined) {
    const message = `An entity is either named by ${key} or taken from a stage, not both.`;
    reportAt(from, 'wrong-value', message, 'Remove one of them.');
  }
  return '';
}

function readStageOf(reference: Place | undefined): string | undefined {
  const from = reference && optional(reference, 'useFromStage');
  const mapping = from && openMapping(from, USE_FROM_STAGE);
  return mapping && requiredText(mapping, 'stage');
}

function readInputs(
  kind: InputsKind,
  reference: Place | undefined,
  key: string,
): Partial<Record<InputsKind, JsonObject>> {
  const given = reference && optional(reference, key);
  const json = jsonOf(given && givenStructure(given).node);
  return isJsonObject(json) ? { [kind]: json } : {};
}

/** An environment from another stage brings its infrastructure, unless another one is named. */
function readInfrastructure(environment: Place): Place | undefined {
  const key = 'infrastructureDefinitions';
  const only = optional(environment, 'infrastructureDefinition');
  if (only !== undefined) {
    const both = optional(environment, key);
    if (both !== undefined)
      reportAt(both, 'wrong-value', 'The infrastructure is named twice.', 'Remove one of them.');
    return openMapping(only, INFRASTRUCTURE_REFERENCE);
  }
  const isTaken = optional(environment, 'useFromStage') !== undefined;
  const definitions = (isTaken ? optional : required)(environment, key);
  if (definitions === undefined) return undefined;
  const [first, second] = list(environment, key);
  if (second !== undefined)
    reportAt(second, 'unsupported-field', 'Only one infrastructure is supported.', ONE_EACH);
  if (first !== undefined) return openMapping(first, INFRASTRUCTURE_REFERENCE);
  reportAt(definitions, 'missing-field', 'No infrastructure is named here.', ONE_EACH);
  return undefined;
}

function opened(spec: Place, key: string, shape: Shape): Place | undefined {
  const place = required(spec, key);
  return place === undefined ? undefined : openMapping(place, shape);
}
