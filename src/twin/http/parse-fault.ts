// A fault from JSON, checked: every mistake at once, with the nearest kind and an example.
import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { nearest } from '../../lib/nearest.ts';
import type { Fault } from '../fault.ts';
import { EXAMPLES } from './fault-examples.ts';

export type ParsedFault =
  | { readonly ok: true; readonly fault: Fault }
  | { readonly ok: false; readonly message: string; readonly problems: readonly FaultProblem[] };

/** `path` leads into the JSON as it was given; empty where the fault as a whole is meant. */
export interface FaultProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** What to write instead, as one sentence. */
  readonly hint: string;
}

/** `group`, `targetGroup` and `rule` stand for `groupId`, `targetGroupArn` and `ruleArn`. */
export function parseFault(json: Json | undefined): ParsedFault {
  if (!isJsonObject(json))
    return refused([{ path: [], message: 'must be an object', hint: AN_EXAMPLE }]);
  const kind = json['kind'];
  const schema = typeof kind === 'string' ? SCHEMAS.get(kind) : undefined;
  if (typeof kind !== 'string' || schema === undefined) return refused([unknownKind(kind)]);
  const hint = `Such as ${JSON.stringify(EXAMPLES.get(kind))}.`;
  const twice = Object.entries(LONG_NAMES).filter(([short, long]) => short in json && long in json);
  const parsed = schema.safeParse(withLongNames(json));
  if (parsed.success && twice.length === 0) return { ok: true, fault: parsed.data as Fault };
  const issues = parsed.success ? [] : parsed.error.issues;
  return refused([
    ...twice.map(([short, long]) => ({
      path: [short],
      message: `says the same as ${long}`,
      hint: 'Keep one of the two.',
    })),
    ...issues.flatMap((issue) => problemsOf(issue, json, hint)),
  ]);
}

export const FAULT_KINDS: readonly string[] = [...EXAMPLES.keys()];

const LONG_NAMES: Readonly<Record<string, string>> = {
  group: 'groupId',
  targetGroup: 'targetGroupArn',
  rule: 'ruleArn',
};
const AN_EXAMPLE = `Such as ${JSON.stringify(EXAMPLES.get('throttle'))}.`;

function unknownKind(kind: Json | undefined): FaultProblem {
  const meant = typeof kind === 'string' ? nearest(kind, FAULT_KINDS) : undefined;
  const message =
    kind === undefined ? 'kind is missing' : `${JSON.stringify(kind)} is no kind of fault`;
  const hint =
    meant === undefined
      ? `The kinds are ${FAULT_KINDS.join(', ')}. ${AN_EXAMPLE}`
      : `Did you mean ${meant}? Such as ${JSON.stringify(EXAMPLES.get(meant))}.`;
  return { path: kind === undefined ? [] : ['kind'], message, hint };
}

function withLongNames(json: JsonObject): JsonObject {
  const entries = Object.entries(json).map(([name, value]) => [LONG_NAMES[name] ?? name, value]);
  return Object.fromEntries(entries) as JsonObject;
}

function problemsOf(issue: z.core.$ZodIssue, json: JsonObject, hint: string): FaultProblem[] {
  const [first, ...rest] = issue.path;
  const short = Object.entries(LONG_NAMES).find(
    ([name, long]) => long === first && name in json,
  )?.[0];
  const path = first === undefined ? [] : [short ?? first, ...rest];
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message, hint }];
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: 'is not a field of this fault',
    hint,
  }));
}

/** One hint for all: the first one's. */
function refused(problems: readonly FaultProblem[]): ParsedFault {
  const told = problems.map(({ path, message }) => {
    const place = path.map(String).join('.') || 'the fault';
    return message.startsWith('kind ') || place === 'kind' ? message : `${place}: ${message}`;
  });
  return { ok: false, message: `${told.join('; ')}. ${problems[0]?.hint ?? ''}`.trim(), problems };
}

const calls = {
  service: z.enum(['elbv2', 'spot', 'cloudwatch', 'sts', 'ec2']),
  operation: z.string().min(1),
  times: z.number().int().positive().default(1),
};
const name = z.string().min(1);
const durationMs = z.number().int().nonnegative().max(86_400_000);
const beforeOrAfter = z.enum(['before', 'after']);
const object = z.custom<JsonObject>((value) => isJsonObject(value as Json), 'must be an object');
const metrics = { targetGroupArn: name.optional(), metric: name.optional() };

const exactlyOne =
  (one: string, other: string) =>
  (fault: object): boolean =>
    one in fault !== other in fault;

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>(
  [
    z
      .strictObject({
        kind: z.literal('failing-health'),
        groupId: name.optional(),
        targetGroupArn: name.optional(),
        share: z.number().gt(0).max(1).optional(),
        status: z.number().int().min(100).max(599).optional(),
      })
      .refine(
        (fault) => 'groupId' in fault || 'targetGroupArn' in fault,
        'needs groupId or targetGroupArn',
      ),
    z.strictObject({ kind: z.literal('throttle'), ...calls }),
    z.strictObject({
      kind: z.literal('error'),
      ...calls,
      httpStatus: z.number().int().min(400).max(599),
      code: name,
      message: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal('answer-lost'), ...calls, when: beforeOrAfter }),
    z.strictObject({
      kind: z.literal('slow'),
      ...calls,
      when: beforeOrAfter.default('after'),
      delayMs: durationMs,
    }),
    z.strictObject({ kind: z.literal('hang'), ...calls, when: beforeOrAfter }),
    z
      .strictObject({
        kind: z.literal('stale-read'),
        operation: z.enum(['DescribeRules', 'DescribeListeners', '*']).default('*'),
        times: z.number().int().positive().optional(),
        forMs: durationMs.optional(),
      })
      .refine(exactlyOne('times', 'forMs'), 'needs either times or forMs'),
    z
      .strictObject({
        kind: z.literal('rule-edited'),
        ruleArn: name,
        actions: z.array(object).min(1).optional(),
        weights: z.record(z.string(), z.number().int().min(0).max(999)).optional(),
      })
      .refine(exactlyOne('actions', 'weights'), 'needs either actions or weights'),
    z.strictObject({ kind: z.literal('group-edited'), groupId: name, change: object }),
    z.strictObject({
      kind: z.literal('target-deregistered'),
      targetGroupArn: name,
      instanceId: name.optional(),
    }),
    z
      .strictObject({
        kind: z.literal('interruption'),
        instanceId: name.optional(),
        groupId: name.optional(),
        noticeMs: z.number().int().nonnegative().max(3_600_000).optional(),
      })
      .refine(exactlyOne('instanceId', 'groupId'), 'needs either instanceId or groupId'),
    z.strictObject({
      kind: z.literal('shortage'),
      groupId: name,
      fulfilled: z.number().int().nonnegative().optional(),
    }),
    z.strictObject({ kind: z.literal('slow-boot'), groupId: name, extraMs: durationMs }),
    z.strictObject({
      kind: z.literal('registration-lost'),
      groupId: name,
      lateMs: durationMs.optional(),
    }),
    z.strictObject({ kind: z.literal('metrics-late'), extraMs: durationMs, ...metrics }),
    z.strictObject({ kind: z.literal('metrics-missing'), ...metrics }),
  ].map((schema) => [schema.shape.kind.value, schema]),
);
