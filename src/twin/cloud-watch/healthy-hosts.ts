// How many healthy targets each target group had, and when: a group that no rule names has no number.

import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import { keepNewest } from '../keep-newest.ts';
import { refill, type SavedPart } from '../saved-parts.ts';

export interface HealthyHosts extends SavedPart<readonly [string, readonly Change[]][]> {
  /** The least within the span; undefined when the group was not in use throughout. */
  least(targetGroupArn: string, from: number, to: number): number | undefined;
}

interface Change {
  readonly at: number;
  readonly count?: number | undefined;
}

const MOST_CHANGES = 10_000;
/** Deleted ones included: CloudWatch keeps their numbers. */
const MOST_GROUPS = 10_000;

/** Counts from the moment it is made. */
export function createHealthyHosts(now: () => number, loadBalancing: LoadBalancing): HealthyHosts {
  const history = new Map<string, Change[]>();
  const observe = (only?: string): void => {
    const { targetGroups } = loadBalancing;
    const one = only === undefined ? undefined : targetGroups.get(only);
    for (const group of one === undefined ? targetGroups.values() : [one]) {
      const healthy = group.targets().filter(({ state }) => state === 'healthy').length;
      const count = group.isUsed() ? healthy : undefined;
      const changes = history.get(group.spec.arn) ?? [];
      history.set(group.spec.arn, changes);
      if (changes.length > 0 && changes.at(-1)?.count === count) continue;
      changes.push({ at: now(), count });
      keepNewest(history, MOST_GROUPS);
      if (changes.length > MOST_CHANGES) changes.shift();
    }
  };
  observe();
  loadBalancing.onChange(observe);
  return {
    least(arn, from, to) {
      const changes = history.get(arn) ?? [];
      const before = changes.findLast(({ at }) => at <= from);
      const within = changes.filter(({ at }) => at > from && at < to);
      const counts = [before, ...within].map((change) => change?.count);
      const known = counts.filter((count) => count !== undefined);
      return known.length === counts.length ? Math.min(...known) : undefined;
    },
    save: () => [...history],
    load: (saved, shift) =>
      refill(
        history,
        saved.map(([arn, changes]) => [
          arn,
          changes.map((change) => ({ ...change, at: shift(change.at) })),
        ]),
      ),
  };
}
