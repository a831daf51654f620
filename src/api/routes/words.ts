// The routes by which a person's word reaches a run: each is judged and journalled, or refused with what is true now.
import { z } from 'zod';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';

const comment = z.string().max(2_000).optional();
const path = z.string().min(1).max(1_000);

/** `says` is one sentence for people: what is recorded, and what follows. */
const counted = z.object({ status: z.literal('accepted'), by: z.string(), says: z.string() });
const started = z.object({
  run: z.string().nullable(),
  queuedBehind: z.array(z.string()),
  says: z.string(),
});

export const wordRoutes = {
  decideGate: {
    summary:
      'Approves or rejects at an open gate; counts for the rung and plan that were looked at, once per person.',
    needs: 'approver',
    body: z.strictObject({
      decision: z.enum(['approve', 'reject']),
      gate: path,
      attempt: z.int().min(1).optional(),
      rung: z.string().max(100).optional(),
      planHash: z.string().max(64).optional(),
      comment,
      inputs: z.record(z.string(), z.string()).default({}),
    }),
    answers: counted,
  },
  makeChoice: {
    summary: 'Answers what a step asks.',
    needs: 'operator',
    body: z.strictObject({ path, option: z.string().max(100), comment }),
    answers: counted,
  },
  intervene: {
    summary: 'Says what follows of a step that broke and waits for a word.',
    needs: 'operator',
    body: z.strictObject({ path, action: z.string().max(100), comment }),
    answers: counted,
  },
  markAsFailed: {
    summary: 'What runs shall fail now, and its failure strategies act.',
    needs: 'operator',
    body: z.strictObject({ path: path.optional(), comment }),
    answers: counted,
  },
  giveInputs: {
    summary: 'Gives the inputs that a step asks for while it runs.',
    needs: 'operator',
    body: z.strictObject({ path, inputs: z.record(z.string(), z.json()) }),
    answers: counted,
  },
  pauseRun: {
    summary:
      'No further step begins until the run is let go on; what runs ends first, and a way back is not held.',
    needs: 'operator',
    body: z.strictObject({ comment }),
    answers: counted,
  },
  unpauseRun: {
    summary: 'Lets a paused run go on.',
    needs: 'operator',
    body: z.strictObject({ comment }),
    answers: counted,
  },
  abortRun: {
    summary: 'Ends a run early: with everything put back, or left as it stands.',
    needs: 'operator',
    body: z.strictObject({ restore: z.boolean(), comment }),
    answers: counted,
  },
  rollBack: {
    summary:
      'Puts everything back: ends a run that goes on, or starts the rollback of one that has succeeded.',
    needs: 'operator',
    body: z.strictObject({
      comment,
      /** After success: a blue that has shrunk is scaled up first. */
      scaleUp: z.boolean().default(false),
    }),
    answers: started,
  },
  cleanUp: {
    summary: 'Ends the time in which blue of a run is kept warm.',
    needs: 'operator',
    body: z.strictObject({ comment }),
    answers: started,
  },
  resolveRun: {
    summary: 'Says that what a Dirty run left over is dealt with, and frees its locks.',
    needs: 'operator',
    body: z.strictObject({ comment, evenIfStillThere: z.boolean().default(false) }),
    answers: counted,
  },
  retryRun: {
    summary: 'Tries a run that failed again from a stage or a step, as a run of its own.',
    needs: 'operator',
    body: z.strictObject({ from: z.string().max(1_000).optional() }),
    answers: started,
  },
  resumeRun: {
    summary: 'Goes on with a run that nobody drives.',
    needs: 'operator',
    body: z.strictObject({}),
    answers: counted,
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;
