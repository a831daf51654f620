// `when:`: after which status, and under which condition, a stage or step runs.
import { choice, openMapping, optional, required } from './fields.ts';
import type { WhenText } from './pipeline.ts';
import { type Place, positionOf, reportAt, scalarOf } from './place.ts';

const STATUSES = ['Success', 'Failure', 'All'] as const;

/** `statusKey` is `pipelineStatus` on a stage and `stageStatus` on a step or step group. */
export function readWhen(
  mapping: Place,
  statusKey: 'pipelineStatus' | 'stageStatus',
): WhenText | undefined {
  const place = optional(mapping, 'when');
  if (place === undefined) return undefined;
  const when = openMapping(place, { known: [statusKey, 'condition'] });
  if (when === undefined) return undefined;
  const status = required(when, statusKey);
  return {
    status: (status === undefined ? undefined : choice(status, STATUSES)) ?? 'Success',
    condition: readCondition(when),
    position: positionOf(place),
  };
}

function readCondition(when: Place): string | undefined {
  const condition = optional(when, 'condition');
  if (condition === undefined) return undefined;
  const value = scalarOf(condition.node);
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  reportAt(condition, 'wrong-type', 'A condition must be a text.', 'Write an expression.');
  return undefined;
}
