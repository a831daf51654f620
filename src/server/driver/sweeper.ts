// Repeats a look at everything: soon after something has changed, every second without, and never more than a small part of the time.
export interface Sweeper {
  soon(): void;
  /** Soon, and resolves when a look that began after this call is over. */
  look(): Promise<void>;
  /** Resolves when no look is under way any more; none begins after the signal. */
  stopped(): Promise<void>;
}

const IDLE_MS = 1_000;
const REST_MIN_MS = 25;
/** After a look it rests so many times as long as that took. */
const REST_SHARE = 20;
const REST_MAX_MS = 5_000;

export function createSweeper(
  sweep: () => Promise<void>,
  stop: AbortSignal,
  onError: (error: unknown) => void,
): Sweeper {
  let timer: { readonly at: number; readonly handle: NodeJS.Timeout } | undefined;
  let running: Promise<void> | undefined;
  let restUntil = 0;
  let isWanted = false;
  let waiting: (() => void)[] = [];

  const schedule = (at: number): void => {
    if (stop.aborted || running !== undefined) return;
    if (timer !== undefined && timer.at <= at) return;
    clearTimeout(timer?.handle);
    timer = { at, handle: setTimeout(run, Math.max(0, at - performance.now())) };
  };
  const run = (): void => {
    timer = undefined;
    isWanted = false;
    const startedAt = performance.now();
    const answered = waiting;
    waiting = [];
    running = sweep()
      .catch(onError)
      .finally(() => {
        running = undefined;
        for (const answer of answered) answer();
        const now = performance.now();
        const restMs = Math.min((now - startedAt) * REST_SHARE, REST_MAX_MS);
        restUntil = now + Math.max(REST_MIN_MS, restMs);
        schedule(isWanted ? restUntil : Math.max(now + IDLE_MS, restUntil));
      });
  };
  const soon = (): void => {
    isWanted = true;
    schedule(Math.max(performance.now(), restUntil));
  };
  return {
    soon,
    look() {
      if (stop.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        soon();
      });
    },
    async stopped() {
      clearTimeout(timer?.handle);
      await running;
      for (const answer of waiting) answer();
    },
  };
}
