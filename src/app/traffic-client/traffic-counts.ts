// What became of the requests of a traffic client, in total and per host.

export interface TrafficCounts {
  readonly sent: number;
  /** Answered with 200 and a version. */
  readonly answered: number;
  /** The sum of the next three. */
  readonly failed: number;
  /** The connection broke or no whole answer came in time. */
  readonly unanswered: number;
  readonly serverErrors: number;
  /** Any other status, or no version in the answer. */
  readonly wrongAnswers: number;
  /** Good answers by version. */
  readonly versions: Readonly<Record<string, number>>;
}

/** Of one moment: `sent` less `answered` less `failed` is under way. */
export interface TrafficReport extends TrafficCounts {
  readonly hosts: Readonly<Record<string, TrafficCounts>>;
}

export type RequestOutcome =
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'status'; readonly status: number; readonly version: string | undefined };

export const noTraffic: TrafficCounts = {
  sent: 0,
  answered: 0,
  failed: 0,
  unanswered: 0,
  serverErrors: 0,
  wrongAnswers: 0,
  versions: {},
};

export function withSent(counts: TrafficCounts): TrafficCounts {
  return { ...counts, sent: counts.sent + 1 };
}

export function withOutcome(counts: TrafficCounts, outcome: RequestOutcome): TrafficCounts {
  const failed = counts.failed + 1;
  if (outcome.kind === 'unanswered') {
    return { ...counts, failed, unanswered: counts.unanswered + 1 };
  }
  const { status, version } = outcome;
  if (status >= 500) return { ...counts, failed, serverErrors: counts.serverErrors + 1 };
  if (status !== 200 || version === undefined) {
    return { ...counts, failed, wrongAnswers: counts.wrongAnswers + 1 };
  }
  const versions = { ...counts.versions, [version]: (counts.versions[version] ?? 0) + 1 };
  return { ...counts, answered: counts.answered + 1, versions };
}

export function reportOf(hosts: Readonly<Record<string, TrafficCounts>>): TrafficReport {
  return { ...Object.values(hosts).reduce(sumOf, noTraffic), hosts };
}

function sumOf(one: TrafficCounts, other: TrafficCounts): TrafficCounts {
  const versions = { ...one.versions };
  for (const [version, count] of Object.entries(other.versions)) {
    versions[version] = (versions[version] ?? 0) + count;
  }
  return {
    sent: one.sent + other.sent,
    answered: one.answered + other.answered,
    failed: one.failed + other.failed,
    unanswered: one.unanswered + other.unanswered,
    serverErrors: one.serverErrors + other.serverErrors,
    wrongAnswers: one.wrongAnswers + other.wrongAnswers,
    versions,
  };
}
