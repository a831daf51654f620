// A look that counts for a while: asked for again, it is repeated only once it has grown old.
import type { Clock } from '../../lib/clock.ts';

/** What was seen this long ago still counts for a write. */
export const FRESH_MS = 15_000;

/** `seenAt` is when somebody has looked already. Callers side by side share a look. */
export function keptFresh(
  clock: Clock,
  look: () => Promise<void>,
  seenAt: number = Number.NEGATIVE_INFINITY,
): () => Promise<void> {
  let lastAt = seenAt;
  let looking: Promise<void> | undefined;
  const lookOnce = async (): Promise<void> => {
    await look();
    lastAt = clock.now();
  };
  return async () => {
    if (clock.now() - lastAt <= FRESH_MS) return;
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    await looking;
  };
}
