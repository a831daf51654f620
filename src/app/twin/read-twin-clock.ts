// The clock of a running twin, asked of the twin itself.
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { createScaledClock } from '../scaled-clock.ts';

const ANSWER_WITHIN_MS = 5_000;
const clockSchema = z.object({
  originAt: z.number(),
  realOriginAt: z.number(),
  speed: z.number().positive(),
});

/** Rejects when nothing at this address answers as a twin does. */
export async function readTwinClock(url: string): Promise<Clock> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(`${url}/_twin/clock`, { signal });
  if (!answer.ok) throw new Error(`${url} is no twin: /_twin/clock answers ${answer.status}`);
  return createScaledClock(clockSchema.parse(await answer.json()));
}
