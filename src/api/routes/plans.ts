// The routes of what could run: pipelines with their inputs, plans, and the resources that runs work on.
import { z } from 'zod';
import type { RouteDefinition } from '../route-definition.ts';
import type { RouteName } from '../route-paths.ts';
import { startRunBody } from './runs.ts';

const TEXT_MAX = 1_000_000;

const pipelineInputSchema = z.object({
  path: z.string(),
  /** The expression as written, such as `<+input>.default(5)`. */
  written: z.string(),
  type: z.enum(['String', 'Number', 'Secret', 'Boolean', 'Unknown']),
  isRequired: z.boolean(),
  default: z.json().nullable(),
  allowedValues: z.array(z.json()).nullable(),
  isMany: z.boolean(),
  regex: z.string().nullable(),
  description: z.string().nullable(),
});

export const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
  file: z.string().nullable(),
  line: z.int().nullable(),
  column: z.int().nullable(),
});

export const plannedSchema = z.object({
  hash: z.string(),
  /** In words. */
  world: z.string(),
  pipeline: z.string(),
  plannedAt: z.number(),
  heldBy: z.array(z.string()),
  /** What `startRun` takes, beside the hash, to start exactly this; null of a plan that this server did not make. */
  start: startRunBody.omit({ plan: true }).nullable(),
  warnings: z.array(diagnosticSchema),
  /** The outlook: every call in order, diffs, way back; the same value that `penstock plan --json` prints. */
  outlook: z.json(),
  /** Every resolved value and where it came from. */
  values: z.array(
    z.object({
      /** Of the node of the plan. */
      path: z.string(),
      /** Below the node, or else its whole name. */
      field: z.string(),
      written: z.string(),
      /** What is known only during the run stays an expression; a secret is its reference. */
      value: z.json(),
      source: z.string(),
      /** Of the written text, as `file:line:column`. */
      place: z.string().nullable(),
      /** Bound, by default, from an entity or a cloud: what a person looks at first. */
      isFromElsewhere: z.boolean(),
    }),
  ),
});

export const resourceSchema = z.object({
  kind: z.enum(['rule', 'target-group', 'group']),
  id: z.string(),
  name: z.string(),
  region: z.string().nullable(),
  /** In words. */
  world: z.string(),
  /** Of a rule: AWS's weights beside those of the journal. */
  weights: z.array(
    z.object({
      targetGroupArn: z.string(),
      name: z.string(),
      aws: z.number().nullable(),
      journal: z.number().nullable(),
    }),
  ),
  healthy: z.int().nullable(),
  targets: z.int().nullable(),
  /** The run that has it, or whose word stands last. */
  owner: z.string().nullable(),
  lockedBy: z.string().nullable(),
  drift: z.object({ says: z.string(), since: z.number().nullable() }).nullable(),
  /** Why it may or may not be emptied or removed. */
  says: z.string(),
  /** Of a rule: the share of one of its target groups over a day, each until the next. */
  history: z.array(z.object({ at: z.number(), percent: z.number(), run: z.string() })),
  /** The target group whose share the history is. */
  historyOf: z.string().nullable(),
  /** The world's clock at the reading: `history` and `drift` are on it. */
  worldNow: z.number(),
  /** On the wall clock. */
  readAt: z.number(),
});

export const planRoutes = {
  listPipelines: {
    summary: 'The pipelines of a project.',
    needs: 'viewer',
    answers: z.array(
      z.object({ file: z.string(), identifier: z.string(), name: z.string(), problems: z.int() }),
    ),
  },
  readPipelineInputs: {
    summary: 'What a pipeline asks for before it can run; `pipeline` is its file.',
    needs: 'viewer',
    answers: z.object({
      inputs: z.array(pipelineInputSchema),
      inputSets: z.array(z.object({ identifier: z.string(), name: z.string() })),
    }),
  },
  validate: {
    summary:
      'Everything that can be said of a pipeline without a cloud: of a file of the project, or of a text.',
    needs: 'viewer',
    body: z.strictObject({
      pipeline: z.string().max(500).optional(),
      text: z.string().max(TEXT_MAX).optional(),
      isStrict: z.boolean().default(false),
    }),
    answers: z.object({ diagnostics: z.array(diagnosticSchema) }),
  },
  createPlan: {
    summary: 'What a run would do, before it does it; reads the clouds, writes nothing there.',
    needs: 'operator',
    body: startRunBody.omit({ plan: true }),
    answers: plannedSchema,
    status: 201,
  },
  listPlans: {
    summary: 'The plans that people have looked at, newest first.',
    needs: 'viewer',
    answers: z.array(
      z.object({
        hash: z.string(),
        pipeline: z.string(),
        plannedAt: z.number(),
        world: z.string(),
      }),
    ),
  },
  readPlan: {
    summary: 'A plan by its hash or the beginning of it.',
    needs: 'viewer',
    answers: plannedSchema,
  },
  readResources: {
    summary:
      'Every rule, target group and Elastigroup that runs of this project have worked on, as the clouds have them now.',
    needs: 'viewer',
    answers: z.object({ resources: z.array(resourceSchema), says: z.array(z.string()) }),
  },
} as const satisfies Partial<Record<RouteName, RouteDefinition>>;

export type Planned = z.infer<typeof plannedSchema>;
export type Resource = z.infer<typeof resourceSchema>;
