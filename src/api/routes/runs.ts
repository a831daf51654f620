// The routes that look at runs and start them.
import { z } from 'zod';
import { pageOf, pageQuery } from '../page.ts';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';
import { runPageSchema } from '../schemas/run-page.ts';
import {
  groupSchema,
  runInListSchema,
  runMessageSchema,
  stepSchema,
  wayBackSchema,
} from '../schemas/run-parts.ts';
import { reviewSchema } from '../schemas/run-waits.ts';

const EVENTS_MAX = 1_000;
const atEvent = z.object({ at: z.coerce.number().int().min(1).optional() });

const projectSchema = z.object({
  project: z.string(),
  name: z.string(),
  role: z.enum(['viewer', 'operator', 'approver', 'admin']),
  running: z.int(),
  /** Runs in which this person may act now. */
  waitingForMe: z.int(),
});

export const startRunBody = z.strictObject({
  /** The file of the pipeline in its project, as `listPipelines` names it. */
  pipeline: z.string().min(1).max(500),
  on: z.enum(['twin', 'aws']),
  twinUrl: z.string().max(200).optional(),
  inputs: z.record(z.string(), z.json()).default({}),
  inputSets: z.array(z.string()).max(20).default([]),
  /** The hash of a plan: it starts only while nothing that matters is different. */
  plan: z.string().max(64).optional(),
  adoptUnmanaged: z.boolean().default(false),
});

export const runRoutes = {
  listProjects: {
    summary: 'The projects that the caller may see.',
    needs: 'person',
    answers: z.array(projectSchema),
  },
  listRuns: {
    summary: 'The runs of a project, newest first, queued ones included.',
    needs: 'viewer',
    query: pageQuery.extend({
      status: z.string().max(20).optional(),
      pipeline: z.string().max(128).optional(),
    }),
    answers: pageOf(runInListSchema),
  },
  startRun: {
    summary: 'Starts a run; it queues when others work on the same rules and groups.',
    needs: 'operator',
    body: startRunBody,
    answers: z.object({
      run: z.string().nullable(),
      queuedBehind: z.array(z.string()),
      says: z.string(),
    }),
    status: 201,
  },
  readRun: {
    summary: 'The page of a run, or as it was when its journal held so many events.',
    needs: 'viewer',
    query: atEvent,
    answers: runPageSchema,
  },
  watchRun: {
    summary:
      'The page of a run, its lines and steps, as they change; resumes after `Last-Event-ID`.',
    needs: 'viewer',
    answers: runMessageSchema,
    isStream: true,
  },
  watchRuns: {
    summary: 'The list of runs as it changes: each message is a run whose line is another now.',
    needs: 'viewer',
    answers: runInListSchema,
    isStream: true,
  },
  readSteps: {
    summary: 'The tree of a run’s steps, or as it was when its journal held so many events.',
    needs: 'viewer',
    query: atEvent,
    answers: z.array(stepSchema),
  },
  readFrozenPlan: { summary: 'The plan that a run follows.', needs: 'viewer', answers: z.json() },
  listEvents: {
    summary: 'The journal of a run, from a place on.',
    needs: 'viewer',
    query: z.object({
      from: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(EVENTS_MAX).default(EVENTS_MAX),
    }),
    answers: z.object({ events: z.array(z.json()), next: z.int().nullable() }),
  },
  followEvents: {
    summary: 'The journal of a run as it grows; resumes after `Last-Event-ID`.',
    needs: 'viewer',
    answers: z.json(),
    isStream: true,
  },
  readGroups: {
    summary: 'Blue and green of a run with their instances, read from the clouds.',
    needs: 'viewer',
    answers: z.array(groupSchema),
  },
  readReview: {
    summary: 'The figures at an open gate, read anew.',
    needs: 'viewer',
    query: z.object({ gate: z.string().max(1_000) }),
    answers: reviewSchema.nullable(),
  },
  readWayBack: {
    summary: 'What rolling back now would do, and how long it takes.',
    needs: 'viewer',
    answers: wayBackSchema,
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
