// Slow start: a target that has just become healthy gets a share of requests that grows to a full one.
import type { TargetGroupSpec } from '../world-spec.ts';
import type { Target } from './target.ts';

/**
 * Called when a target's state has changed. It starts slowly only beside a healthy target that does
 * not: a group whose targets all are new gives each its full share at once.
 */
export function settleSlowStart(
  target: Target,
  all: readonly Target[],
  { slowStartMs = 0 }: TargetGroupSpec,
  now: number,
): void {
  delete target.slowStart;
  if (target.state !== 'healthy' || slowStartMs === 0) return;
  const hasWarmOne = all.some(
    (other) =>
      other !== target &&
      other.state === 'healthy' &&
      (other.slowStart === undefined || other.slowStart.endsAt <= now),
  );
  if (hasWarmOne) target.slowStart = { beginsAt: now, endsAt: now + slowStartMs };
}
