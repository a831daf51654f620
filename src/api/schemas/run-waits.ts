// What a run waits for: gates with all that an approver must see, choices, and steps that wait without running.
import { z } from 'zod';

const aged = z.object({ value: z.number().nullable(), at: z.number().nullable() });

export const reviewSchema = z.object({
  rung: z.string().nullable(),
  targetGroups: z.array(
    z.object({
      colour: z.enum(['green', 'blue']),
      targetGroupArn: z.string(),
      name: z.string(),
      since: z.number(),
      requests: aged,
      share5xx: aged,
      p95Ms: aged,
      healthyTargets: aged,
      targets: z.number(),
    }),
  ),
  logFolder: z.string(),
});

const gateInputSchema = z.object({
  name: z.string(),
  default: z.string().nullable(),
  allowedValues: z.array(z.string()).nullable(),
  isRequired: z.boolean(),
});

export const gateSchema = z.object({
  path: z.string(),
  attempt: z.int(),
  name: z.string(),
  message: z.string(),
  openedAt: z.number(),
  expiresAt: z.number(),
  needed: z.int(),
  given: z.int(),
  userGroups: z.array(z.string()),
  disallowPipelineExecutor: z.boolean(),
  disallowedUserEmails: z.array(z.string()),
  decisions: z.array(
    z.object({
      by: z.string(),
      decision: z.enum(['approve', 'reject']),
      comment: z.string().nullable(),
      at: z.number(),
    }),
  ),
  inputs: z.array(gateInputSchema),
  review: reviewSchema.nullable(),
  trouble: z.object({ says: z.string(), at: z.number() }).nullable(),
  rung: z.string().nullable(),
});

export const choiceSchema = z.object({
  /** A choice is asked in the middle of a step, an intervention after it broke. */
  kind: z.enum(['choice', 'intervention']),
  path: z.string(),
  name: z.string(),
  question: z.string(),
  differences: z.array(z.object({ what: z.string(), left: z.string(), found: z.string() })),
  options: z.array(z.object({ id: z.string(), label: z.string(), consequence: z.string() })),
  openedAt: z.number(),
  expiresAt: z.number(),
  otherwise: z.string(),
});

export const waitSchema = z.object({
  path: z.string(),
  name: z.string(),
  status: z.string(),
  says: z.string(),
  openedAt: z.number(),
  endsAt: z.number().nullable(),
  deadlineAt: z.number(),
  /** What a person is asked to give, when it waits for inputs. */
  asks: z
    .array(
      z.object({
        name: z.string(),
        default: z.string().nullable(),
        allowedValues: z.array(z.string()).nullable(),
      }),
    )
    .optional(),
});

export type GateOnPage = z.infer<typeof gateSchema>;
export type ChoiceOnPage = z.infer<typeof choiceSchema>;
export type ReviewOnPage = z.infer<typeof reviewSchema>;
