// What the load balancers count of requests, per target group in whole minutes.
import { keepNewest } from '../keep-newest.ts';
import type { RequestRecord } from '../routing-view.ts';
import { refill, type SavedPart, type Shift } from '../saved-parts.ts';
import { createHistogram, type Histogram, type SavedHistogram } from './histogram.ts';

export const PERIOD_MS = 60_000;

export interface RequestPeriod {
  requests: number;
  status5xx: number;
  readonly durations: Histogram;
}

interface SavedPeriods {
  readonly groups: readonly [string, readonly SavedPeriod[]][];
  readonly totals: readonly [string, { requests: number; status5xx: number }][];
}

interface SavedPeriod extends Omit<RequestPeriod, 'durations'> {
  readonly startAt: number;
  readonly durations: SavedHistogram;
}

export interface RequestPeriods extends SavedPart<SavedPeriods> {
  record(record: RequestRecord): void;
  /** `startAt` is a whole minute. */
  at(targetGroupArn: string, startAt: number): RequestPeriod | undefined;
  /** Since the world began. */
  total(targetGroupArn: string): { readonly requests: number; readonly status5xx: number };
}

/** CloudWatch keeps periods of a minute for 15 days. */
export const MOST_PERIODS: number = 15 * 24 * 60;
/** Deleted ones included: CloudWatch keeps their numbers. */
const MOST_GROUPS = 10_000;

export function createRequestPeriods(now: () => number): RequestPeriods {
  const groups = new Map<string, Map<number, RequestPeriod>>();
  const totals = new Map<string, { requests: number; status5xx: number }>();
  return {
    record(record) {
      const { targetGroupArn: arn, targetStatus, status, durationMs } = record;
      // A request counts when a target was chosen: 503 of the load balancer means there was none.
      if (arn === undefined || (targetStatus === undefined && status === 503)) return;
      const period = periodOf(groups, arn, now());
      const total = totals.get(arn) ?? { requests: 0, status5xx: 0 };
      totals.set(arn, total);
      keepNewest(totals, MOST_GROUPS);
      const is5xx = targetStatus !== undefined && targetStatus >= 500;
      for (const counts of [period, total]) {
        counts.requests += 1;
        if (is5xx) counts.status5xx += 1;
      }
      if (targetStatus !== undefined) period.durations.add(durationMs);
    },
    at: (arn, startAt) => groups.get(arn)?.get(startAt),
    total: (arn) => totals.get(arn) ?? { requests: 0, status5xx: 0 },
    save: () => ({
      groups: [...groups].map(([arn, periods]) => [arn, [...periods].map(savePeriod)]),
      totals: [...totals],
    }),
    load(saved, shift) {
      refill(
        groups,
        saved.groups.map(([arn, periods]) => [
          arn,
          new Map(periods.map((each) => loadPeriod(each, shift))),
        ]),
      );
      refill(totals, saved.totals);
    },
  };
}

function savePeriod([startAt, { requests, status5xx, durations }]: [
  number,
  RequestPeriod,
]): SavedPeriod {
  return { startAt, requests, status5xx, durations: durations.save() };
}

/** Periods are whole minutes wherever they are carried to. */
function loadPeriod(
  { startAt, requests, status5xx, durations }: SavedPeriod,
  shift: Shift,
): [number, RequestPeriod] {
  const period = { requests, status5xx, durations: createHistogram(durations) };
  return [Math.floor(shift(startAt) / PERIOD_MS) * PERIOD_MS, period];
}

function periodOf(
  groups: Map<string, Map<number, RequestPeriod>>,
  arn: string,
  now: number,
): RequestPeriod {
  const periods = groups.get(arn) ?? new Map<number, RequestPeriod>();
  groups.set(arn, periods);
  keepNewest(groups, MOST_GROUPS);
  const startAt = Math.floor(now / PERIOD_MS) * PERIOD_MS;
  const known = periods.get(startAt);
  if (known !== undefined) return known;
  const fresh = { requests: 0, status5xx: 0, durations: createHistogram() };
  periods.set(startAt, fresh);
  keepNewest(periods, MOST_PERIODS);
  return fresh;
}
