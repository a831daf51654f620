// What the metrics adapter asks of CloudWatch and makes of its answers.
import { expect, test } from 'vitest';
import {
  type AnsweringServer,
  type GivenAnswer,
  startAnsweringServer,
} from '../../../tests/answering-server.ts';
import { BLUE, clientsOf, GREEN, LOAD_BALANCER } from '../../../tests/aws-answers.ts';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import type { MetricQuery, Metrics } from '../metrics.ts';
import { createAwsMetrics } from './metrics.ts';

const blue: MetricQuery = {
  loadBalancerArn: LOAD_BALANCER,
  targetGroupArn: BLUE,
  metric: 'RequestCount',
  statistic: 'Sum',
};
const green: MetricQuery = { ...blue, targetGroupArn: GREEN };

interface Asked {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly { readonly Id: string; readonly MetricStat: unknown }[];
}

function adapterOf(server: AnsweringServer): Metrics {
  return createAwsMetrics({ client: clientsOf(server.url).cloudWatch });
}

function asked(server: AnsweringServer): readonly Asked[] {
  return server.received.map((request) => JSON.parse(request.body) as Asked);
}

function json(value: unknown): GivenAnswer {
  return {
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(value),
  };
}

test('one call asks for every query, in periods of a minute and the dimensions of its target group', async () => {
  await using server = await startAnsweringServer(() => json({ MetricDataResults: [] }));
  expect(await adapterOf(server).read([blue, green], 60_000, 180_000)).toEqual([[], []]);
  const [call] = asked(server);
  expect([call?.StartTime, call?.EndTime]).toEqual([60, 180]);
  expect(call?.MetricDataQueries.map((query) => query.MetricStat)).toEqual(
    ['targetgroup/shop-blue/73e2d6bc24d8a067', 'targetgroup/shop-green/74e2d6bc24d8a068'].map(
      (group) => ({
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'RequestCount',
          Dimensions: [
            { Name: 'TargetGroup', Value: group },
            { Name: 'LoadBalancer', Value: 'app/shop/50dc6c495c0c9188' },
          ],
        },
        Period: 60,
        Stat: 'Sum',
      }),
    ),
  );
});

test('periods of several pages are joined, oldest first, each to its own query', async () => {
  await using server = await startAnsweringServer(({ body }) => {
    const isSecond = (JSON.parse(body) as Asked).NextToken === 'more';
    return json(
      isSecond
        ? {
            MetricDataResults: [
              { Id: 'm0', Timestamps: [60], Values: [5], StatusCode: 'Complete' },
            ],
          }
        : {
            NextToken: 'more',
            MetricDataResults: [
              { Id: 'm1', Timestamps: [60], Values: [7], StatusCode: 'Complete' },
              { Id: 'm0', Timestamps: [180, 120], Values: [3, 4], StatusCode: 'PartialData' },
            ],
          },
    );
  });
  const [ofBlue, ofGreen] = await adapterOf(server).read([blue, green], 60_000, 240_000);
  expect(ofBlue).toEqual([
    { startAt: 60_000, endAt: 120_000, value: 5 },
    { startAt: 120_000, endAt: 180_000, value: 4 },
    { startAt: 180_000, endAt: 240_000, value: 3 },
  ]);
  expect(ofGreen).toEqual([{ startAt: 60_000, endAt: 120_000, value: 7 }]);
});

test('more queries than one call may carry go in several calls', async () => {
  await using server = await startAnsweringServer(() => json({ MetricDataResults: [] }));
  const queries = Array.from({ length: 501 }, () => blue);
  expect(await adapterOf(server).read(queries, 0, 60_000)).toHaveLength(501);
  expect(asked(server).map((call) => call.MetricDataQueries.length)).toEqual([500, 1]);
});

test.each([
  ['Forbidden', 'denied'],
  ['InternalError', 'unavailable'],
])(
  'a query that CloudWatch answers with %s is %s and never an empty list',
  async (status, kind) => {
    await using server = await startAnsweringServer(() =>
      json({ MetricDataResults: [{ Id: 'm0', StatusCode: status }] }),
    );
    const error = await cloudErrorOf(() => adapterOf(server).read([blue], 0, 60_000));
    expect(error.kind).toBe(kind);
  },
);

test('a throttled read is throttled and not repeated', async () => {
  await using server = await startAnsweringServer(() => ({
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ __type: 'com.amazonaws#Throttling', message: 'Rate exceeded' }),
  }));
  const error = await cloudErrorOf(() => adapterOf(server).read([blue], 0, 60_000));
  expect([error.kind, error.code]).toEqual(['throttled', 'Throttling']);
  expect(server.received).toHaveLength(1);
});

test('an ARN that is none is refused before anything is sent', async () => {
  await using server = await startAnsweringServer(() => 'broken');
  const query = { ...blue, targetGroupArn: 'shop-blue' };
  const error = await cloudErrorOf(() => adapterOf(server).read([query], 0, 60_000));
  expect(error.kind).toBe('invalid');
  expect(server.received).toHaveLength(0);
});
