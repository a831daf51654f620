// The suite of the metrics port: every adapter must pass it, word for word.
import { describe, expect, test } from 'vitest';
import type { MetricQuery } from '../../src/cloud/metrics.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { cloudErrorOf } from '../cloud-error-of.ts';
import { BLUE, GREEN, LOAD_BALANCER, SPARE } from '../twin-world.ts';
import {
  type CloudSetup,
  loseAnswer,
  openBench,
  START_AT,
  throttle,
} from './clouds/cloud-bench.ts';

const MINUTE_MS = 60_000;
const FIRST = { startAt: START_AT, endAt: START_AT + MINUTE_MS };

function ask(
  metric: MetricQuery['metric'],
  statistic: MetricQuery['statistic'] = 'Sum',
  targetGroupArn: string = BLUE,
): MetricQuery {
  return { loadBalancerArn: LOAD_BALANCER, targetGroupArn, metric, statistic };
}

/** Requests that took 200 ms each, answered by targets of a group. */
function serve(twin: Twin, targetGroupArn: string, requests: number, status = 200): void {
  for (let sent = 0; sent < requests; sent += 1) {
    const record = { targetGroupArn, targetStatus: status, status, durationMs: 200 };
    twin.recordRequest({ loadBalancerArn: LOAD_BALANCER, ...record });
  }
}

export function metricsSuite(name: string, setup: CloudSetup): void {
  describe(`the metrics port over ${name}`, () => {
    test('each query gets its own list, in the order asked, oldest period first', async () => {
      await using bench = await openBench(setup);
      serve(bench.twin, BLUE, 30);
      serve(bench.twin, BLUE, 3, 500);
      await bench.clock.advance(MINUTE_MS);
      serve(bench.twin, BLUE, 10);
      serve(bench.twin, GREEN, 7);
      await bench.clock.advance(5 * MINUTE_MS);
      const second = { startAt: FIRST.endAt, endAt: FIRST.endAt + MINUTE_MS };
      const queries = [
        ask('RequestCount', 'Sum', GREEN),
        ask('RequestCount'),
        ask('HTTPCode_Target_5XX_Count'),
      ];
      const to = START_AT + 2 * MINUTE_MS;
      expect(await bench.metrics.read(queries, START_AT, to)).toEqual([
        [{ ...second, value: 7 }],
        [
          { ...FIRST, value: 33 },
          { ...second, value: 10 },
        ],
        [{ ...FIRST, value: 3 }],
      ]);
    });

    test('only the periods asked for are answered', async () => {
      await using bench = await openBench(setup);
      serve(bench.twin, BLUE, 1);
      await bench.clock.advance(MINUTE_MS);
      serve(bench.twin, BLUE, 2);
      await bench.clock.advance(5 * MINUTE_MS);
      const read = await bench.metrics.read([ask('RequestCount')], FIRST.startAt, FIRST.endAt);
      expect(read).toEqual([[{ ...FIRST, value: 1 }]]);
    });

    test('a period that is not published yet is missing, and comes later', async () => {
      await using bench = await openBench(setup);
      const read = () => bench.metrics.read([ask('RequestCount')], FIRST.startAt, FIRST.endAt);
      serve(bench.twin, BLUE, 5);
      await bench.clock.advance(MINUTE_MS + 1_000);
      expect(await read()).toEqual([[]]);
      await bench.clock.advance(3 * MINUTE_MS);
      expect(await read()).toEqual([[{ ...FIRST, value: 5 }]]);
    });

    test('nothing to count is a missing period, not a zero', async () => {
      await using bench = await openBench(setup);
      await bench.clock.advance(5 * MINUTE_MS);
      const queries = [ask('RequestCount', 'Sum', SPARE), ask('HTTPCode_Target_5XX_Count')];
      expect(await bench.metrics.read(queries, FIRST.startAt, FIRST.endAt)).toEqual([[], []]);
    });

    test('response times are seconds, healthy hosts are the least of the period', async () => {
      await using bench = await openBench(setup);
      serve(bench.twin, BLUE, 50);
      await bench.clock.advance(5 * MINUTE_MS);
      const queries = [ask('TargetResponseTime', 'p95'), ask('HealthyHostCount', 'Minimum')];
      const [time, healthy] = await bench.metrics.read(queries, FIRST.startAt, FIRST.endAt);
      expect(time?.[0]?.value).toBeCloseTo(0.2, 2);
      expect(healthy).toEqual([{ ...FIRST, value: 2 }]);
    });

    test('no queries, no answer', async () => {
      await using bench = await openBench(setup);
      expect(await bench.metrics.read([], FIRST.startAt, FIRST.endAt)).toEqual([]);
    });

    test('a throttled read is throttled, a lost answer is unavailable', async () => {
      await using bench = await openBench(setup);
      const read = () => bench.metrics.read([ask('RequestCount')], FIRST.startAt, FIRST.endAt);
      throttle(bench.twin, 'cloudwatch', 'GetMetricData');
      expect((await cloudErrorOf(read)).kind).toBe('throttled');
      loseAnswer(bench.twin, 'cloudwatch', 'GetMetricData', 'after');
      expect((await cloudErrorOf(read)).kind).toBe('unavailable');
    });

    test('a read of no time is invalid', async () => {
      await using bench = await openBench(setup);
      const error = await cloudErrorOf(() =>
        bench.metrics.read([ask('RequestCount')], START_AT, START_AT),
      );
      expect(error.kind).toBe('invalid');
    });
  });
}
