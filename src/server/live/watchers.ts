// Those who wait for something new: woken all at once, each in its own time, until it goes away.
export interface Watchers {
  readonly size: number;
  /** Resolves at the next wake, at once when one came since the watcher last looked, or when it goes away. */
  join(signal: AbortSignal): Watcher;
  wake(): void;
}

export interface Watcher {
  news(): Promise<void>;
  leave(): void;
}

export function createWatchers(onSize: (size: number) => void = () => undefined): Watchers {
  const all = new Set<() => void>();
  return {
    get size() {
      return all.size;
    },
    join(signal) {
      let isRung = false;
      let resolve: (() => void) | undefined;
      const ring = (): void => {
        isRung = true;
        resolve?.();
      };
      all.add(ring);
      signal.addEventListener('abort', ring);
      onSize(all.size);
      return {
        async news() {
          if (!isRung && !signal.aborted) {
            await new Promise<void>((done) => {
              resolve = done;
            });
          }
          isRung = false;
          resolve = undefined;
        },
        leave() {
          signal.removeEventListener('abort', ring);
          if (all.delete(ring)) onSize(all.size);
        },
      };
    },
    wake() {
      for (const ring of all) ring();
    },
  };
}
