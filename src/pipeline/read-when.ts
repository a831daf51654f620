// `when:`: after which status, and under which condition, a stage, step group or step runs.

import { choice, openMapping, optional, required } from './fields.ts';
import type { WhenText } from './pipeline.ts';
import { type Place, positionOf } from './place.ts';
import { readConditionText } from './read-condition-text.ts';
import { STAGE_WHEN, STEP_WHEN, WHEN_STATUSES } from './shapes/when.ts';

/** `statusKey` is `pipelineStatus` on a stage and `stageStatus` on a step or step group. */
export function readWhen(
  mapping: Place,
  statusKey: 'pipelineStatus' | 'stageStatus',
): WhenText | undefined {
  const place = optional(mapping, 'when');
  if (place === undefined) return undefined;
  const when = openMapping(place, statusKey === 'pipelineStatus' ? STAGE_WHEN : STEP_WHEN);
  if (when === undefined) return undefined;
  const status = required(when, statusKey);
  return {
    status: (status === undefined ? undefined : choice(status, WHEN_STATUSES)) ?? 'Success',
    condition: readConditionText(when, 'condition'),
    position: positionOf(place),
  };
}
