// Reads that several runs share: fewer calls, each its own answer, and nobody hurt by another's mistake.
import { expect, test } from 'vitest';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import { createVirtualClock, type VirtualClock } from '../../../tests/virtual-clock.ts';
import { CloudError } from '../cloud-error.ts';
import type { Clouds } from '../clouds.ts';
import type { LoadBalancers, Rule } from '../load-balancer.ts';
import type { MetricQuery, Metrics } from '../metrics.ts';
import { createSharedReads } from './shared-reads.ts';

const MINUTE_MS = 60_000;
const POLL = { isPoll: true };

interface Bench {
  readonly clouds: Clouds;
  readonly clock: VirtualClock;
  /** The rules of each call, and when it was sent. */
  readonly ruleCalls: { readonly at: number; readonly arns: readonly string[] }[];
  readonly metricCalls: { readonly queries: number; readonly from: number; readonly to: number }[];
  /** The clouds of one more run of the account. */
  run(account?: string): { readonly loadBalancers: LoadBalancers; readonly metrics: Metrics };
}

/** Rules whose ARN begins with `gone` do not exist; `fail` may refuse a whole call. */
function bench(fail: (arns: readonly string[]) => CloudError | undefined = () => undefined): Bench {
  const clock = createVirtualClock(0);
  const shared = createSharedReads();
  const ruleCalls: Bench['ruleCalls'] = [];
  const metricCalls: Bench['metricCalls'] = [];
  const loadBalancers = {
    rulesByArn: async (arns: readonly string[]) => {
      ruleCalls.push({ at: clock.now(), arns });
      const failure = fail(arns);
      if (failure !== undefined) throw failure;
      return arns.map((arn) => ({ arn, priority: `of ${clock.now()}` }) as Rule);
    },
  } as unknown as LoadBalancers;
  const metrics: Metrics = {
    read: async (queries, from, to) => {
      metricCalls.push({ queries: queries.length, from, to });
      return queries.map(() => periods(from, to));
    },
  };
  const clouds = {
    loadBalancers: () => loadBalancers,
    metrics: () => metrics,
  } as unknown as Clouds;
  return {
    clouds,
    clock,
    ruleCalls,
    metricCalls,
    run(account = 'one') {
      const over = shared.over(clouds, () => account, clock);
      return { loadBalancers: over.loadBalancers('aws', 'r'), metrics: over.metrics('aws', 'r') };
    },
  };
}

function periods(from: number, to: number) {
  const count = Math.max(0, Math.ceil((to - from) / MINUTE_MS));
  return Array.from({ length: count }, (_, index) => {
    const startAt = from + index * MINUTE_MS;
    return { startAt, endAt: startAt + MINUTE_MS, value: startAt / MINUTE_MS };
  });
}

function requests(targetGroupArn: string): MetricQuery {
  return { loadBalancerArn: 'lb', targetGroupArn, metric: 'RequestCount', statistic: 'Sum' };
}

const arnsOf = (rules: readonly Rule[]): readonly string[] => rules.map(({ arn }) => arn);

test('polls of several runs leave as one call, and each gets its own rules in its own order', async () => {
  const { clock, ruleCalls, run } = bench();
  const one = run().loadBalancers.rulesByArn(['b', 'a'], POLL);
  await clock.advance(300);
  const other = run().loadBalancers.rulesByArn(['c', 'a'], POLL);
  await clock.advance(300);
  expect(arnsOf(await one)).toEqual(['b', 'a']);
  expect(arnsOf(await other)).toEqual(['c', 'a']);
  expect(ruleCalls).toEqual([{ at: 500, arns: ['b', 'a', 'c'] }]);
});

test('a read that is no poll leaves at once and alone', async () => {
  const { clock, ruleCalls, run } = bench();
  const poll = run().loadBalancers.rulesByArn(['a'], POLL);
  expect(arnsOf(await run().loadBalancers.rulesByArn(['a']))).toEqual(['a']);
  expect(ruleCalls).toEqual([{ at: 0, arns: ['a'] }]);
  await clock.advance(500);
  await poll;
});

