// No weight onto a target group without enough healthy targets: looked at before and at the end of a rung.

import { targetGroupName } from '../../traffic/arn.ts';
import type { HealthVerdict } from '../../traffic/health.ts';
import { allDone } from '../common/all-done.ts';
import { failure } from '../common/failure.ts';
import { awaitHealth, look, type Watched } from '../common/group-health.ts';
import { type Shift, watchedOf } from './shift.ts';

/** Long enough for Spot to exchange a single instance's health, far too short to repair a group. */
const PATIENCE_MS = 60_000;

/** Health seen this long ago still counts for a write. */
const FRESH_MS = 15_000;

/** Answers a check that may be repeated before each write, and looks again only at what is old. */
export function healthBeforeWeight(
  shift: Shift,
  targetGroupArns: ReadonlySet<string>,
): () => Promise<void> {
  let seenAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (shift.pace.clock.now() - seenAt <= FRESH_MS) return;
    await requireHealth(shift, targetGroupArns, 'No weight was moved onto it');
    seenAt = shift.pace.clock.now();
  };
}

export async function requireHealth(
  shift: Shift,
  targetGroupArns: ReadonlySet<string>,
  traffic: string,
): Promise<void> {
  const until = Math.min(shift.pace.clock.now() + PATIENCE_MS, shift.pace.giveUpAt);
  const looks = [...targetGroupArns].map(async (arn) => {
    const verdict = await lookPatiently(shift, watchedOf(shift, arn), until);
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
 * sends its share to sick and starting instances, so each second of waiting may cost requests.
 */
async function lookPatiently(
  shift: Shift,
  watched: Watched,
  until: number,
): Promise<HealthVerdict> {
  const first = await look(shift.pace, watched);
  if (first.enough || first.healthy === 0) return first;
  return awaitHealth(shift.pace, watched, 1, until);
}
