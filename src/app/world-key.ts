// The name under which locks know a world: equal for two runs exactly when they would meet there.
import { z } from 'zod';
import type { World } from '../execution/event.ts';
import { Refusal } from './refusal.ts';

const ANSWER_WITHIN_MS = 5_000;
const twinSchema = z.object({ startedAt: z.number().optional() });

/**
 * AWS is an account and region with a Spot account, whoever acts there. A twin is its address and its
 * start: what a run held of a twin that is gone blocks nobody at the same address.
 * Throws `Refusal` when the twin does not answer.
 */
export async function worldKey(world: World): Promise<string> {
  if (world.kind === 'aws') {
    const { awsAccountId, region, spotAccountId } = world.identity;
    return ['aws', awsAccountId, region, spotAccountId].join(' ');
  }
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(`${world.url}/_twin/clock`, { signal });
    const { startedAt } = twinSchema.parse(await answer.json());
    return ['twin', world.url, startedAt].join(' ');
  } catch (cause) {
    throw new Refusal(
      'unreachable',
      `The twin at ${world.url} does not answer any more; its traffic ended with it. Start one with "penstock twin up". Nothing was started.`,
      { cause },
    );
  }
}
