// Looking at a target group together with the Elastigroup behind it, once or until there is enough health.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Elastigroups } from '../../cloud/elastigroups.ts';
import type { LoadBalancers } from '../../cloud/load-balancer.ts';
import { type HealthVerdict, judgeHealth } from '../../traffic/health.ts';
import { isNotFound } from './not-found.ts';
import { type Pace, pause, pollDelayMs } from './pace.ts';
import { withRetries } from './with-retries.ts';

export interface Watched {
  readonly loadBalancers: LoadBalancers;
  readonly targetGroupArn: string;
  readonly wanted: number;
  /** The group whose instances Spot may veto; undefined when none is known. */
  readonly group: WatchedGroup | undefined;
  /** For the way back, which must not wait for Spot: while it does not answer it vetoes nothing. */
  readonly isVetoOptional?: boolean;
}

export interface WatchedGroup {
  readonly elastigroups: Elastigroups;
  readonly id: string;
  /** Told of the instances that a look has seen. */
  readonly onSeen?: (instanceIds: readonly string[]) => Promise<void>;
}

export async function look(pace: Pace, watched: Watched): Promise<HealthVerdict> {
  const [targets, vetoed] = await Promise.all([
    withRetries(pace, () => watched.loadBalancers.targetHealth(watched.targetGroupArn)),
    vetoes(pace, watched),
  ]);
  return judgeHealth(targets, watched.wanted, vetoed);
}

/** Polls until enough was seen `polls` times in a row, or answers the last look at `until`. */
export async function awaitHealth(
  pace: Pace,
  watched: Watched,
  polls: number,
  until: number,
  onLook: (verdict: HealthVerdict) => void = () => undefined,
): Promise<HealthVerdict> {
  let inARow = 0;
  for (let poll = 0; ; poll++) {
    const verdict = await look(pace, watched);
    onLook(verdict);
    inARow = verdict.enough ? inARow + 1 : 0;
    if (inARow >= polls) return verdict;
    const delayMs = pollDelayMs(poll);
    if (pace.clock.now() + delayMs > until) return { ...verdict, enough: false };
    await pause(pace, delayMs);
  }
}

/** UNKNOWN and INSUFFICIENT_DATA do not count against an instance. */
async function vetoes(pace: Pace, watched: Watched): Promise<ReadonlySet<string>> {
  const group = watched.group;
  if (group === undefined) return new Set();
  try {
    const read = () => group.elastigroups.instances(group.id);
    const instances = await (watched.isVetoOptional ? read() : withRetries(pace, read));
    await group.onSeen?.(instances.map(({ instanceId }) => instanceId));
    const unhealthy = instances.filter(({ healthStatus }) => healthStatus === 'UNHEALTHY');
    return new Set(unhealthy.map(({ instanceId }) => instanceId));
  } catch (error) {
    const isSilent = watched.isVetoOptional && error instanceof CloudError;
    if (isSilent || isNotFound(error)) return new Set();
    throw error;
  }
}
