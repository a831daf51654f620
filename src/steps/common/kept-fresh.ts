// A look that counts for a while: asked for again, it is repeated only once it has grown old.
import type { Clock } from '../../lib/clock.ts';

/** What was seen this long ago still counts for a write. */
export const FRESH_MS = 15_000;
/** Where every look takes longer than that, traffic does not wait for ever. */
const LOOKS_MAX = 3;

/** `seenAt` is when somebody has looked already. Callers side by side share a look. */
export function keptFresh(
  clock: Clock,
  look: () => Promise<void>,
  seenAt: number = Number.NEGATIVE_INFINITY,
): () => Promise<void> {
  let lastAt = seenAt;
  let looking: Promise<void> | undefined;
  /** A look is as old as its beginning: what it asked first may be minutes old when its last answer comes. */
  const lookUntilFresh = async (): Promise<void> => {
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      const beganAt = clock.now();
      await look();
      lastAt = beganAt;
      if (clock.now() - beganAt <= FRESH_MS) return;
    }
  };
  return async () => {
    if (clock.now() - lastAt <= FRESH_MS) return;
    looking ??= lookUntilFresh().finally(() => {
      looking = undefined;
    });
    await looking;
  };
}
