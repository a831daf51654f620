// The clock port: the only source of time for everything that waits or stamps.

/**
 * `now` gives milliseconds since 1970 and never goes back within one process.
 * `after` calls `wake` once when `delayMs` have passed on this clock (at once, but in a later turn,
 * when it is 0 or less) and returns how to cancel. A scaled clock runs faster than the wall, a
 * virtual one stands still until it is advanced: callers cannot tell.
 */
export interface Clock {
  now(): number;
  after(delayMs: number, wake: () => void): () => void;
}

/** The part of an AbortSignal that waiting needs; layers without Node's types can use it. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Resolves after `delayMs` on the clock; rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, delayMs: number, signal?: CancelSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort);
  });
}
