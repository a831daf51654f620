// The metrics port: what CloudWatch knows of a target group, in whole periods that come late.

/** One period of 60 s. Times are milliseconds since 1970 on the cloud's clock. */
export interface MetricPeriod {
  readonly startAt: number;
  readonly endAt: number;
  readonly value: number;
}

export type TargetGroupMetric =
  | 'RequestCount'
  | 'HTTPCode_Target_5XX_Count'
  | 'TargetResponseTime'
  | 'HealthyHostCount';

export interface MetricQuery {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly metric: TargetGroupMetric;
  readonly statistic: 'Sum' | 'Minimum' | 'p95';
}

/**
 * One account and region. Answers one list per query, oldest period first, only with periods that
 * CloudWatch has: no traffic, nothing to count and "not published yet" all look like a missing
 * period. Throws only `CloudError`. Times of `from` and `to` are cut to whole minutes by the caller.
 */
export interface Metrics {
  read(
    queries: readonly MetricQuery[],
    from: number,
    to: number,
  ): Promise<readonly (readonly MetricPeriod[])[]>;
}
