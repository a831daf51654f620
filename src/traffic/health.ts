// Whether a target group has enough healthy targets, in the load balancer's word and with Spot's veto.

/** A target as the load balancer describes it; `reason` and `description` are absent on a healthy one. */
export interface ObservedTarget {
  readonly targetId: string;
  readonly state: string;
  readonly reason: string | undefined;
  readonly description: string | undefined;
}

export interface HealthVerdict {
  readonly enough: boolean;
  readonly healthy: number;
  /** Targets that are registered and not on their way out. */
  readonly targets: number;
  readonly wanted: number;
  /** Targets that are there and ill, by the load balancer's word or Spot's veto: one that starts may look so too. */
  readonly ill: readonly string[];
  /** For people: how many, and what holds back the others. */
  readonly summary: string;
}

/** `vetoed`: instances that Spot calls UNHEALTHY; they do not count, whatever the load balancer says. */
export function judgeHealth(
  observed: readonly ObservedTarget[],
  wanted: number,
  vetoed: ReadonlySet<string> = new Set(),
): HealthVerdict {
  const present = observed.filter(({ state }) => state !== 'draining');
  const healthy = present.filter(
    ({ state, targetId }) => state === 'healthy' && !vetoed.has(targetId),
  );
  const held = present.find((target) => !healthy.includes(target));
  const numbers = `${healthy.length} of ${wanted} targets are healthy (${present.length} registered)`;
  return {
    enough: healthy.length >= wanted,
    healthy: healthy.length,
    targets: present.length,
    wanted,
    ill: present.filter((target) => isIll(target, vetoed)).map(({ targetId }) => targetId),
    summary: held === undefined ? numbers : `${numbers}; ${whyHeld(held, vetoed)}`,
  };
}

function isIll({ state, targetId }: ObservedTarget, vetoed: ReadonlySet<string>): boolean {
  return state === 'unhealthy' || (state === 'healthy' && vetoed.has(targetId));
}

function whyHeld(target: ObservedTarget, vetoed: ReadonlySet<string>): string {
  if (target.state === 'healthy' && vetoed.has(target.targetId)) {
    return `${target.targetId} is healthy for the load balancer but UNHEALTHY for Spot`;
  }
  const reason = [target.reason, target.description].filter((text) => text !== undefined);
  const why = reason.length === 0 ? '' : ` (${reason.join(': ')})`;
  return `${target.targetId} is ${target.state}${why}`;
}
