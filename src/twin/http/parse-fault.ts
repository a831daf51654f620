// A fault from JSON, checked: every mistake at once, with the nearest kind and an example.
import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { nearest, nearestHint } from '../../lib/nearest.ts';
import type { Fault } from '../fault.ts';
import { OPERATIONS } from '../operations.ts';
import { EXAMPLES } from './fault-examples.ts';

export type ParsedFault =
  | { readonly ok: true; readonly fault: Fault }
  | {
      readonly ok: false;
      /** All of it in one line, with the example as JSON. */
      readonly message: string;
      readonly problems: readonly FaultProblem[];
      /** Which kind was meant, or which there are; empty when the kind is known. */
      readonly advice: string;
      readonly example: JsonObject;
    };

/** `path` leads into the JSON as it was given; empty where the fault as a whole is meant. */
export interface FaultProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** `group`, `targetGroup` and `rule` stand for `groupId`, `targetGroupArn` and `ruleArn`. */
export function parseFault(json: Json | undefined): ParsedFault {
  if (!isJsonObject(json)) return unknownKind([], 'must be an object', undefined);
  const kind = json['kind'];
  if (kind === undefined) return unknownKind([], 'kind is missing', undefined);
  const schema = typeof kind === 'string' ? SCHEMAS.get(kind) : undefined;
  if (typeof kind !== 'string' || schema === undefined) {
    return unknownKind(['kind'], `${JSON.stringify(kind)} is no kind of fault`, String(kind));
  }
  const twice = Object.entries(LONG_NAMES).filter(([short, long]) => short in json && long in json);
  const parsed = schema.safeParse(withLongNames(json));
  const issues = parsed.success ? [] : parsed.error.issues;
  const unknown = parsed.success ? unknownOperation(parsed.data as Fault) : undefined;
  if (parsed.success && twice.length === 0 && unknown === undefined) {
    return { ok: true, fault: parsed.data as Fault };
  }
  const problems = [
    ...twice.map(([short, long]) => ({ path: [short], message: `says the same as ${long}` })),
    ...(unknown === undefined ? [] : [unknown.problem]),
    ...issues.flatMap((issue) => problemsOf(issue, json)),
  ];
  return refused(problems, unknown?.advice ?? '', kind);
}

const KINDS: readonly string[] = [...EXAMPLES.keys()];

const LONG_NAMES: Readonly<Record<string, string>> = {
  group: 'groupId',
  targetGroup: 'targetGroupArn',
  rule: 'ruleArn',
};

function unknownKind(
  path: readonly string[],
  message: string,
  word: string | undefined,
): ParsedFault {
  const meant = word === undefined ? undefined : nearest(word, KINDS);
  const advice =
    meant === undefined ? `The kinds are ${KINDS.join(', ')}.` : `Did you mean ${meant}?`;
  return refused([{ path, message }], advice, meant ?? 'throttle');
}

/** A fault of a call that nobody can make would wait for ever. */
function unknownOperation(
  fault: Fault,
): { readonly problem: FaultProblem; readonly advice: string } | undefined {
  if (!('service' in fault)) return undefined;
  const { service, operation } = fault;
  const known = OPERATIONS[service];
  if (operation === '*' || known.includes(operation)) return undefined;
  const problem = { path: ['operation'], message: `${service} has no "${operation}"` };
  return { problem, advice: nearestHint(operation, known) };
}

function withLongNames(json: JsonObject): JsonObject {
  const entries = Object.entries(json).map(([name, value]) => [LONG_NAMES[name] ?? name, value]);
  return Object.fromEntries(entries) as JsonObject;
}

function problemsOf(issue: z.core.$ZodIssue, json: JsonObject): FaultProblem[] {
  const [first, ...rest] = issue.path;
  const short = Object.entries(LONG_NAMES).find(
    ([name, long]) => long === first && name in json,
  )?.[0];
  const path = first === undefined ? [] : [short ?? first, ...rest];
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: 'is not a field of this fault',
  }));
}

function refused(problems: readonly FaultProblem[], advice: string, kind: string): ParsedFault {
  const told = problems.map(({ path, message }) => {
    if (message.startsWith('kind ') || path[0] === 'kind') return message;
    return `${path.map(String).join('.') || 'the fault'}: ${message}`;
  });
  const example = EXAMPLES.get(kind) ?? {};
  const parts = [`${told.join('; ')}.`, advice, `Such as ${JSON.stringify(example)}.`];
  const message = parts.filter((part) => part !== '').join(' ');
  return { ok: false, message, problems, advice, example };
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
    z.strictObject({
      kind: z.literal('spot-shortage'),
      groupId: name,
      instanceTypes: z.array(name).min(1).optional(),
    }),
    z
      .strictObject({
        kind: z.literal('interruption-foreseen'),
        instanceId: name.optional(),
        groupId: name.optional(),
      })
      .refine(exactlyOne('instanceId', 'groupId'), 'needs either instanceId or groupId'),
    z.strictObject({ kind: z.literal('slow-boot'), groupId: name, extraMs: durationMs }),
    z.strictObject({
      kind: z.literal('registration-lost'),
      groupId: name,
      lateMs: durationMs.optional(),
    }),
    z.strictObject({
      kind: z.literal('clock-jump'),
      byMs: z.number().int().min(-86_400_000).max(86_400_000),
    }),
    z.strictObject({ kind: z.literal('metrics-late'), extraMs: durationMs, ...metrics }),
    z.strictObject({ kind: z.literal('metrics-missing'), ...metrics }),
  ].map((schema) => [schema.shape.kind.value, schema]),
);
