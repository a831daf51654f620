// Remembers why a run could not be taken up, and when that is worth trying again: later each time.
export interface Backoff {
  refuse(run: string, says: string): void;
  forget(run: string): void;
  isDue(run: string): boolean;
  refusalOf(run: string): Refused | undefined;
  runs(): readonly string[];
}

export interface Refused {
  readonly says: string;
  /** On the wall clock. */
  readonly retryAt: number;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

export function createBackoff(wallNow: () => number): Backoff {
  const refused = new Map<string, Refused & { readonly tries: number }>();
  return {
    refuse(run, says) {
      const tries = (refused.get(run)?.tries ?? 0) + 1;
      const waitMs = Math.min(FIRST_MS * 2 ** (tries - 1), LONGEST_MS);
      refused.set(run, { says, tries, retryAt: wallNow() + waitMs });
    },
    forget: (run) => void refused.delete(run),
    isDue: (run) => (refused.get(run)?.retryAt ?? 0) <= wallNow(),
    refusalOf: (run) => refused.get(run),
    runs: () => [...refused.keys()],
  };
}
