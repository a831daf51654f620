// The routes of what steps write.
import { z } from 'zod';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';

const LINES_MAX = 5_000;
const which = z.object({
  step: z.string().max(1_000),
  attempt: z.coerce.number().int().min(1).default(1),
});

/** `number` counts from 1 and is what a permalink names. */
const logLineSchema = z.object({ number: z.int(), text: z.string() });

export const logRoutes = {
  listLogs: {
    summary: 'Which steps and attempts of a run have written something.',
    needs: 'viewer',
    answers: z.array(
      z.object({
        step: z.string(),
        name: z.string(),
        attempt: z.int(),
        bytes: z.int(),
      }),
    ),
  },
  readLog: {
    summary: 'Lines of a step’s log, from a line on, or those that contain a text.',
    needs: 'viewer',
    query: which.extend({
      from: z.coerce.number().int().min(1).default(1),
      limit: z.coerce.number().int().min(1).max(LINES_MAX).default(1_000),
      search: z.string().max(200).optional(),
    }),
    answers: z.object({ lines: z.array(logLineSchema), next: z.int().nullable() }),
  },
  followLog: {
    summary: 'A step’s log as it grows; resumes after `Last-Event-ID`, which is a line’s number.',
    needs: 'viewer',
    query: which,
    answers: z.object({ lines: z.array(logLineSchema) }),
    isStream: true,
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
