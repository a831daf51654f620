// Metric periods: counts of whole minutes that come late, and the ones that may be judged.

export const PERIOD_MS = 60_000;

/** One whole period of a count. A period without a request does not exist. */
export interface CountedPeriod {
  readonly startAt: number;
  readonly endAt: number;
  readonly value: number;
}

/** When the first whole period begins that lies entirely after the moment. */
export function firstWholePeriodAt(moment: number): number {
  return Math.ceil(moment / PERIOD_MS) * PERIOD_MS;
}

/** The periods that begin at the moment or later, oldest first. */
export function periodsFrom(
  periods: readonly CountedPeriod[],
  moment: number,
): readonly CountedPeriod[] {
  return periods
    .filter(({ startAt }) => startAt >= moment)
    .sort((left, right) => left.startAt - right.startAt);
}

export function valueAt(periods: readonly CountedPeriod[], startAt: number): number | undefined {
  return periods.find((period) => period.startAt === startAt)?.value;
}

export function sumOf(periods: readonly CountedPeriod[]): number {
  return periods.reduce((sum, { value }) => sum + value, 0);
}
