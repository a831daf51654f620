// Many runs of one account that wait in their last rung at the same time, in virtual time: what they ask of AWS meanwhile.
import type { Clouds } from '../../src/cloud/clouds.ts';
import { createSharedReads } from '../../src/cloud/shared-reads/shared-reads.ts';
import { createTwinClouds } from '../../src/cloud/twin/twin-clouds.ts';
import { drive } from '../../src/execution/runner.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { createSteps } from '../../src/steps/create-steps.ts';
import { createMemoryJournal } from '../../src/store/memory/memory-journal.ts';
import { type Bake, FACT } from '../../src/traffic/facts.ts';
import { DEFAULT_POLICY } from '../../src/traffic/policy.ts';
import { createTwin } from '../../src/twin/create-twin.ts';
import { createSimulatedHost } from '../../src/twin/simulated-host.ts';
import { startedAt } from '../../tests/started-event.ts';
import { planOfBench, ruleOf, setUp, shiftProd } from '../../tests/step-bench.ts';
import {
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LISTENER,
  LOAD_BALANCER,
  PROD_RULE,
  twinWorld,
} from '../../tests/twin-world.ts';
import { createVirtualClock } from '../../tests/virtual-clock.ts';

export interface Asked {
  /** All Describe* calls of ELBv2. */
  readonly describesPerSecond: number;
  readonly metricReadsPerSecond: number;
}

/** One run after the other, so that no two poll in step. */
const APART_MS = 170;
const MEASURED_MS = 120_000;
const LIMIT_MS = 3_600_000;
const PLENTY = { size: 1_000_000, refillPerSecond: 1_000_000 };

export async function waitTogether(runs: number, reads: 'shared' | 'alone'): Promise<Asked> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5, 12));
  const spec = twinWorld(worldOfShops(runs));
  const host = createSimulatedHost(clock, spec);
  const twin = createTwin({ clock, spec, host });
  const shared = createSharedReads();
  const clouds = createTwinClouds(twin);
  const waiting = new Set<number>();
  const stopping = new AbortController();
  const ended = upTo(runs).map(async (index) => {
    await sleep(clock, index * APART_MS);
    await driveShop(index, {
      clock,
      clouds: reads === 'alone' ? clouds : shared.over(clouds, (connector) => connector, clock),
      letGo: stopping.signal,
      onBake: () => waiting.add(index),
    });
  });
  const calls = (): Record<string, number> => ({
    ...(twin.inspect()['calls'] as Record<string, number>),
  });
  await clock.drive(() => waiting.size === runs, LIMIT_MS);
  const before = calls();
  await clock.advance(MEASURED_MS);
  const after = calls();
  stopping.abort();
  await clock.advance(1_000);
  await Promise.all(ended);
  twin.close();
  const perSecond = (operation: RegExp): number => {
    const counted = Object.keys(after).filter((name) => operation.test(name));
    const asked = counted.map((name) => (after[name] ?? 0) - (before[name] ?? 0));
    return asked.reduce((sum, count) => sum + count, 0) / (MEASURED_MS / 1_000);
  };
  return {
    describesPerSecond: perSecond(/^elbv2\.Describe/),
    metricReadsPerSecond: perSecond(/^cloudwatch\.GetMetricData$/),
  };
}

interface Driving {
  readonly clock: Clock;
  readonly clouds: Clouds;
  readonly letGo: AbortSignal;
  /** Its last weights have settled: from now on it waits for the proof and watches green. */
  onBake(): void;
}

async function driveShop(index: number, { clock, clouds, letGo, onBake }: Driving): Promise<void> {
  const journal = createMemoryJournal({ wallNow: clock.now });
  const plan = planOfBench({
    steps: [setUp(green(index), shopSpec(index)), shiftProd(100)],
    document: groupDocument('from-the-store', green(index), 1),
  });
  const id = await journal.create('bench', plan, startedAt(clock.now()));
  await drive({
    id,
    journal,
    clock,
    steps: createSteps({ clouds, policy: () => DEFAULT_POLICY, hash: (text) => text }),
    scripts: { run: async () => ({ status: 'lost' }) },
    secrets: { read: () => undefined },
    logs: { write: () => {}, folder: () => '' },
    owner: 'bench',
    leaseMs: 86_400_000,
    pollMs: 30_000,
    parkWhenIdle: true,
    letGo,
    onEvents: (events) => {
      for (const event of events) {
        if (event.type !== 'FactRecorded' || event.name !== FACT.bake) continue;
        if ((event.value as unknown as Bake).state === 'watching') onBake();
      }
    },
  });
}

/** Every shop has a load balancer, two target groups and a group of its own. */
function worldOfShops(runs: number): JsonObject {
  const healthCheck = { path: '/health' };
  return {
    loadBalancers: upTo(runs).map(loadBalancerOf),
    targetGroups: upTo(runs).flatMap((index) => [
      { arn: blue(index), name: `blue${index}`, healthCheck },
      { arn: green(index), name: `green${index}`, healthCheck },
    ]),
    groups: upTo(runs).map((index) => ({
      id: `sig-shop${index}`,
      name: `shop${index}`,
      document: groupDocument(`shop${index}`, blue(index), 2),
    })),
    limits: { elbv2Describe: PLENTY, elbv2Modify: PLENTY, spotRequestsPerMinute: 1_000_000 },
  };
}

function loadBalancerOf(index: number): JsonObject {
  const toBlue = forward({ [blue(index)]: 100, [green(index)]: 0 });
  const listener = {
    arn: ofShop(LISTENER, index),
    port: 80,
    defaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    rules: [ruleOf(ofShop(PROD_RULE, index), 1, `s${index}.example`, toBlue)],
  };
  return { arn: ofShop(LOAD_BALANCER, index), name: `shop${index}`, listeners: [listener] };
}

function shopSpec(index: number): JsonObject {
  return {
    name: `shop${index}`,
    loadBalancers: [
      {
        type: 'AWSLoadBalancerConfig',
        spec: {
          loadBalancer: `shop${index}`,
          prodListenerPort: '80',
          prodListenerRuleArn: ofShop(PROD_RULE, index),
          isTrafficShift: true,
          stageTargetGroupArn: green(index),
        },
      },
    ],
  };
}

function blue(index: number): string {
  return BLUE.replace('/blue/', `/blue${index}/`);
}

function green(index: number): string {
  return GREEN.replace('/green/', `/green${index}/`);
}

function ofShop(arn: string, index: number): string {
  return arn.replace('/shop/', `/shop${index}/`);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
