// The life of a group's instances: asked for, booted, registered, drained, ended.
import { textOfBase64 } from '../base64.ts';
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import { textOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import { createDepartures, type Departures, registrars } from './departures.ts';
import {
  type Group,
  launchSpecificationOf,
  type SpotInstance,
  targetGroupArnsOf,
} from './group.ts';
import { logInstance } from './history.ts';
import type { TargetStateReader } from './instance-health.ts';
import { newInstance } from './new-instance.ts';
import { beginUsage } from './usage.ts';

export interface Fleet extends Departures {
  /** Asks the market for an instance; it registers itself once it runs. */
  request(group: Group, replaces?: SpotInstance): SpotInstance;
  /** An instance that runs, registered and healthy, without a past. */
  bringRunning(group: Group): void;
  /** Registers running instances where the document now says, and takes them out elsewhere. */
  moveTargets(group: Group, before: readonly string[]): void;
  stateOf: TargetStateReader;
}

/** `changed` is called when a group may need more or fewer instances than before. */
export function createFleet(
  world: World,
  loadBalancing: LoadBalancing,
  changed: (group: Group) => void,
): Fleet {
  const { timing } = world.spec;
  const random = world.random('fleet');
  const own = (group: Group) => registrars(loadBalancing, targetGroupArnsOf(group.document));
  const boot = (group: Group, instance: SpotInstance): void => {
    launch(world, group, instance);
    for (const each of own(group)) each.register(instance.instanceId);
    changed(group);
  };
  const fulfil = (group: Group, instance: SpotInstance): void => {
    if (world.faults.isShort(group.id)) {
      instance.cancel = world.timers.after(timing.observeMs, () => fulfil(group, instance));
      return;
    }
    instance.phase = 'booting';
    instance.fulfilledAt = world.clock.now();
    beginUsage(group, instance, instance.fulfilledAt);
    const what = `was launched by spot request ${instance.requestId}`;
    logInstance(group, instance, instance.fulfilledAt, what);
    const bootMs = random.within(timing.bootMs);
    instance.cancel = world.timers.after(bootMs, () => boot(group, instance));
  };
  const add = (group: Group, replaces?: SpotInstance): SpotInstance => {
    const instance = newInstance(world, group, random, replaces);
    group.instances.add(instance);
    return instance;
  };

  return {
    request(group, replaces) {
      const instance = add(group, replaces);
      const fulfilMs = random.within(timing.fulfilMs);
      instance.cancel = world.timers.after(fulfilMs, () => fulfil(group, instance));
      return instance;
    },
    bringRunning(group) {
      const instance = add(group);
      instance.wasHealthy = true;
      beginUsage(group, instance, instance.fulfilledAt);
      launch(world, group, instance);
      for (const each of own(group)) each.register(instance.instanceId, each.spec.port, 'healthy');
    },
    ...createDepartures(world, loadBalancing, changed),
    moveTargets: (group, before) => moveTargets(group, before, loadBalancing),
    stateOf: (arn, instanceId) =>
      loadBalancing.targetGroups
        .get(arn)
        ?.targets()
        .find((target) => target.instanceId === instanceId)?.state,
  };
}

function launch(world: World, group: Group, instance: SpotInstance): void {
  const specification = launchSpecificationOf(group.document);
  instance.phase = 'running';
  logInstance(group, instance, world.clock.now(), 'runs');
  world.ec2.run({
    instanceId: instance.instanceId,
    groupId: group.id,
    amiId: textOf(specification, 'imageId') ?? '',
    userData: textOfBase64(textOf(specification, 'userData') ?? '') ?? '',
  });
}

function moveTargets(group: Group, before: readonly string[], loadBalancing: LoadBalancing): void {
  const after = targetGroupArnsOf(group.document);
  const left = registrars(
    loadBalancing,
    before.filter((arn) => !after.includes(arn)),
  );
  const joined = registrars(
    loadBalancing,
    after.filter((arn) => !before.includes(arn)),
  );
  for (const { phase, instanceId, isStandby } of group.instances) {
    if (phase !== 'running' || isStandby) continue;
    for (const each of left) each.deregister(instanceId);
    for (const each of joined) each.register(instanceId);
  }
}
