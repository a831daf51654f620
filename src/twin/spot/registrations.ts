// How running instances come into their group's target groups: at once, late, or on their signal.
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import type { World } from '../world.ts';
import { registrars } from './departures.ts';
import { type Group, type SpotInstance, targetGroupArnsOf } from './group.ts';
import { signalMsOf } from './signals.ts';

export interface Registrations {
  /** It runs from now on: registered now, or when it says that it is ready. */
  started(group: Group, instance: SpotInstance): void;
  /** Its application is ready: it is registered now. */
  ready(group: Group, instance: SpotInstance): void;
  /** Registers what runs and was to be registered later than it began to. */
  registerDue(group: Group): void;
  /** Registers running instances where the document now says, and takes them out elsewhere. */
  moveTargets(group: Group, before: readonly string[]): void;
}

export function createRegistrations(world: World, loadBalancing: LoadBalancing): Registrations {
  const register = (group: Group, instance: SpotInstance): void => {
    instance.registersAt = undefined;
    for (const each of registrars(loadBalancing, targetGroupArnsOf(group.document))) {
      each.register(instance.instanceId);
    }
  };
  const ready = (group: Group, instance: SpotInstance): void => {
    if (instance.readyDueAt !== undefined) instance.graceFromAt = world.clock.now();
    instance.readyDueAt = undefined;
    const lateMs = world.faults.registrationDelayMs(group.id);
    if (lateMs === 0) register(group, instance);
    else if (lateMs !== undefined) instance.registersAt = world.clock.now() + lateMs;
  };
  return {
    started(group, instance) {
      const signalMs = signalMsOf(group, 'INSTANCE_READY');
      if (signalMs === undefined) ready(group, instance);
      else instance.readyDueAt = world.clock.now() + signalMs;
    },
    ready,
    registerDue(group) {
      for (const instance of group.instances) {
        const { phase, isStandby, registersAt = Number.POSITIVE_INFINITY } = instance;
        if (phase !== 'running' || isStandby || registersAt > world.clock.now()) continue;
        register(group, instance);
      }
    },
    moveTargets: (group, before) => moveTargets(group, before, loadBalancing),
  };
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
  for (const { phase, instanceId, isStandby, readyDueAt } of group.instances) {
    if (phase !== 'running' || isStandby || readyDueAt !== undefined) continue;
    for (const each of left) each.deregister(instanceId);
    for (const each of joined) each.register(instanceId);
  }
}