test('a poll is never answered from a call that was sent before it was asked', async () => {
  const { clock, run } = bench();
  const first = run().loadBalancers.rulesByArn(['a'], POLL);
  await clock.advance(500);
  const second = run().loadBalancers.rulesByArn(['a'], POLL);
  await clock.advance(500);
  expect([await first, await second].flat().map(({ priority }) => priority)).toEqual([
    'of 500',
    'of 1000',
  ]);
});

test('one call names at most twenty rules', async () => {
  const { clock, ruleCalls, run } = bench();
  const polls = Array.from({ length: 30 }, (_, index) =>
    run().loadBalancers.rulesByArn([`a${index}`, 'shared'], POLL),
  );
  await clock.advance(500);
  for (const [index, rules] of (await Promise.all(polls)).entries()) {
    expect(arnsOf(rules)).toEqual([`a${index}`, 'shared']);
  }
  expect(ruleCalls.map(({ arns }) => arns.length)).toEqual([20, 12]);
});

test('a rule that is gone hurts only the run that asks for it', async () => {
  const gone = new CloudError('not-found', 'RuleNotFound', 'no such rule');
  const { clock, ruleCalls, run } = bench((arns) => (arns.includes('gone') ? gone : undefined));
  const well = run().loadBalancers.rulesByArn(['a'], POLL);
  const ill = cloudErrorOf(() => run().loadBalancers.rulesByArn(['gone'], POLL));
  await clock.advance(500);
  expect(arnsOf(await well)).toEqual(['a']);
  expect((await ill).kind).toBe('not-found');
  expect(ruleCalls.map(({ arns }) => arns)).toEqual([['a', 'gone'], ['a'], ['gone']]);
});

test('a throttled call is throttled for all, and no call more is made', async () => {
  const throttled = new CloudError('throttled', 'Throttling', 'Rate exceeded');
  const { clock, ruleCalls, run } = bench(() => throttled);
  const asked = ['a', 'b'].map((arn) =>
    cloudErrorOf(() => run().loadBalancers.rulesByArn([arn], POLL)),
  );
  await clock.advance(500);
  expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(['throttled', 'throttled']);
  expect(ruleCalls).toHaveLength(1);
});

test('a client is made once and kept, as those of the clouds under it', () => {
  const { clouds } = bench();
  const over = createSharedReads().over(clouds, () => 'one', createVirtualClock(0));
  expect(over.loadBalancers('aws', 'r')).toBe(over.loadBalancers('aws', 'r'));
  expect(over.metrics('aws', 'r')).toBe(over.metrics('aws', 'r'));
});

test('runs of different accounts share nothing', async () => {
  const { clock, ruleCalls, run } = bench();
  const asked = ['one', 'two'].map((account) => run(account).loadBalancers.rulesByArn(['a'], POLL));
  await clock.advance(500);
  await Promise.all(asked);
  expect(ruleCalls).toHaveLength(2);
});

test('metrics are read once for the whole time, and each run gets its own part of it', async () => {
  const { clock, metricCalls, run } = bench();
  const one = run().metrics.read([requests('blue')], 0, 2 * MINUTE_MS);
  const queries = [requests('green'), requests('blue')];
  const other = run().metrics.read(queries, MINUTE_MS, 3 * MINUTE_MS);
  await clock.advance(500);
  const values = (answer: Awaited<typeof one>) =>
    answer.map((list) => list.map(({ value }) => value));
  expect(values(await one)).toEqual([[0, 1]]);
  expect(values(await other)).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(metricCalls).toEqual([{ queries: 2, from: 0, to: 3 * MINUTE_MS }]);
});

test('one call carries at most 500 metrics and as many values as CloudWatch answers', async () => {
  const { clock, metricCalls, run } = bench();
  const read = (count: number, name: string, to: number) => {
    const queries = Array.from({ length: count }, (_, index) => requests(`${name}${index}`));
    return run().metrics.read(queries, 0, to);
  };
  const day = 1_440 * MINUTE_MS;
  const reads = [read(300, 'a', MINUTE_MS), read(201, 'b', MINUTE_MS), read(70, 'c', day)];
  await clock.advance(500);
  expect((await Promise.all(reads)).map((answer) => answer.length)).toEqual([300, 201, 70]);
  expect(metricCalls.map(({ queries }) => queries)).toEqual([300, 201, 70]);
});
