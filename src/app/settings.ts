// The settings file penstock.yaml: per environment, what Harness has no field for.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseDuration } from '../lib/duration.ts';
import { LINT_CODES } from '../pipeline/diagnostic.ts';
import type { LintLevels } from '../pipeline/lint/lint-pipeline.ts';
import { DEFAULT_POLICY, type Policy } from '../traffic/policy.ts';
import { type OutsideSettings, rehearsalSchema, smtpSchema } from './outside/outside-settings.ts';
import { Refusal } from './refusal.ts';

export interface Settings {
  /** The environments that have settings. */
  readonly environments: readonly string[];
  /** What `delegateSelectors` may ask for; undefined: whatever they ask for. */
  readonly runnerLabels: readonly string[] | undefined;
  policy(environment: string): Policy;
  /** The user groups of a person beyond the built-in ones, as the approvals of this environment name them. */
  groupsOf(environment: string, person: string): readonly string[];
  /** The people of a group in an environment; undefined when penstock.yaml does not name the group. */
  peopleOf(environment: string, group: string): readonly string[] | undefined;
  /** How loud the lint rules are that it names. */
  readonly lint: LintLevels;
  readonly outside: OutsideSettings;
}

const duration = z.string().transform((text, context) => {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return durationMs;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration such as 60s or 2h` });
  return z.NEVER;
});

const environmentSchema = z.strictObject({
  settle: duration.optional(),
  lastSettle: duration.optional(),
  bake: duration.optional(),
  minimumRequests: z.int().min(1).optional(),
  maximum5xxShare: z.number().min(0).max(1).optional(),
  healthyPolls: z.int().min(1).max(20).optional(),
  probe: z
    .strictObject({ header: z.string().min(1), requests: z.int().min(20).max(1_000) })
    .optional(),
  testRules: z.array(z.string()).optional(),
  foreignHand: z.enum(['ask', 'goBack']).optional(),
  whileWaiting: z.enum(['tell', 'goBack']).optional(),
  spotMoves: z.enum(['wait', 'goBack']).optional(),
  keepWarm: duration.optional(),
  cleanUp: z.enum(['never', 'whenAsked', 'afterKeepWarm']).optional(),
  userGroups: z.record(z.string(), z.array(z.string())).optional(),
});

const schema = z.strictObject({
  environments: z.record(z.string(), environmentSchema).default({}),
  runnerLabels: z.array(z.string().min(1)).optional(),
  smtp: smtpSchema.optional(),
  rehearsal: rehearsalSchema.optional(),
  lint: z.partialRecord(z.enum(LINT_CODES), z.enum(['off', 'warning', 'error'])).default({}),
});

/** Settings of a project folder; all defaults when it has no penstock.yaml. */
export function readSettings(folder: string): Settings {
  const file = join(folder, 'penstock.yaml');
  const { environments, runnerLabels, smtp, rehearsal, lint } = existsSync(file)
    ? parseSettings(file)
    : NONE;
  return {
    environments: Object.keys(environments),
    runnerLabels,
    lint,
    peopleOf: (environment, group) => environments[environment]?.userGroups?.[group],
    outside: { smtp, answers: rehearsal?.answers ?? [] },
    policy(environment) {
      const given = environments[environment];
      if (given === undefined) return DEFAULT_POLICY;
      return {
        ...DEFAULT_POLICY,
        ...(given.settle === undefined ? {} : { settleMs: given.settle }),
        ...(given.lastSettle === undefined ? {} : { lastSettleMs: given.lastSettle }),
        ...(given.bake === undefined ? {} : { bakeMs: given.bake }),
        minimumRequests: given.minimumRequests ?? DEFAULT_POLICY.minimumRequests,
        maximum5xxShare: given.maximum5xxShare ?? DEFAULT_POLICY.maximum5xxShare,
        healthyPolls: given.healthyPolls ?? DEFAULT_POLICY.healthyPolls,
        probe: given.probe ?? DEFAULT_POLICY.probe,
        testRules: given.testRules ?? DEFAULT_POLICY.testRules,
        foreignHand: given.foreignHand ?? DEFAULT_POLICY.foreignHand,
        whileWaiting: given.whileWaiting ?? DEFAULT_POLICY.whileWaiting,
        spotMoves: given.spotMoves ?? DEFAULT_POLICY.spotMoves,
        keepWarmMs: given.keepWarm ?? DEFAULT_POLICY.keepWarmMs,
        cleanUp: given.cleanUp ?? DEFAULT_POLICY.cleanUp,
      };
    },
    groupsOf(environment, person) {
      const groups = environments[environment]?.userGroups ?? {};
      return Object.keys(groups).filter((group) => groups[group]?.includes(person));
    },
  };
}

const NONE: z.infer<typeof schema> = { environments: {}, lint: {} };

function parseSettings(file: string): z.infer<typeof schema> {
  let text: unknown;
  try {
    text = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new Refusal('invalid', `${file} is not YAML: ${String(cause)}`, { cause });
  }
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Refusal(
    'invalid',
    `${file} cannot be used:\n  ${issues.join('\n  ')}\nNothing was started.`,
  );
}
