// One element of `notificationRules:`: at which events whom to tell how.
import { FLAG, IDENTIFIER, listOf, oneOf, ref, TEXT, WORD } from '../schema-words.ts';
import type { Shape } from './shape.ts';

export const NOTIFICATION_EVENTS = [
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

export const NOTIFICATION_METHODS = [
  'Slack',
  'Email',
  'PagerDuty',
  'MsTeams',
  'Webhook',
  'Datadog',
] as const;

export const NOTIFICATION_RULE: Shape = {
  fields: {
    name: WORD,
    identifier: IDENTIFIER,
    enabled: FLAG,
    description: TEXT,
    pipelineEvents: listOf(ref('PipelineEvent'), 1),
    notificationMethod: ref('NotificationMethod'),
  },
  required: ['name', 'pipelineEvents', 'notificationMethod'],
  refused: { template: 'Write the rule out.' },
};

export const PIPELINE_EVENT: Shape = {
  fields: {
    type: oneOf(NOTIFICATION_EVENTS),
    forStages: listOf(TEXT),
    forSteps: listOf(TEXT),
    description: TEXT,
  },
  required: ['type'],
};

export const NOTIFICATION_METHOD: Shape = {
  fields: { type: oneOf(NOTIFICATION_METHODS), spec: { type: 'object' }, description: TEXT },
  required: ['type'],
};
