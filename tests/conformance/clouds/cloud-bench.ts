// What the suites of the cloud ports share: a world in virtual time, and the clouds under test on it.
import type { Clouds } from '../../../src/cloud/clouds.ts';
import type { Elastigroups } from '../../../src/cloud/elastigroups.ts';
import type { LoadBalancers, Rule } from '../../../src/cloud/load-balancer.ts';
import type { Metrics } from '../../../src/cloud/metrics.ts';
import { assert } from '../../../src/lib/assert.ts';
import { createTwin } from '../../../src/twin/create-twin.ts';
import type { TwinService } from '../../../src/twin/fault.ts';
import { createSimulatedHost } from '../../../src/twin/simulated-host.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import type { WorldSpec } from '../../../src/twin/world-spec.ts';
import { twinWorld } from '../../twin-world.ts';
import { createVirtualClock, type VirtualClock } from '../../virtual-clock.ts';

/** Opens the clouds of a world through one adapter. */
export type CloudSetup = (
  twin: Twin,
  clock: VirtualClock,
) => Promise<{ readonly clouds: Clouds; readonly close: () => Promise<void> }>;

export interface CloudBench extends AsyncDisposable {
  readonly twin: Twin;
  readonly clock: VirtualClock;
  readonly loadBalancers: LoadBalancers;
  readonly elastigroups: Elastigroups;
  readonly metrics: Metrics;
}

export const START_AT: number = Date.UTC(2026, 0, 5, 12);
export const REGION = 'us-east-1';

/** Time for every read to see what was written. */
const READ_LAG_MS = 2_000;

export async function openBench(
  setup: CloudSetup,
  spec: WorldSpec = twinWorld(),
): Promise<CloudBench> {
  const clock = createVirtualClock(START_AT, 1);
  const twin = createTwin({ clock, spec, host: createSimulatedHost(clock, spec) });
  const { clouds, close } = await setup(twin, clock);
  return {
    twin,
    clock,
    loadBalancers: clouds.loadBalancers('aws', REGION),
    elastigroups: clouds.elastigroups('spot'),
    metrics: clouds.metrics('aws', REGION),
    [Symbol.asyncDispose]: async () => {
      await close();
      twin.close();
    },
  };
}

/** The next call of an operation loses its answer. */
export function loseAnswer(
  twin: Twin,
  service: TwinService,
  operation: string,
  when: 'before' | 'after',
): void {
  twin.inject({ kind: 'answer-lost', service, operation, times: 1, when });
}

export function throttle(twin: Twin, service: TwinService, operation: string): void {
  twin.inject({ kind: 'throttle', service, operation, times: 1 });
}

/** The rule, once every earlier write can be seen. */
export async function settledRule(bench: CloudBench, ruleArn: string): Promise<Rule> {
  await bench.clock.advance(READ_LAG_MS);
  const [rule] = await bench.loadBalancers.rulesByArn([ruleArn]);
  assert(rule !== undefined, 'a rule asked for by ARN is answered or not-found');
  return rule;
}
