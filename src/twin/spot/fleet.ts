// The life of a group's instances: asked for, booted, registered, drained, ended.
import { textOfBase64 } from '../base64.ts';
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import { textOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import { createDepartures, type Departures, registrars } from './departures.ts';
import {
  type Group,
  keyOf,
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
  /** Registers what runs and was to be registered later than it began to. */
  registerDue(group: Group): void;
  /** Registers running instances where the document now says, and takes them out elsewhere. */
  moveTargets(group: Group, before: readonly string[]): void;
  stateOf: TargetStateReader;
}

export interface FleetNeeds {
  readonly world: World;
  readonly loadBalancing: LoadBalancing;
  readonly groupOf: (id: string) => Group | undefined;
  /** Called when a group may need more or fewer instances than before. */
  readonly changed: (group: Group) => void;
}

export function createFleet({ world, loadBalancing, groupOf, changed }: FleetNeeds): Fleet {
  const { timing } = world.spec;
  const random = world.random('fleet');
  const waits = world.timers.waits('instances', (key, step) => {
    const { group, instance } = waitingUnder(key, groupOf);
    if (group === undefined || instance === undefined) return;
    if (step === 'fulfil') fulfil(group, instance);
    else if (step === 'boot') boot(group, instance);
    else departures.kill(group, instance);
  });
  const departures = createDepartures(world, loadBalancing, waits, changed);
  const own = (group: Group) => registrars(loadBalancing, targetGroupArnsOf(group.document));
  const register = (group: Group, instance: SpotInstance): void => {
    instance.registersAt = undefined;
    for (const each of own(group)) each.register(instance.instanceId);
  };
  const boot = (group: Group, instance: SpotInstance): void => {
    launch(world, group, instance);
    const lateMs = world.faults.registrationDelayMs(group.id);
    if (lateMs === 0) register(group, instance);
    else if (lateMs !== undefined) instance.registersAt = world.clock.now() + lateMs;
    changed(group);
  };
  const fulfil = (group: Group, instance: SpotInstance): void => {
    if (!world.faults.takeCapacity(group.id)) {
      waits.set(keyOf(group, instance), timing.observeMs, 'fulfil');
      return;
    }
    instance.phase = 'booting';
    instance.fulfilledAt = world.clock.now();
    beginUsage(group, instance, instance.fulfilledAt);
    const what = `was launched by spot request ${instance.requestId}`;
    logInstance(group, instance, instance.fulfilledAt, what);
    const bootMs = random.within(timing.bootMs) + world.faults.extraBootMs(group.id);
    waits.set(keyOf(group, instance), bootMs, 'boot');
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
      waits.set(keyOf(group, instance), fulfilMs, 'fulfil');
      return instance;
    },
    bringRunning(group) {
      const instance = add(group);
      instance.wasHealthy = true;
      beginUsage(group, instance, instance.fulfilledAt);
      launch(world, group, instance, LONG_AGO_MS);
      for (const each of own(group)) each.register(instance.instanceId, each.spec.port, 'healthy');
    },
    registerDue(group) {
      for (const instance of group.instances) {
        const { phase, isStandby, registersAt = Number.POSITIVE_INFINITY } = instance;
        if (phase !== 'running' || isStandby || registersAt > world.clock.now()) continue;
        register(group, instance);
      }
    },
    ...departures,
    moveTargets: (group, before) => moveTargets(group, before, loadBalancing),
    stateOf: (arn, instanceId) =>
      loadBalancing.targetGroups
        .get(arn)
        ?.targets()
        .find((target) => target.instanceId === instanceId)?.state,
  };
}

function waitingUnder(
  key: string,
  groupOf: FleetNeeds['groupOf'],
): { readonly group?: Group | undefined; readonly instance?: SpotInstance | undefined } {
  const end = key.lastIndexOf('/');
  const group = groupOf(key.slice(0, end));
  const id = key.slice(end + 1);
  return { group, instance: [...(group?.instances ?? [])].find((each) => each.instanceId === id) };
}

/** What is there at the start has booted whatever its application takes. */
const LONG_AGO_MS = 86_400_000;

function launch(world: World, group: Group, instance: SpotInstance, ranMs = 0): void {
  const specification = launchSpecificationOf(group.document);
  instance.phase = 'running';
  logInstance(group, instance, world.clock.now(), 'runs');
  const launched = {
    instanceId: instance.instanceId,
    groupId: group.id,
    amiId: textOf(specification, 'imageId') ?? '',
    userData: textOfBase64(textOf(specification, 'userData') ?? '') ?? '',
  };
  world.ec2.run(launched, ranMs);
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
