// What a caller of the load balancer port knows after a call that failed.
import { expect, test } from 'vitest';
import { cloudErrorOf } from '../../cloud-error-of.ts';
import { LISTENER, PROD_RULE } from '../../twin-world.ts';
import { type CloudSetup, loseAnswer, openBench, settledRule, throttle } from './cloud-bench.ts';
import { shifted } from './load-balancer-writes.ts';

export function loadBalancerFailureTests(setup: CloudSetup): void {
  test('a throttled read is throttled; the next one is answered', async () => {
    await using bench = await openBench(setup);
    throttle(bench.twin, 'elbv2', 'DescribeRules');
    const error = await cloudErrorOf(() => bench.loadBalancers.rules(LISTENER));
    expect([error.kind, error.code]).toEqual(['throttled', 'Throttling']);
    expect(await bench.loadBalancers.rules(LISTENER)).toHaveLength(2);
  });

  test('a throttled write is throttled and has done nothing', async () => {
    await using bench = await openBench(setup);
    const before = await settledRule(bench, PROD_RULE);
    throttle(bench.twin, 'elbv2', 'ModifyRule');
    const error = await cloudErrorOf(() =>
      bench.loadBalancers.writeActions(before, shifted(50, 50)),
    );
    expect(error.kind).toBe('throttled');
    expect(await settledRule(bench, PROD_RULE)).toEqual(before);
  });

  test('too many calls at once are throttled by the cloud itself, and time mends it', async () => {
    await using bench = await openBench(setup);
    const calls = Array.from({ length: 45 }, () => bench.loadBalancers.rules(LISTENER));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(5);
    expect(refused[0]?.reason).toMatchObject({ kind: 'throttled' });
    await bench.clock.advance(1_000);
    await bench.loadBalancers.rules(LISTENER);
  });

  test.each<['before' | 'after', number]>([
    ['before', 0],
    ['after', 50],
  ])(
    'a write whose answer is lost %s its effect has an unknown outcome; reading back tells',
    async (when, green) => {
      await using bench = await openBench(setup);
      const rule = await settledRule(bench, PROD_RULE);
      loseAnswer(bench.twin, 'elbv2', 'ModifyRule', when);
      const error = await cloudErrorOf(() =>
        bench.loadBalancers.writeActions(rule, shifted(50, 50)),
      );
      expect(error.kind).toBe('unknown-outcome');
      const after = await settledRule(bench, PROD_RULE);
      expect(after.actions).toEqual(shifted(green === 0 ? 100 : 50, green));
    },
  );

  test('a read whose answer is lost is unavailable, and is not repeated by itself', async () => {
    await using bench = await openBench(setup);
    loseAnswer(bench.twin, 'elbv2', 'DescribeRules', 'after');
    const error = await cloudErrorOf(() => bench.loadBalancers.rules(LISTENER));
    expect(error.kind).toBe('unavailable');
  });

  test.each<[number, string, string, string]>([
    [403, 'AccessDenied', 'denied', 'denied'],
    [500, 'InternalFailure', 'unavailable', 'unknown-outcome'],
    [429, 'PriorRequestNotComplete', 'conflict', 'conflict'],
  ])('HTTP %i %s is %s on a read and %s on a write', async (httpStatus, code, read, write) => {
    await using bench = await openBench(setup);
    const rule = await settledRule(bench, PROD_RULE);
    const operation = '*';
    bench.twin.inject({ kind: 'error', service: 'elbv2', operation, times: 2, httpStatus, code });
    const onRead = await cloudErrorOf(() => bench.loadBalancers.rules(LISTENER));
    const onWrite = await cloudErrorOf(() =>
      bench.loadBalancers.writeActions(rule, shifted(50, 50)),
    );
    expect([onRead.kind, onWrite.kind]).toEqual([read, write]);
    expect(onWrite.code).toBe(code);
  });
}
