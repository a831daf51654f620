// A bell: wakes the one who waits, and remembers a ring that nobody was waiting for.
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, or at once when it rang since the last wait. */
  wait(): Promise<void>;
}

export function createBell(): Bell {
  let hasRung = false;
  let waiting: (() => void) | undefined;
  return {
    ring: () => {
      hasRung = true;
      waiting?.();
    },
    wait: async () => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      }
      hasRung = false;
      waiting = undefined;
    },
  };
}
