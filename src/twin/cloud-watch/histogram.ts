// Durations counted in buckets that grow by 2 %, so that a percentile needs no list of them all.

export interface SavedHistogram {
  readonly counts: readonly [number, number][];
  readonly total: number;
  readonly sum: number;
}

export interface Histogram {
  add(durationMs: number): void;
  /** `share` from 0 to 1; undefined when nothing was counted. */
  percentile(share: number): number | undefined;
  mean(): number | undefined;
  save(): SavedHistogram;
}

const GROWTH = Math.log(1.02);

export function createHistogram(first?: SavedHistogram): Histogram {
  const counts = new Map(first?.counts);
  let total = first?.total ?? 0;
  let sum = first?.sum ?? 0;
  return {
    add(durationMs) {
      const bucket = Math.round(Math.log1p(Math.max(0, durationMs)) / GROWTH);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      total += 1;
      sum += durationMs;
    },
    percentile(share) {
      let left = Math.ceil(total * share);
      for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
        left -= count;
        if (left <= 0) return Math.expm1(bucket * GROWTH);
      }
      return undefined;
    },
    mean: () => (total === 0 ? undefined : sum / total),
    save: () => ({ counts: [...counts], total, sum }),
  };
}
