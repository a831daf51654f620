// What a call asks of a roll, checked and with Spot's defaults.
import type { JsonObject } from '../../lib/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import { choiceOf, DAY_SECONDS, invalid, needed, wholeNumberOf } from './control-fields.ts';
import { drainingMsOf, type Group, launchSpecificationOf, type RollSettings } from './group.ts';
import { rollDetachment } from './roll-detach.ts';

const HEALTH_CHECK_TYPES = [
  'ELB',
  'ECS_CLUSTER_INSTANCE',
  'TARGET_GROUP',
  'OPSWORKS',
  'NOMAD_NODE',
  'HCS',
  'EC2',
  'NONE',
] as const;

export function rollSettings(group: Group, request: JsonObject): RollSettings {
  const percent = { least: 1, most: 100 };
  const seconds = wholeNumberOf(request, 'drainingTimeout', DAY_SECONDS);
  const drainMs = seconds === undefined ? drainingMsOf(group) : seconds * 1_000;
  const strategy = partOf(request, 'strategy') ?? {};
  const action = choiceOf(strategy, 'action', ['REPLACE_SERVER', 'RESTART_SERVER'] as const);
  const batchSize = wholeNumberOf(request, 'batchSizePercentage', percent);
  const grace = wholeNumberOf(request, 'gracePeriod', DAY_SECONDS);
  const ownType = textOf(launchSpecificationOf(group.document), 'healthCheckType') ?? 'NONE';
  return {
    action: action ?? 'REPLACE_SERVER',
    batchSizePercentage: needed(batchSize, 'batchSizePercentage'),
    gracePeriodMs: needed(grace, 'gracePeriod') * 1_000,
    healthCheckType: choiceOf(request, 'healthCheckType', HEALTH_CHECK_TYPES) ?? ownType,
    drainMs,
    batchMinHealthyPercentage:
      wholeNumberOf(strategy, 'batchMinHealthyPercentage', { most: 100 }) ?? 50,
    onFailure: onFailureOf(strategy, drainMs),
  };
}

function onFailureOf(strategy: JsonObject, drainMs: number): RollSettings['onFailure'] {
  const given = partOf(strategy, 'onFailure');
  if (given === undefined) return undefined;
  return rollDetachment(given, drainMs, 'onFailure.');
}

function partOf(from: JsonObject, field: string): JsonObject | undefined {
  const value = from[field];
  if (value === undefined || value === null) return undefined;
  if (isJsonObject(value)) return value;
  throw invalid(field, 'must be an object');
}
