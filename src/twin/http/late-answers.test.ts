// Calls that are late or never answered, as AWS's own client meets them: its time-out says nothing about the effect.
import {
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { GREEN, PROD_RULE } from '../../../tests/twin-world.ts';
import { createVirtualClock, type VirtualClock } from '../../../tests/virtual-clock.ts';
import type { Fault } from '../fault.ts';
import { startTwinServer, type TwinServer } from './start-twin-server.ts';

let bench: TwinBench;
let wall: VirtualClock;
let server: TwinServer;
let client: ElasticLoadBalancingV2Client;

beforeEach(async () => {
  bench = twinBench();
  wall = createVirtualClock();
  server = await startTwinServer({ twin: bench.twin, clock: bench.clock, wall });
  client = new ElasticLoadBalancingV2Client({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await server.close();
  bench.twin.close();
});

const write = (abortSignal?: AbortSignal) =>
  client.send(
    new ModifyRuleCommand({
      RuleArn: PROD_RULE,
      Actions: [{ Type: 'forward', TargetGroupArn: GREEN }],
    }),
    { ...(abortSignal && { abortSignal }) },
  );

const isWritten = (): boolean =>
  JSON.stringify(bench.twin.inspect()['rules']).includes(`"${GREEN}":1`);

const ON_WRITE = { service: 'elbv2', operation: 'ModifyRule', times: 1 } as const;

test.each<[Fault, boolean]>([
  [{ kind: 'slow', when: 'after', delayMs: 60_000, ...ON_WRITE }, true],
  [{ kind: 'slow', when: 'before', delayMs: 60_000, ...ON_WRITE }, false],
  [{ kind: 'hang', when: 'after', ...ON_WRITE }, true],
  [{ kind: 'hang', when: 'before', ...ON_WRITE }, false],
])('%j leaves a client without an answer', async (fault, isEffective) => {
  bench.twin.inject(fault);
  await expect(write(AbortSignal.timeout(300))).rejects.toThrow(/abort/i);
  expect(isWritten()).toBe(isEffective);
  expect(bench.twin.faults()).toEqual([]);
  const { Rules } = await client.send(new DescribeRulesCommand({ RuleArns: [PROD_RULE] }));
  expect(Rules).toHaveLength(1);
});

test('a call held back acts although its client has left', async () => {
  bench.twin.inject({ kind: 'slow', when: 'before', delayMs: 60_000, ...ON_WRITE });
  await expect(write(AbortSignal.timeout(300))).rejects.toThrow(/abort/i);
  await wall.advance(59_999);
  expect(isWritten()).toBe(false);
  await wall.advance(1);
  await eventually('the late effect', isWritten);
});

test.each(['before', 'after'] as const)(
  'a call that is slow %s its effect is answered like any other, only later, and counts once',
  async (when) => {
    const slow = { service: 'elbv2', operation: '*', times: 2 } as const;
    bench.twin.inject({ kind: 'slow', when, delayMs: 5_000, ...slow });
    let isAnswered = false;
    const answer = write().then((said) => {
      isAnswered = true;
      return said;
    });
    await eventually('the call', () => wall.nextAt() !== undefined);
    await wall.advance(4_999);
    expect(isAnswered).toBe(false);
    await wall.advance(1);
    expect((await answer).Rules?.[0]?.RuleArn).toBe(PROD_RULE);
    expect(bench.twin.inspect()).toMatchObject({
      calls: { 'elbv2.ModifyRule': 1 },
      faults: [{ kind: 'slow', times: 1 }],
    });
  },
);

test('the faults in force can be read, and wrong ones are answered with what was meant', async () => {
  const faults = `${server.url}/_twin/faults`;
  const post = (fault: object) =>
    fetch(faults, { method: 'POST', body: JSON.stringify(fault) }).then(async (answer) => ({
      status: answer.status,
      ...((await answer.json()) as object),
    }));
  expect(await post({ kind: 'slow-boot', group: 'shop', extraMs: 5 })).toEqual({ status: 200 });
  expect(await post({ kind: 'slow-boat', group: 'shop', extraMs: 5 })).toMatchObject({
    status: 400,
    message: expect.stringContaining('Did you mean slow-boot?'),
  });
  expect(await post({ kind: 'rule-edited', rule: '80/9', weights: { blue: 1 } })).toMatchObject({
    status: 400,
    message: `There is no rule '80/9'. Did you mean "80/10"?`,
  });
  expect(await (await fetch(faults)).json()).toEqual({
    faults: [{ kind: 'slow-boot', groupId: 'sig-00000001', extraMs: 5 }],
  });
});
