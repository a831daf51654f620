// No weight onto a target group without enough healthy targets: looked at before and at the end of a rung.

import { targetGroupName } from '../../traffic/arn.ts';
import type { HealthVerdict } from '../../traffic/health.ts';
import { allDone } from '../common/all-done.ts';
import { failure } from '../common/failure.ts';
import { look } from '../common/group-health.ts';
import { keptFresh } from '../common/kept-fresh.ts';
import { pause, pollDelayMs } from '../common/pace.ts';
import type { Shift } from './shift.ts';
import { isSpotsOwn, noteWaiting, watchedWithMoves } from './spot-moves.ts';

/** Long enough for Spot to exchange a single instance's health, far too short to repair a group. */
const PATIENCE_MS = 60_000;

/** Answers a check that may be repeated before each write, and looks again only at what is old. */
export function healthBeforeWeight(
  shift: Shift,
  targetGroupArns: ReadonlySet<string>,
): () => Promise<void> {
  return keptFresh(shift.pace.clock, () =>
    requireHealth(shift, targetGroupArns, 'No weight was moved onto it'),
  );
}

export async function requireHealth(
  shift: Shift,
  targetGroupArns: ReadonlySet<string>,
  traffic: string,
): Promise<void> {
  const until = Math.min(shift.pace.clock.now() + PATIENCE_MS, shift.pace.giveUpAt);
  const looks = [...targetGroupArns].map(async (arn) => {
    const verdict = await lookPatiently(shift, arn, until);
    if (verdict.enough) return;
    throw failure('Verification', {
      what: `The target group ${targetGroupName(arn)} is not healthy enough for traffic`,
      why: verdict.summary,
      todo: "Look at the instances' logs and health check",
      traffic,
    });
  });
  await allDone(looks);
}

/**
 * Patience is for a group that is short of a target. One without any is failed open: the load balancer
 * sends its share to sick and starting instances, so each second of waiting may cost requests. What
 * Spot itself exchanges may take the step's time.
 */
async function lookPatiently(
  shift: Shift,
  targetGroupArn: string,
  until: number,
): Promise<HealthVerdict> {
  const { pace, tools } = shift;
  const watched = watchedWithMoves(shift, targetGroupArn);
  for (let poll = 0; ; poll++) {
    const verdict = await look(pace, watched);
    if (verdict.enough || verdict.healthy === 0) return verdict;
    const isWorthIt = tools.policy.spotMoves === 'wait' && isSpotsOwn(shift, watched, verdict);
    const delayMs = pollDelayMs(poll);
    if (pace.clock.now() + delayMs > (isWorthIt ? pace.giveUpAt : until)) return verdict;
    if (isWorthIt) await noteWaiting(shift, verdict);
    await pause(pace, delayMs);
  }
}
