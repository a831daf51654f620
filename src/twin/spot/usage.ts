// How long each instance of a group ran: what its costs are counted from.
import type { Group, SpotInstance } from './group.ts';

const MOST = 5_000;

export function beginUsage({ usages }: Group, instance: SpotInstance, now: number): void {
  usages.set(instance.instanceId, { instance, startedAt: now, endedAt: undefined });
  const [oldest] = usages.keys();
  if (usages.size > MOST && oldest !== undefined) usages.delete(oldest);
}

export function endUsage({ usages }: Group, instance: SpotInstance, now: number): void {
  const usage = usages.get(instance.instanceId);
  if (usage !== undefined) usage.endedAt ??= now;
}
