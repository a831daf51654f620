// A fault from JSON, checked.
import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Fault } from '../fault.ts';

export type ParsedFault =
  | { readonly ok: true; readonly fault: Fault }
  | { readonly ok: false; readonly message: string };

export function parseFault(json: Json | undefined): ParsedFault {
  const parsed = faultSchema.safeParse(json);
  if (parsed.success) return { ok: true, fault: parsed.data };
  const message = parsed.error.issues
    .map((issue) => `${issue.path.map(String).join('.') || 'the fault'}: ${issue.message}`)
    .join('; ');
  return { ok: false, message };
}

const calls = {
  service: z.enum(['elbv2', 'spot', 'cloudwatch', 'sts', 'ec2']),
  operation: z.string().min(1),
  times: z.number().int().positive().default(1),
};
const action = z.custom<JsonObject>((value) => isJsonObject(value as Json), 'must be an object');

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('failing-health'),
    groupId: z.string().optional(),
    targetGroupArn: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('throttle'), ...calls }),
  z.strictObject({
    kind: z.literal('error'),
    ...calls,
    httpStatus: z.number().int().min(400).max(599),
    code: z.string().min(1),
    message: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('answer-lost'), ...calls, when: z.enum(['before', 'after']) }),
  z.strictObject({
    kind: z.literal('rule-edited'),
    ruleArn: z.string().min(1),
    actions: z.array(action).min(1),
  }),
  z
    .strictObject({
      kind: z.literal('interruption'),
      instanceId: z.string().min(1).optional(),
      groupId: z.string().min(1).optional(),
      noticeMs: z.number().int().nonnegative().max(3_600_000).optional(),
    })
    .refine(
      ({ instanceId, groupId }) => (instanceId === undefined) !== (groupId === undefined),
      'needs either instanceId or groupId',
    ),
  z.strictObject({ kind: z.literal('shortage'), groupId: z.string().min(1) }),
]);
