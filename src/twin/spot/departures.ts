// How instances leave the target groups and the group: drained, killed, interrupted, set aside.
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import type { TargetGroup } from '../elbv2/target-group.ts';
import type { Waits } from '../timers.ts';
import type { World } from '../world.ts';
import { drainingMsOf, type Group, keyOf, type SpotInstance, targetGroupArnsOf } from './group.ts';
import { logInstance } from './history.ts';
import { instanceShape } from './instance-of-ec2.ts';
import { signalMsOf } from './signals.ts';
import { endUsage } from './usage.ts';

export interface Departures {
  /** Deregisters, drains (for the group's time) and ends it; what does not run yet ends at once. */
  retire(group: Group, instance: SpotInstance, drainMs?: number): void;
  /** Ends it at once, in the middle of its requests. */
  kill(group: Group, instance: SpotInstance): void;
  /** It leaves the group at once, deregistered, and runs on as nobody's instance. */
  release(group: Group, instance: SpotInstance): void;
  /** The market takes it back after the notice; Spot deregisters and replaces it now. */
  interrupt(group: Group, instance: SpotInstance, noticeMs: number): void;
  /** Deregisters and drains it; then it is ended and boots again as the same instance. */
  restart(group: Group, instance: SpotInstance, drainMs: number): void;
  enterStandby(group: Group, instance: SpotInstance): void;
  exitStandby(group: Group, instance: SpotInstance): void;
}

export function createDepartures(
  world: World,
  loadBalancing: LoadBalancing,
  waits: Waits,
  changed: (group: Group) => void,
): Departures {
  const log = (group: Group, instance: SpotInstance, what: string): void =>
    logInstance(group, instance, world.clock.now(), what);
  const deregister = (group: Group, { instanceId }: SpotInstance): void => {
    for (const each of registrars(loadBalancing, targetGroupArnsOf(group.document))) {
      each.deregister(instanceId);
    }
  };
  const leave = (group: Group, instance: SpotInstance): void => {
    waits.cancel(keyOf(group, instance));
    group.instances.delete(instance);
    deregister(group, instance);
    endUsage(group, instance, world.clock.now());
  };
  const kill = (group: Group, instance: SpotInstance): void => {
    if (instance.phase !== 'requested') world.ended.add(instanceShape(world, group, instance));
    leave(group, instance);
    world.ec2.terminate(instance.instanceId);
    deregisterEverywhere(loadBalancing, instance.instanceId);
    log(group, instance, 'was terminated');
  };
  const drain = (group: Group, instance: SpotInstance, drainMs: number): void => {
    if (instance.phase !== 'running') {
      kill(group, instance);
      return;
    }
    instance.phase = 'draining';
    deregister(group, instance);
    // The signal, or its time-out, takes the place of the draining time.
    const endMs = signalMsOf(group, 'INSTANCE_READY_TO_SHUTDOWN') ?? drainMs;
    waits.set(keyOf(group, instance), endMs, 'end');
  };

  return {
    retire(group, instance, drainMs = drainingMsOf(group)) {
      log(group, instance, 'is deregistered and will be terminated');
      drain(group, instance, drainMs);
    },
    kill,
    release(group, instance) {
      log(group, instance, 'was detached and runs on outside of the group');
      leave(group, instance);
    },
    interrupt(group, instance, noticeMs) {
      log(group, instance, `will be interrupted in ${noticeMs / 1_000} s`);
      waits.cancel(keyOf(group, instance));
      instance.phase = 'draining';
      deregister(group, instance);
      if (noticeMs === 0) kill(group, instance);
      else waits.set(keyOf(group, instance), noticeMs, 'end');
      changed(group);
    },
    restart(group, instance, drainMs) {
      log(group, instance, 'is deregistered and will be restarted');
      instance.phase = 'booting';
      deregister(group, instance);
      waits.set(keyOf(group, instance), drainMs, 'restart');
    },
    enterStandby(group, instance) {
      instance.isStandby = true;
      deregister(group, instance);
      log(group, instance, 'is in standby');
    },
    exitStandby(group, instance) {
      instance.isStandby = false;
      if (instance.readyDueAt !== undefined) return;
      for (const each of registrars(loadBalancing, targetGroupArnsOf(group.document))) {
        each.register(instance.instanceId);
      }
      log(group, instance, 'is back from standby');
    },
  };
}

/** What has ended is no target any more, wherever somebody else had registered it. */
function deregisterEverywhere({ targetGroups }: LoadBalancing, instanceId: string): void {
  for (const group of targetGroups.values()) {
    const isThere = group
      .targets()
      .some((target) => target.instanceId === instanceId && target.state !== 'draining');
    if (isThere) group.deregister(instanceId);
  }
}

/** The target groups of these names that there are. */
export function registrars(
  loadBalancing: LoadBalancing,
  arns: readonly string[],
): readonly TargetGroup[] {
  return arns.flatMap((arn) => loadBalancing.targetGroups.get(arn) ?? []);
}
