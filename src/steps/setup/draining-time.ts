// The draining time-out of a group against the time in which its target groups let go of a target.

import type { LoadBalancers, TargetGroupAttributes } from '../../cloud/load-balancer.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Setup } from '../../traffic/facts.ts';
import type { Pace } from '../common/pace.ts';
import { withRetries } from '../common/with-retries.ts';
import { drainingSeconds } from './group-document.ts';
import { groupOf } from './refuse-document.ts';

export async function longestDelayMs(
  pace: Pace,
  loadBalancers: LoadBalancers,
  targetGroupArns: readonly string[],
): Promise<number> {
  const attributes = await attributesOf(pace, loadBalancers, targetGroupArns);
  return Math.max(0, ...attributes.map(({ deregistrationDelayMs }) => deregistrationDelayMs));
}

/** In the order asked for. */
export function attributesOf(
  pace: Pace,
  loadBalancers: LoadBalancers,
  targetGroupArns: readonly string[],
): Promise<readonly TargetGroupAttributes[]> {
  return Promise.all(
    targetGroupArns.map((arn) => withRetries(pace, () => loadBalancers.targetGroupAttributes(arn))),
  );
}

export interface Drains {
  readonly document: JsonObject;
  readonly setup: Setup;
  readonly greenDelayMs: number;
  readonly blueDelayMs: number;
}

/** One sentence per group. Green's document gets the longer time; blue's is not ours to change. */
export function shortDrains(drains: Drains): readonly string[] {
  const { setup, document, greenDelayMs, blueDelayMs } = drains;
  const said: string[] = [];
  const given = drainingSeconds(groupOf(document));
  if (given * 1_000 < greenDelayMs) {
    const seconds = Math.ceil(greenDelayMs / 1_000);
    said.push(
      `the document lets instances drain for ${given} s, but their target group lets go of a target only after ${seconds} s, so Spot would end instances that still answer: the new group gets ${seconds} s`,
    );
  }
  if (setup.blue === null) return said;
  const blue = drainingSeconds(setup.blue.document);
  if (blue * 1_000 >= blueDelayMs) return said;
  said.push(
    `${setup.blue.name} (${setup.blue.id}) lets instances drain for ${blue} s, but their target group lets go of a target only after ${Math.ceil(blueDelayMs / 1_000)} s: requests that last longer are cut off when it is scaled down. Raise strategy.drainingTimeout of that group in Spot`,
  );
  return said;
}
