// How long each instance of a group ran: what its costs are counted from.
import { keepNewest } from '../keep-newest.ts';
import type { Group, SpotInstance } from './group.ts';

const MOST = 5_000;

export function beginUsage({ usages }: Group, instance: SpotInstance, now: number): void {
  usages.set(instance.instanceId, { instance, startedAt: now, endedAt: undefined });
  keepNewest(usages, MOST);
}

export function endUsage({ usages }: Group, instance: SpotInstance, now: number): void {
  const usage = usages.get(instance.instanceId);
  if (usage !== undefined) usage.endedAt ??= now;
}
