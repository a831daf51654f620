// Whose turn it is in a target group: in a row, by what is under way, or by chance; who starts slowly gets fewer turns.
import type { TargetGroupView, TargetView } from '../routing-view.ts';
import { slowStartShare } from '../slow-start-share.ts';

/** What one node remembers of a target group. */
export interface TargetTurns {
  next: number;
  /** By target: the part of a turn that one in slow start has saved up. */
  readonly saved: Map<string, number>;
  /** By target: requests that are not answered yet; counted only where the algorithm asks. */
  readonly outstanding: Map<string, number>;
}

export function createTargetTurns(): TargetTurns {
  return { next: 0, saved: new Map(), outstanding: new Map() };
}

/** `chance` is from 0 to below 1, `at` the twin's time. Undefined when the group is empty. */
export function takeTurn(
  turns: TargetTurns,
  { targets, algorithm }: TargetGroupView,
  chance: number,
  at: number,
): TargetView | undefined {
  if (algorithm === 'weighted_random') return targets[Math.floor(chance * targets.length)];
  if (algorithm === 'least_outstanding_requests') return leastBusy(turns, targets);
  for (let tries = 0; tries < MOST_TRIES * targets.length; tries += 1) {
    const target = targets[turns.next % targets.length];
    turns.next = (turns.next + 1) % targets.length;
    if (target !== undefined && isItsTurn(turns, target, at)) return target;
  }
  return targets[turns.next % Math.max(1, targets.length)];
}

export function targetKey({ instanceId, port }: TargetView): string {
  return `${instanceId}:${port}`;
}

/** Enough that even a target at the very beginning of its start is passed over fairly. */
const MOST_TRIES = 4;

function isItsTurn({ saved }: TargetTurns, target: TargetView, at: number): boolean {
  const share = slowStartShare(target, at);
  const key = targetKey(target);
  if (share === 1) {
    if (saved.size > 0) saved.delete(key);
    return true;
  }
  const credit = (saved.get(key) ?? 0) + share;
  saved.set(key, credit >= 1 ? credit - 1 : credit);
  return credit >= 1;
}

/** Among equals in a row, so that idle targets share. */
function leastBusy(turns: TargetTurns, targets: readonly TargetView[]): TargetView | undefined {
  let chosen: TargetView | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < targets.length; step += 1) {
    const target = targets[(turns.next + step) % targets.length];
    if (target === undefined) continue;
    const busy = turns.outstanding.get(targetKey(target)) ?? 0;
    if (busy >= least) continue;
    least = busy;
    chosen = target;
  }
  turns.next = (turns.next + 1) % Math.max(1, targets.length);
  return chosen;
}
