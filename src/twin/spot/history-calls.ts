// A group's history as Spot tells it: events from a day on, log lines of a time window.
import type { JsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import { choiceOf, invalid, needed, timeOf, wholeNumberOf } from './control-fields.ts';
import type { Group } from './group.ts';

export function eventShapes(group: Group, request: JsonObject): readonly JsonObject[] {
  const from = needed(timeOf(request, 'fromDate'), 'fromDate');
  return group.history.events
    .filter(({ at }) => at >= from)
    .map(({ at, eventType, subEvents }) => ({
      groupId: group.id,
      eventType,
      createdAt: new Date(at).toISOString(),
      subEvents,
    }));
}

/** The newest first, as many as the limit allows. */
export function logShapes(group: Group, request: JsonObject): readonly JsonObject[] {
  const from = needed(timeOf(request, 'fromDate'), 'fromDate');
  const to = needed(timeOf(request, 'toDate'), 'toDate');
  if (to < from) throw invalid('toDate', 'must not be before fromDate');
  const severities = ['ALL', 'INFO', 'DEBUG', 'WARN', 'ERROR'] as const;
  const severity = choiceOf(request, 'severity', severities) ?? 'ALL';
  const resourceId = textOf(request, 'resourceId');
  const limit = wholeNumberOf(request, 'limit', { least: 1, most: 1_000 }) ?? 500;
  return group.history.lines
    .filter((line) => line.at >= from && line.at <= to)
    .filter((line) => severity === 'ALL' || line.severity === severity)
    .filter((line) => resourceId === undefined || line.resourceId === resourceId)
    .slice(-limit)
    .reverse()
    .map((line) => ({
      message: line.message,
      severity: line.severity,
      createdAt: new Date(line.at).toISOString(),
    }));
}
