// Where the time of a run went, and how green's share moved over it.
import { z } from 'zod';

const kind = z.enum(['machine', 'human', 'bake']);

export const timesSchema = z.object({
  machineMs: z.number(),
  humanMs: z.number(),
  bakeMs: z.number(),
  /** One after the other from the start to the end or now. */
  spans: z.array(z.object({ kind, from: z.number(), to: z.number(), label: z.string() })),
});

export const chartSchema = z.object({
  /** Steps of green's share as it was set: each holds until the next of its series. */
  set: z.array(
    z.object({
      series: z.string(),
      lane: z.enum(['prod', 'stage']),
      at: z.number(),
      percent: z.number(),
    }),
  ),
  /** Bars of what was seen in prod's traffic. */
  observed: z.array(z.object({ from: z.number(), to: z.number(), percent: z.number() })),
  markers: z.array(z.object({ at: z.number(), label: z.string() })),
});
