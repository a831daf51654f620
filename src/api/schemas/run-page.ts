// Everything that the page of a run shows, as one value: made by the server from plan and journal, pushed whole when it changes.
import { z } from 'zod';
import { chartSchema, timesSchema } from './run-time.ts';
import { choiceSchema, gateSchema, waitSchema } from './run-waits.ts';

export const shareSchema = z.object({
  /** Of prod's traffic for green, as AWS has it. */
  percent: z.number(),
  isProven: z.boolean(),
  observed: z.number().nullable(),
});

const rungFactSchema = z.object({
  state: z.enum(['writing', 'settling', 'proven', 'failed']),
  /** Percent for green: what was asked, what AWS says, what was seen in traffic. */
  set: z.number(),
  reported: z.number().nullable(),
  observed: z.number().nullable(),
  requests: z.number().nullable(),
  proof: z.enum(['zero', 'share', 'probe', 'settled']).nullable(),
  reason: z.string().nullable(),
  writtenAt: z.number().nullable(),
  provedAt: z.number().nullable(),
});

export const rungSchema = z.object({
  /** `<lane>-<weight>`, such as `prod-50`. */
  rung: z.string(),
  weight: z.number(),
  state: z.enum([
    'to come',
    'gate open',
    'choice open',
    'writing',
    'settling',
    'proven',
    'failed',
    'skipped',
    'back',
  ]),
  gate: z.object({
    needed: z.int(),
    given: z.int(),
    state: z.enum(['none', 'to come', 'open', 'passed', 'rejected', 'expired', 'skipped']),
  }),
  rows: z.array(z.object({ label: z.string(), path: z.string(), rung: rungFactSchema.nullable() })),
});

export const laneSchema = z.object({
  lane: z.enum(['prod', 'stage']),
  stage: z.string().nullable(),
  rules: z.array(z.string()),
  beforeAt: z.number().nullable(),
  rungs: z.array(rungSchema),
});

const leftoverSchema = z.object({
  what: z.string(),
  why: z.string(),
  commands: z.array(z.string()),
});

export const runPageSchema = z.object({
  project: z.string(),
  run: z.string(),
  pipeline: z.string(),
  /** The run that it rolls back or cleans up after, or tries again. */
  follows: z.object({ kind: z.enum(['rollback', 'cleanup', 'retry']), run: z.string() }).nullable(),
  world: z.enum(['twin', 'aws']),
  /** Of AWS: account and region, in words; of the twin its address. */
  worldText: z.string(),
  startedBy: z.string(),
  planHash: z.string(),
  /** How many events the journal holds: the page is true as of the last of them. */
  length: z.int(),
  /** All times are milliseconds on the run's clock, which goes `speed` times as fast as the wall. */
  startedAt: z.number(),
  now: z.number(),
  speed: z.number(),
  endedAt: z.number().nullable(),
  status: z.enum([
    'Running',
    'Success',
    'Failed',
    'RolledBack',
    'Dirty',
    'Rejected',
    'Expired',
    'Aborted',
  ]),
  cause: z.string().nullable(),
  /** The first line of the page: the answer; amber asks a person to decide, red to repair. */
  sentence: z.string(),
  tone: z.enum(['plain', 'person', 'repair', 'back']),
  /** Why nothing moves, in one line; null while something does. */
  waiting: z
    .object({
      who: z.enum(['person', 'clock', 'nobody', 'others']),
      says: z.string(),
      since: z.number(),
      until: z.number().nullable(),
    })
    .nullable(),
  driver: z.string().nullable(),
  /** Nobody drives it, and it has not ended. */
  standsStill: z.boolean(),
  isPaused: z.object({ by: z.string(), at: z.number() }).nullable(),
  isRollingBack: z.boolean(),
  isTouched: z.boolean(),
  abort: z.object({ by: z.string(), restore: z.boolean(), isCause: z.boolean() }).nullable(),
  resolved: z
    .object({
      by: z.string(),
      at: z.number(),
      comment: z.string().nullable(),
      stillThere: z.array(z.string()),
    })
    .nullable(),
  share: shareSchema.nullable(),
  shares: z.array(z.object({ stage: z.string(), share: shareSchema })),
  lanes: z.array(laneSchema),
  gates: z.array(gateSchema),
  choices: z.array(choiceSchema),
  waits: z.array(waitSchema),
  running: z.array(
    z.object({
      path: z.string(),
      name: z.string(),
      type: z.string(),
      startedAt: z.number(),
      deadlineAt: z.number(),
    }),
  ),
  bake: z
    .object({
      state: z.enum(['watching', 'passed', 'failed']),
      untilAt: z.number(),
      reason: z.string().nullable(),
    })
    .nullable(),
  adopted: z.array(z.string()),
  restored: z.array(
    z.object({
      label: z.string(),
      ruleArn: z.string(),
      outcome: z.enum(['restored', 'untouched', 'left']),
      beforeHash: z.string(),
      afterHash: z.string(),
      writtenAt: z.number().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  leftovers: z.array(leftoverSchema),
  holds: z.array(z.string()),
  notices: z.array(z.string()),
  failure: z.object({ path: z.string(), name: z.string(), message: z.string() }).nullable(),
  times: timesSchema,
  chart: chartSchema,
});

export type RunPage = z.infer<typeof runPageSchema>;
export type LaneOnPage = z.infer<typeof laneSchema>;
export type RungOnPage = z.infer<typeof rungSchema>;
export type ShareOnPage = z.infer<typeof shareSchema>;
