// Readings of clouds that many lookers share: one call for all of them, kept for some seconds, and the last one while a cloud is silent.
export interface KeptReads<Value> {
  /** Rejects with what `read` rejects with, where no earlier reading may stand in. */
  read(key: string, read: () => Promise<Value>): Promise<Value>;
}

export interface KeepFor {
  readonly freshMs: number;
  /** The oldest ones go. */
  readonly limit: number;
  /** A failure is told even where an earlier reading is there. */
  readonly isStrict?: boolean;
  /** Of the wall. */
  now(): number;
}

interface Kept<Value> {
  readonly asked: number;
  readonly answer: Promise<Value>;
  /** The last reading that came. */
  readonly last: { readonly value: Value } | undefined;
}

/** A silent cloud is asked as seldom as one that answers. */
export function createKeptReads<Value>({
  freshMs,
  limit,
  now,
  isStrict = false,
}: KeepFor): KeptReads<Value> {
  const kept = new Map<string, Kept<Value>>();
  return {
    read(key, read) {
      const known = kept.get(key);
      if (known !== undefined && now() - known.asked < freshMs) return known.answer;
      const last = isStrict ? undefined : known?.last;
      const answer = read().then(
        (value) => {
          const present = kept.get(key);
          if (present?.answer === answer) kept.set(key, { ...present, last: { value } });
          return value;
        },
        (error: unknown) => {
          if (last !== undefined) return last.value;
          throw error;
        },
      );
      kept.delete(key);
      kept.set(key, { asked: now(), answer, last });
      const [oldest] = kept.keys();
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
      return answer;
    },
  };
}
