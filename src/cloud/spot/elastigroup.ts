// Groups, instances and suspensions as Spot answers them, checked and turned into the port's values.
import { z } from 'zod';
import type { JsonObject } from '../../lib/json.ts';
import type {
  Elastigroup,
  GroupLogLine,
  HealthStatus,
  InstanceHealth,
  InstanceType,
  Process,
  Suspension,
} from '../elastigroups.ts';

const group = z.looseObject({
  id: z.string(),
  name: z.string(),
  capacity: z.object({ minimum: z.number(), target: z.number(), maximum: z.number() }),
  createdAt: z.string().nullish(),
});

/** Undefined when the item is no group; the caller decides what that means. */
export function readElastigroup(item: unknown): Elastigroup | undefined {
  const parsed = group.safeParse(item);
  if (!parsed.success) return undefined;
  const { id, name, capacity, createdAt } = parsed.data;
  return { id, name, capacity, createdAt: createdAt ?? '', document: item as JsonObject };
}

const HEALTH: readonly HealthStatus[] = ['HEALTHY', 'UNHEALTHY', 'INSUFFICIENT_DATA', 'UNKNOWN'];

const instance = z.object({
  /** Absent while the spot request is not fulfilled; the instance counts all the same. */
  instanceId: z.string().nullish(),
  spotRequestId: z.string().nullish(),
  availabilityZone: z.string().nullish(),
  lifeCycle: z.string().nullish(),
  healthStatus: z.string().nullish(),
});

export function readInstanceHealth(item: unknown): InstanceHealth | undefined {
  const parsed = instance.safeParse(item);
  if (!parsed.success) return undefined;
  const { instanceId, spotRequestId, availabilityZone, lifeCycle, healthStatus } = parsed.data;
  return {
    instanceId: instanceId ?? spotRequestId ?? '',
    availabilityZone: availabilityZone ?? '',
    lifeCycle: lifeCycle ?? '',
    healthStatus: HEALTH.find((known) => known === healthStatus) ?? 'UNKNOWN',
  };
}

const typed = z.object({ instanceId: z.string().nullish(), instanceType: z.string().nullish() });

export function readInstanceType(item: unknown): readonly InstanceType[] | undefined {
  const parsed = typed.safeParse(item);
  if (!parsed.success) return undefined;
  const { instanceId, instanceType } = parsed.data;
  return instanceId && instanceType ? [{ instanceId, type: instanceType }] : [];
}

const PROCESSES: readonly Process[] = [
  'AUTO_SCALE',
  'AUTO_HEALING',
  'OUT_OF_STRATEGY',
  'PREVENTIVE_REPLACEMENT',
  'REVERT_PREFERRED',
  'SCHEDULING',
];

const logLine = z.object({ message: z.string(), createdAt: z.string() });

export function readLogLine(item: unknown): GroupLogLine | undefined {
  const parsed = logLine.safeParse(item);
  if (!parsed.success) return undefined;
  const at = Date.parse(parsed.data.createdAt);
  return Number.isNaN(at) ? undefined : { at, message: parsed.data.message };
}

const suspended = z.object({
  processes: z.array(z.string()).nullish(),
  suspensions: z.array(z.object({ name: z.string(), expiresAt: z.string().nullish() })).nullish(),
});

/** A process that we do not know is not one that we suspend or resume: it is left out. */
export function readSuspensions(item: unknown): readonly Suspension[] | undefined {
  const parsed = suspended.safeParse(item);
  if (!parsed.success) return undefined;
  const { processes, suspensions } = parsed.data;
  const listed = suspensions ?? (processes ?? []).map((name) => ({ name, expiresAt: null }));
  return listed.flatMap(({ name, expiresAt }) => {
    const process = PROCESSES.find((known) => known === name);
    return process === undefined ? [] : [{ name: process, expiresAt: expiresAt ?? undefined }];
  });
}
