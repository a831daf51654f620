// Spot's answer envelope: read tolerantly, so that a new field never breaks a deployment.
import { z } from 'zod';

const spotError = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
});

const envelope = z.object({
  response: z.object({
    items: z.array(z.unknown()).nullish(),
    errors: z.array(spotError).nullish(),
    status: z.object({ message: z.string().nullish() }).nullish(),
    /** The only text of a 429. */
    data: z.unknown().optional(),
  }),
});

/** One entry of `errors`. */
interface SpotErrorEntry {
  readonly code?: string | null | undefined;
  readonly message?: string | null | undefined;
}

export interface Envelope {
  readonly items: readonly unknown[];
  readonly errors: readonly SpotErrorEntry[];
  readonly text: string | undefined;
}

/** Undefined when the text is not an envelope, as from a proxy on the way. */
export function readEnvelope(text: string): Envelope | undefined {
  const parsed = envelope.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { items, errors, status, data } = parsed.data.response;
  return {
    items: items ?? [],
    errors: errors ?? [],
    text: typeof data === 'string' ? data : (status?.message ?? undefined),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
