// `stage:` of the types Deployment, Custom and Approval.

import { nearestHint } from '../lib/nearest.ts';
import { openMapping, optional, optionalText, required, requiredText } from './fields.ts';
import { nameForeignSteps } from './name-foreign-steps.ts';
import type { Stage } from './pipeline.ts';
import { memberOf, type Place, reportAt } from './place.ts';
import { readDeployment } from './read-deployment.ts';
import { readExecution } from './read-execution.ts';
import { readFailureStrategies } from './read-failure-strategies.ts';
import { readIdentity } from './read-identity.ts';
import { readSelectors } from './read-selectors.ts';
import { readStrategy } from './read-strategy.ts';
import { readTags } from './read-tags.ts';
import { readVariables } from './read-variables.ts';
import { readWhen } from './read-when.ts';
import { PLAIN_STAGE_SPEC, STAGE, STAGE_TYPES } from './shapes/stage.ts';

const TYPES: readonly string[] = STAGE_TYPES;

export function readStage(place: Place): Stage | undefined {
  const stage = openMapping(place, STAGE);
  if (stage === undefined || optional(stage, 'template') !== undefined) return undefined;
  const type = requiredText(stage, 'type');
  if (!TYPES.includes(type)) {
    if (type !== '') reportType(stage, type);
    const spec = optional(stage, 'spec');
    nameForeignSteps(spec === undefined ? undefined : memberOf(spec, 'execution'));
    return undefined;
  }
  const spec = readSpec(stage, type);
  if (type === 'Deployment') required(stage, 'failureStrategies');
  return {
    kind: 'stage',
    ...readIdentity(stage),
    type,
    tags: readTags(stage),
    delegateSelectors: readSelectors(stage),
    strategy: readStrategy(stage),
    variables: readVariables(stage),
    when: readWhen(stage, 'pipelineStatus'),
    timeout: optionalText(stage, 'timeout'),
    failureStrategies: readFailureStrategies(stage),
    ...spec,
  };
}

type Spec = Pick<Stage, 'deployment' | 'steps' | 'rollbackSteps'>;

function readSpec(stage: Place, type: string): Spec {
  const nothing: Spec = { deployment: undefined, steps: [], rollbackSteps: [] };
  const place = required(stage, 'spec');
  if (place === undefined) return nothing;
  if (type === 'Deployment') return readDeployment(place) ?? nothing;
  const spec = openMapping(place, PLAIN_STAGE_SPEC);
  return spec === undefined ? nothing : { deployment: undefined, ...readExecution(spec, type) };
}

function reportType(stage: Place, type: string): void {
  const message = `Stages of type "${type}" are not supported.`;
  reportAt(
    optional(stage, 'type') ?? stage,
    'unsupported-stage',
    message,
    nearestHint(type, TYPES),
  );
}
