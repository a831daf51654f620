// Metrics that several runs wait for, read with as few GetMetricData as can carry them.
import type { MetricPeriod, MetricQuery, Metrics } from '../metrics.ts';
import { type Ask, gather } from './gather.ts';

export interface MetricsQuestion {
  /** The asker's own client. */
  readonly metrics: Metrics;
  readonly queries: readonly MetricQuery[];
  readonly from: number;
  readonly to: number;
}

type Answer = readonly (readonly MetricPeriod[])[];

/** CloudWatch's limits for one call. */
const QUERIES_PER_CALL = 500;
const VALUES_PER_CALL = 100_800;
const PERIOD_MS = 60_000;

export function gatherMetrics(waitMs: number): Ask<MetricsQuestion, Answer> {
  return gather<MetricsQuestion, Answer>({ waitMs, cut, send });
}

function cut(questions: readonly MetricsQuestion[]): readonly (readonly MetricsQuestion[])[] {
  const lists: MetricsQuestion[][] = [];
  for (const question of questions) {
    const last = lists.at(-1);
    if (last !== undefined && fits([...last, question])) last.push(question);
    else lists.push([question]);
  }
  return lists;
}

/** A span that is none is refused by CloudWatch, and must not hide in a longer one. */
function fits(questions: readonly MetricsQuestion[]): boolean {
  if (questions.some(({ from, to }) => to <= from)) return false;
  const queries = queriesOf(questions).size;
  const { from, to } = spanOf(questions);
  return queries <= QUERIES_PER_CALL && (queries * (to - from)) / PERIOD_MS <= VALUES_PER_CALL;
}

/** All are asked for the whole time that any of them wants, and each gets its own part of it. */
async function send(questions: readonly MetricsQuestion[]): Promise<readonly Answer[]> {
  const newest = questions.at(-1)?.metrics;
  if (newest === undefined) return [];
  const queries = queriesOf(questions);
  const { from, to } = spanOf(questions);
  const periods = await newest.read([...queries.values()], from, to);
  const byKey = new Map([...queries.keys()].map((key, index) => [key, periods[index] ?? []]));
  return questions.map((question) =>
    question.queries.map((query) =>
      (byKey.get(keyOf(query)) ?? []).filter(
        ({ startAt }) => startAt >= question.from && startAt < question.to,
      ),
    ),
  );
}

function queriesOf(questions: readonly MetricsQuestion[]): ReadonlyMap<string, MetricQuery> {
  const all = questions.flatMap(({ queries }) => queries);
  return new Map(all.map((query) => [keyOf(query), query]));
}

function keyOf({ loadBalancerArn, targetGroupArn, metric, statistic }: MetricQuery): string {
  return [loadBalancerArn, targetGroupArn, metric, statistic].join(' ');
}

function spanOf(questions: readonly MetricsQuestion[]): {
  readonly from: number;
  readonly to: number;
} {
  return {
    from: Math.min(...questions.map(({ from }) => from)),
    to: Math.max(...questions.map(({ to }) => to)),
  };
}
