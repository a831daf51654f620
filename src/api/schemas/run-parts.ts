// The parts of a run's page that are asked for by themselves: lines of the journal, the tree of steps, groups, the way back.
import { z } from 'zod';

/** A line of the journal worth reading; `seq` is its event's place and the id to resume from. */
export const lineSchema = z.object({
  seq: z.int(),
  at: z.number(),
  kind: z.string(),
  text: z.string(),
});

export const stepSchema = z.object({
  path: z.string(),
  /** The path of what it stands in; null of the pipeline. */
  parent: z.string().nullable(),
  depth: z.int(),
  kind: z.string(),
  name: z.string(),
  type: z.string().nullable(),
  status: z.string(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  attempt: z.int().nullable(),
  /** Why it ended as it did, or did not run. */
  says: z.string().nullable(),
});

export const groupSchema = z.object({
  colour: z.enum(['green', 'blue']),
  id: z.string(),
  name: z.string(),
  targetGroup: z.string().nullable(),
  capacity: z.object({ minimum: z.number(), target: z.number(), maximum: z.number() }).nullable(),
  healthy: z.int().nullable(),
  instances: z.array(
    z.object({
      id: z.string(),
      zone: z.string().nullable(),
      type: z.string().nullable(),
      lifeCycle: z.enum(['spot', 'on-demand']).nullable(),
      health: z.string().nullable(),
    }),
  ),
  readAt: z.number(),
});

export const wayBackSchema = z.object({
  /** `abort`: while the run goes on. `rollback`: a run of its own after success. `none`: nothing to put back. */
  kind: z.enum(['abort', 'rollback', 'none']),
  /** Why there is none, or what stands in its way. */
  says: z.string(),
  steps: z.array(z.string()),
  /** Until AWS has all rules back, and until that is proved in traffic: medians of earlier ways back. */
  expectedMs: z.number().nullable(),
  expectedProofMs: z.number().nullable(),
  measuredFrom: z.int(),
  readAt: z.number(),
});

/** What a watcher of a run is told. */
export const runMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('page'), page: z.json() }),
  z.object({ kind: z.literal('lines'), lines: z.array(lineSchema) }),
  /** Of the tree of steps only what has changed; at first all of it. */
  z.object({ kind: z.literal('steps'), steps: z.array(stepSchema) }),
]);

export const runInListSchema = z.object({
  run: z.string(),
  pipeline: z.string(),
  world: z.enum(['twin', 'aws']),
  status: z.string(),
  sentence: z.string(),
  tone: z.enum(['plain', 'person', 'repair', 'back']),
  startedBy: z.string(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /**
   * Its times are of its own clock, which stood at `at` when the wall's was `wallAt` and goes `speed`
   * times as fast; null when its world does not answer.
   */
  clock: z.object({ at: z.number(), wallAt: z.number(), speed: z.number() }).nullable(),
  percent: z.number().nullable(),
  observed: z.number().nullable(),
  rungsDone: z.int(),
  rungs: z.int(),
  waitsFor: z.array(z.string()),
  /** What people are asked now; whether the reader may answer, a page works out from this. */
  asks: z.array(
    z.object({
      kind: z.enum(['gate', 'choice', 'inputs']),
      /** Of a gate: whose word counts, and whose does not. */
      userGroups: z.array(z.string()),
      disallowPipelineExecutor: z.boolean(),
      disallowedUserEmails: z.array(z.string()),
      decidedBy: z.array(z.string()),
    }),
  ),
  isPaused: z.boolean(),
  isRollingBack: z.boolean(),
  /** What a run that goes on is about; absent when it is none of these. */
  phase: z.enum(['setting up', 'shifting', 'baking']).optional(),
  driver: z.string().nullable(),
  standsStill: z.boolean(),
  holds: z.array(z.string()),
});

export type Line = z.infer<typeof lineSchema>;
export type StepInTree = z.infer<typeof stepSchema>;
export type GroupCard = z.infer<typeof groupSchema>;
export type WayBack = z.infer<typeof wayBackSchema>;
export type RunInList = z.infer<typeof runInListSchema>;
