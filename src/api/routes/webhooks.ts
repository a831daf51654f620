// The routes of webhooks: whom the server tells of runs, and what came of each delivery.
import { z } from 'zod';
import { pageOf, pageQuery } from '../page.ts';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';

/** Harness's notification events. */
export const notificationEvent = z.enum([
  'AllEvents',
  'PipelineStart',
  'PipelineSuccess',
  'PipelineFailed',
  'PipelineEnd',
  'PipelinePaused',
  'StageStart',
  'StageSuccess',
  'StageFailed',
  'StepFailed',
  'WaitingForUserAction',
]);

const webhook = z.object({
  webhook: z.string(),
  url: z.string(),
  events: z.array(notificationEvent),
  createdBy: z.string(),
  createdAt: z.number(),
  isDisabled: z.boolean(),
});

const delivery = z.object({
  delivery: z.string(),
  event: z.string(),
  run: z.string(),
  at: z.number(),
  tries: z.int(),
  status: z.enum(['waiting', 'delivered', 'given-up']),
  /** The HTTP status of the last try, or why there was none. */
  answer: z.string().nullable(),
  nextTryAt: z.number().nullable(),
  body: z.string(),
});

export const webhookRoutes = {
  listWebhooks: {
    summary: 'The webhooks of a project.',
    needs: 'admin',
    answers: z.array(webhook),
  },
  createWebhook: {
    summary:
      'Tells an address of what happens; bodies are signed with the secret (HMAC-SHA-256), which is answered this once.',
    needs: 'admin',
    body: z.strictObject({
      url: z.url().max(2_000),
      events: z.array(notificationEvent).min(1).max(20),
      secret: z.string().min(20).max(200).optional(),
    }),
    answers: webhook.extend({ secret: z.string() }),
    isSecret: true,
    status: 201,
  },
  deleteWebhook: { summary: 'Ends a webhook.', needs: 'admin', answers: z.null(), status: 204 },
  listDeliveries: {
    summary: 'What came of each delivery, newest first.',
    needs: 'admin',
    query: pageQuery,
    answers: pageOf(delivery),
  },
  redeliver: {
    summary: 'Sends a delivery once more.',
    needs: 'admin',
    answers: delivery,
    status: 202,
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
