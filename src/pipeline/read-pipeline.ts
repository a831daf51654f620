// `pipeline:`: the root of what runs.

import { openMapping, optional, optionalText } from './fields.ts';
import type { Pipeline } from './pipeline.ts';
import type { Place } from './place.ts';
import { readBarriers } from './read-barriers.ts';
import { readIdentity } from './read-identity.ts';
import { readNotificationRules } from './read-notification-rules.ts';
import { readSelectors } from './read-selectors.ts';
import { readStageElements } from './read-stage-elements.ts';
import { readTags } from './read-tags.ts';
import { readVariables } from './read-variables.ts';
import { PIPELINE } from './shapes/pipeline.ts';

export function readPipeline(place: Place): Pipeline | undefined {
  const pipeline = openMapping(place, PIPELINE);
  if (pipeline === undefined || optional(pipeline, 'template') !== undefined) return undefined;
  return {
    ...readIdentity(pipeline),
    projectIdentifier: optionalText(pipeline, 'projectIdentifier'),
    orgIdentifier: optionalText(pipeline, 'orgIdentifier'),
    variables: readVariables(pipeline),
    timeout: optionalText(pipeline, 'timeout'),
    stages: readStageElements(pipeline),
    tags: readTags(pipeline),
    delegateSelectors: readSelectors(pipeline),
    barriers: readBarriers(pipeline),
    notificationRules: readNotificationRules(pipeline),
  };
}
