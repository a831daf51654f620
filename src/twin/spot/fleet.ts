// The life of a group's instances: asked for, booted, registered, drained, ended.
import { textOfBase64 } from '../base64.ts';
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import type { TargetGroup } from '../elbv2/target-group.ts';
import { textOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import {
  drainingMsOf,
  type Group,
  launchSpecificationOf,
  type SpotInstance,
  targetGroupArnsOf,
} from './group.ts';
import type { TargetStateReader } from './instance-health.ts';
import { newInstance } from './new-instance.ts';

export interface Fleet {
  /** Asks the market for an instance; it registers itself once it runs. */
  request(group: Group, replaces?: SpotInstance): void;
  /** An instance that runs, registered and healthy, without a past. */
  bringRunning(group: Group): void;
  /** Deregisters, drains and ends it; what does not run yet ends at once. */
  retire(group: Group, instance: SpotInstance): void;
  /** Ends it at once, in the middle of its requests. */
  kill(group: Group, instance: SpotInstance): void;
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
  const targetGroups = (arns: readonly string[]): readonly TargetGroup[] =>
    arns.flatMap((arn) => loadBalancing.targetGroups.get(arn) ?? []);
  const own = (group: Group) => targetGroups(targetGroupArnsOf(group.document));

  const launch = (group: Group, instance: SpotInstance): void => {
    const specification = launchSpecificationOf(group.document);
    instance.phase = 'running';
    world.ec2.run({
      instanceId: instance.instanceId,
      groupId: group.id,
      amiId: textOf(specification, 'imageId') ?? '',
      userData: textOfBase64(textOf(specification, 'userData') ?? '') ?? '',
    });
  };
  const boot = (group: Group, instance: SpotInstance): void => {
    launch(group, instance);
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
    const bootMs = random.within(timing.bootMs);
    instance.cancel = world.timers.after(bootMs, () => boot(group, instance));
  };
  const kill = (group: Group, instance: SpotInstance): void => {
    instance.cancel();
    group.instances.delete(instance);
    for (const each of own(group)) each.deregister(instance.instanceId);
    world.ec2.terminate(instance.instanceId);
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
    },
    bringRunning(group) {
      const instance = add(group);
      instance.wasHealthy = true;
      launch(group, instance);
      for (const each of own(group)) each.register(instance.instanceId, each.spec.port, 'healthy');
    },
    retire(group, instance) {
      if (instance.phase !== 'running') {
        kill(group, instance);
        return;
      }
      instance.phase = 'draining';
      for (const each of own(group)) each.deregister(instance.instanceId);
      instance.cancel = world.timers.after(drainingMsOf(group), () => kill(group, instance));
    },
    kill,
    moveTargets: (group, before) => moveTargets(group, before, targetGroups),
    stateOf: (arn, instanceId) =>
      loadBalancing.targetGroups
        .get(arn)
        ?.targets()
        .find((target) => target.instanceId === instanceId)?.state,
  };
}

function moveTargets(
  group: Group,
  before: readonly string[],
  targetGroups: (arns: readonly string[]) => readonly TargetGroup[],
): void {
  const after = targetGroupArnsOf(group.document);
  const left = targetGroups(before.filter((arn) => !after.includes(arn)));
  const joined = targetGroups(after.filter((arn) => !before.includes(arn)));
  for (const { phase, instanceId } of group.instances) {
    if (phase !== 'running') continue;
    for (const each of left) each.deregister(instanceId);
    for (const each of joined) each.register(instanceId);
  }
}
