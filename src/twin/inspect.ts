// The whole world as it really is, as plain JSON for tests and people.
import type { JsonObject } from '../lib/json.ts';
import type { RequestPeriods } from './cloud-watch/request-periods.ts';
import { weightsOf } from './elbv2/actions.ts';
import type { LoadBalancing } from './elbv2/load-balancing.ts';
import { whyOf } from './elbv2/target.ts';
import type { Elastigroups } from './spot/elastigroups.ts';
import { capacityOf, nameOf } from './spot/group.ts';
import { healthOf } from './spot/instance-health.ts';
import { suspensionsShape } from './spot/suspensions.ts';
import type { World } from './world.ts';

export function inspectWorld(
  world: World,
  loadBalancing: LoadBalancing,
  groups: Elastigroups,
  requests: RequestPeriods,
): JsonObject {
  return {
    now: world.clock.now(),
    loadBalancers: [...loadBalancing.loadBalancers.values()].map(({ arn, name }) => ({
      arn,
      name,
      listeners: loadBalancing.listenersOf(arn).map(({ spec }) => ({
        arn: spec.arn,
        port: spec.port,
        protocol: spec.protocol,
      })),
    })),
    rules: [...loadBalancing.rules.values()].map((rule) => ({
      arn: rule.arn,
      listenerArn: rule.listenerArn,
      priority: rule.priority,
      weights: Object.fromEntries(
        weightsOf(rule.actions.now).map((each) => [each.arn, each.weight]),
      ),
      actions: rule.actions.now,
    })),
    targetGroups: [...loadBalancing.targetGroups.values()].map((group) => ({
      arn: group.spec.arn,
      name: group.spec.name,
      isUsed: group.isUsed(),
      targets: group.targets().map((target) => ({
        id: target.instanceId,
        port: target.port,
        state: target.state,
        reason: whyOf(target).Reason ?? null,
      })),
      ...requests.total(group.spec.arn),
    })),
    groups: groups.all().map((group) => ({
      id: group.id,
      name: nameOf(group),
      capacity: { ...capacityOf(group) },
      suspensions: suspensionsShape(group, world.clock.now())['suspensions'],
      instances: [...group.instances].map((instance) => ({
        id: instance.instanceId,
        phase: instance.phase,
        health: healthOf(group, instance, groups.fleet.stateOf),
      })),
    })),
    calls: world.gate.counts(),
    faults: world.faults.list(),
  };
}
