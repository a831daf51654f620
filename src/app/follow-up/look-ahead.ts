// What the reads before a follow-up share: a pace of their own, and a cloud's error as a refusal.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Pace } from '../../steps/common/pace.ts';
import { refusalOf } from '../cloud-refusal.ts';

const GIVE_UP_MS = 60_000;

/** Reads only; throws `Refusal` when a cloud refuses or does not answer. */
export async function lookAhead<Seen>(
  clock: Clock,
  read: (pace: Pace) => Promise<Seen>,
): Promise<Seen> {
  const signal = new AbortController().signal;
  try {
    return await read({ clock, giveUpAt: clock.now() + GIVE_UP_MS, signal });
  } catch (cause) {
    if (cause instanceof CloudError) throw refusalOf(cause, 'The look at the world as it is');
    throw cause;
  }
}
