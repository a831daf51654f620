// How much of a full share a target in slow start gets.
import type { TargetView } from './routing-view.ts';

/** From 0 to 1, growing evenly with the time `at` on the twin's clock; 1 outside slow start. */
export function slowStartShare({ slowStart }: TargetView, at: number): number {
  if (slowStart === undefined || at >= slowStart.endsAt) return 1;
  const { beginsAt, endsAt } = slowStart;
  return Math.max(0, (at - beginsAt) / (endsAt - beginsAt));
}

/** `chance` is from 0 to below 1. Undefined when there is no target. */
export function chooseByShare(
  targets: readonly TargetView[],
  chance: number,
  at: number,
): TargetView | undefined {
  const shares = targets.map((target) => slowStartShare(target, at));
  const sum = shares.reduce((total, share) => total + share, 0);
  let left = chance * sum;
  const chosen = targets.find((_, index) => {
    left -= shares[index] ?? 0;
    return left < 0;
  });
  return chosen ?? targets.at(-1);
}
