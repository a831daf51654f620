// `notificationRules:` of a pipeline: at which events whom to tell how.

import { isJsonObject } from '../lib/json.ts';
import {
  choice,
  list,
  openMapping,
  optional,
  required,
  requiredList,
  requiredText,
} from './fields.ts';
import type { NotificationEvent, NotificationRule } from './pipeline.ts';
import { jsonOf, type Place, positionOf, scalarOf } from './place.ts';
import {
  NOTIFICATION_EVENTS,
  NOTIFICATION_METHOD,
  NOTIFICATION_METHODS,
  NOTIFICATION_RULE,
  PIPELINE_EVENT,
} from './shapes/notification-rule.ts';
import { warnWithoutEffect } from './without-effect.ts';

export function readNotificationRules(pipeline: Place): readonly NotificationRule[] {
  warnWithoutEffect(pipeline, { notificationRules: 'nothing is sent' });
  return list(pipeline, 'notificationRules').flatMap((element) => readRule(element) ?? []);
}

function readRule(element: Place): NotificationRule | undefined {
  const rule = openMapping(element, NOTIFICATION_RULE);
  if (rule === undefined) return undefined;
  const enabled = optional(rule, 'enabled');
  return {
    name: requiredText(rule, 'name'),
    isEnabled: enabled === undefined || scalarOf(enabled.node) !== false,
    events: requiredList(rule, 'pipelineEvents').flatMap((event) => readEvent(event) ?? []),
    method: readMethod(rule),
    position: positionOf(rule),
  };
}

function readEvent(element: Place): NotificationEvent | undefined {
  const event = openMapping(element, PIPELINE_EVENT);
  const type = event && required(event, 'type');
  const known = type && choice(type, NOTIFICATION_EVENTS);
  if (event === undefined || known === undefined) return undefined;
  return { type: known, stages: named(event, 'forStages'), steps: named(event, 'forSteps') };
}

function named(event: Place, key: 'forStages' | 'forSteps'): readonly string[] {
  const names = list(event, key).map((each) => String(scalarOf(each.node)));
  return names.some((name) => ['AllStages', 'AllSteps'].includes(name)) ? [] : names;
}

function readMethod(rule: Place): NotificationRule['method'] {
  const place = required(rule, 'notificationMethod');
  const method = place && openMapping(place, NOTIFICATION_METHOD);
  const type = method && required(method, 'type');
  const spec = method && jsonOf(optional(method, 'spec')?.node);
  const known = type === undefined ? undefined : choice(type, NOTIFICATION_METHODS);
  return { type: known ?? '', spec: spec !== undefined && isJsonObject(spec) ? spec : {} };
}
