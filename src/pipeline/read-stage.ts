// `stage:` of the types Deployment, Custom and Approval.

import { nearestHint } from '../lib/nearest.ts';
import { openMapping, optional, optionalText, required, requiredText } from './fields.ts';
import type { Stage } from './pipeline.ts';
import { type Place, reportAt } from './place.ts';
import { readDeployment } from './read-deployment.ts';
import { readExecution } from './read-execution.ts';
import { readFailureStrategies } from './read-failure-strategies.ts';
import { readIdentity } from './read-identity.ts';
import { readSelectors } from './read-selectors.ts';
import { readStrategy } from './read-strategy.ts';
import { readTags } from './read-tags.ts';
import { readVariables } from './read-variables.ts';
import { readWhen } from './read-when.ts';
import { warnWithoutEffect } from './without-effect.ts';

const TYPES = ['Deployment', 'Custom', 'Approval'];

export function readStage(place: Place): Stage | undefined {
  const stage = openMapping(place, {
    known: [
      'identifier',
      'name',
      'type',
      'description',
      'tags',
      'spec',
      'variables',
      'when',
      'timeout',
      'failureStrategies',
      'delegateSelectors',
      'strategy',
      'skipInstances',
    ],
    refused: {
      template: 'Write the stage out.',
      runMode: 'Leave it out.',
      enforce: 'Policies are not evaluated: check them before the pipeline runs.',
    },
  });
  if (stage === undefined || optional(stage, 'template') !== undefined) return undefined;
  const type = requiredText(stage, 'type');
  if (!TYPES.includes(type)) {
    if (type !== '') reportType(stage, type);
    return undefined;
  }
  warnWithoutEffect(stage, { skipInstances: 'instances are not listed' });
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
  const spec = openMapping(place, {
    known: ['execution', 'serviceDependencies'],
    refused: { environment: 'Only Deployment stages have an environment: leave it out.' },
  });
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
