// Puts a world together: its parts, their common clock and chance, and the doors to them.
import type { Clock } from '../lib/clock.ts';
import { createCallTiming } from './call-timing.ts';
import { getMetricData, publishedPoint } from './cloud-watch/get-metric-data.ts';
import { createHealthyHosts } from './cloud-watch/healthy-hosts.ts';
import { createRequestPeriods, PERIOD_MS } from './cloud-watch/request-periods.ts';
import { createEc2 } from './ec2.ts';
import { createEc2Describe } from './ec2-describe.ts';
import { createElbv2 } from './elbv2/elbv2-api.ts';
import { createLoadBalancing } from './elbv2/load-balancing.ts';
import { createRouting } from './elbv2/routing.ts';
import { createEndedInstances } from './ended-instances.ts';
import { createFaults } from './faults.ts';
import { createGate } from './gate.ts';
import { injectFault } from './inject-fault.ts';
import { inspectWorld } from './inspect.ts';
import type { InstanceHost } from './instance-host.ts';
import { createRandoms } from './random.ts';
import { createSavedParts } from './saved-parts.ts';
import { restoreSnapshot, takeSnapshot } from './snapshot.ts';
import { createElastigroups } from './spot/elastigroups.ts';
import { startRounds } from './spot/rounds.ts';
import { createSpot } from './spot/spot-api.ts';
import { createTimers } from './timers.ts';
import type { Twin } from './twin.ts';
import type { World } from './world.ts';
import type { WorldSpec } from './world-spec.ts';

/**
 * Begins the world now: its groups' instances are launched on the host, registered and healthy.
 * Throws `TwinError` when the world asks for what the clouds would refuse.
 */
export function createTwin(options: {
  readonly clock: Clock;
  readonly spec: WorldSpec;
  readonly host: InstanceHost;
}): Twin {
  const { clock, spec } = options;
  const faults = createFaults(clock);
  const timing = createCallTiming(faults);
  const randoms = createRandoms(spec.seed);
  const world: World = {
    spec,
    clock,
    faults,
    timers: createTimers(clock),
    gate: createGate(faults, timing),
    ec2: createEc2(clock, options.host),
    ended: createEndedInstances(clock),
    saved: createSavedParts(),
    stampNow: () => clock.now() + faults.clockJumpMs(),
    random: randoms.of,
  };
  world.saved.add('calls', world.gate);
  world.saved.add('faults', faults);
  world.saved.add('ec2', world.ec2);
  world.saved.add('ended instances', world.ended);
  const loadBalancing = createLoadBalancing(world);
  const groups = createElastigroups(world, loadBalancing);
  const routing = createRouting(world, loadBalancing);
  const requests = createRequestPeriods(world.stampNow);
  const healthyHosts = createHealthyHosts(world.stampNow, loadBalancing);
  const sources = { requests, healthyHosts, loadBalancing };
  // Spot asks CloudWatch by the clock that both show.
  startRounds(world, groups, (metric, statistic, arn, startAt) => {
    const jumpMs = Math.floor(faults.clockJumpMs() / PERIOD_MS) * PERIOD_MS;
    return publishedPoint(world, sources, metric, statistic, arn, startAt + jumpMs);
  });
  world.saved.add('request periods', requests);
  world.saved.add('healthy hosts', healthyHosts);
  const ungated = (): void => undefined;

  return {
    spec,
    elbv2: createElbv2(world, loadBalancing),
    spot: createSpot(world, groups),
    cloudWatch: {
      getMetricData: (request) =>
        world.gate.pass({ service: 'cloudwatch', operation: 'GetMetricData' }, ungated, () =>
          getMetricData(world, sources, request),
        ),
    },
    sts: {
      getCallerIdentity: () =>
        world.gate.pass({ service: 'sts', operation: 'GetCallerIdentity' }, ungated, () => ({
          UserId: 'AIDATWIN',
          Account: spec.accountId,
          Arn: `arn:aws:iam::${spec.accountId}:user/twin`,
        })),
    },
    ec2: createEc2Describe(world, groups),
    onRoutingView: routing.onView,
    recordRequest: requests.record,
    serve: timing.serve,
    inject: (fault) => injectFault({ faults, loadBalancing, groups }, fault),
    clearFaults: faults.clear,
    faults: faults.list,
    snapshot: () => takeSnapshot(world, randoms),
    restore: (snapshot) => restoreSnapshot(world, randoms, snapshot),
    inspect: () => inspectWorld(world, loadBalancing, groups, requests),
    close() {
      world.timers.close();
      world.ec2.close();
    },
  };
}
