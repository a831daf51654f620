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
import { warnWithoutEffect } from './without-effect.ts';

const EVENTS = [
  'AllEvents',
  'PipelineStart',
  'PipelineSuccess',
  'PipelineFailed',
  'PipelineEnd',
  'PipelinePaused',
  'PipelineResumed',
  'StageStart',
  'StageSuccess',
  'StageFailed',
  'StepFailed',
  'TriggerFailed',
  'WaitingForUserAction',
] as const;

const METHODS = ['Slack', 'Email', 'PagerDuty', 'MsTeams', 'Webhook', 'Datadog'] as const;

export function readNotificationRules(pipeline: Place): readonly NotificationRule[] {
  warnWithoutEffect(pipeline, { notificationRules: 'nothing is sent' });
  return list(pipeline, 'notificationRules').flatMap((element) => readRule(element) ?? []);
}

function readRule(element: Place): NotificationRule | undefined {
  const rule = openMapping(element, {
    known: ['name', 'identifier', 'enabled', 'pipelineEvents', 'notificationMethod'],
    refused: { template: 'Write the rule out.' },
  });
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
  const event = openMapping(element, { known: ['type', 'forStages', 'forSteps'] });
  const type = event && required(event, 'type');
  const known = type && choice(type, EVENTS);
  if (event === undefined || known === undefined) return undefined;
  return { type: known, stages: named(event, 'forStages'), steps: named(event, 'forSteps') };
}

function named(event: Place, key: 'forStages' | 'forSteps'): readonly string[] {
  const names = list(event, key).map((each) => String(scalarOf(each.node)));
  return names.some((name) => ['AllStages', 'AllSteps'].includes(name)) ? [] : names;
}

function readMethod(rule: Place): NotificationRule['method'] {
  const place = required(rule, 'notificationMethod');
  const method = place && openMapping(place, { known: ['type', 'spec'] });
  const type = method && required(method, 'type');
  const spec = method && jsonOf(optional(method, 'spec')?.node);
  const known = type === undefined ? undefined : choice(type, METHODS);
  return { type: known ?? '', spec: spec !== undefined && isJsonObject(spec) ? spec : {} };
}
