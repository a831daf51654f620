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
  type Must,
  type SpotInstance,
  targetGroupArnsOf,
} from './group.ts';
import { logInstance } from './history.ts';
import type { TargetStateReader } from './instance-health.ts';
import { type Market, marketFor, type SpotShortage } from './market.ts';
import { newInstance } from './new-instance.ts';
import { createRegistrations, type Registrations } from './registrations.ts';
import { beginUsage } from './usage.ts';

export interface Fleet extends Departures, Registrations {
  /** Asks the market for an instance; it registers itself once it runs. */
  request(group: Group, replaces?: SpotInstance, must?: Must): SpotInstance;
  /** An instance that runs, registered and healthy, without a past. */
  bringRunning(group: Group): void;
  stateOf: TargetStateReader;
  readonly lacksSpot: SpotShortage;
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
    else if (step === 'restart') restart(group, instance);
    else departures.kill(group, instance);
  });
  const departures = createDepartures(world, loadBalancing, waits, changed);
  const own = (group: Group) => registrars(loadBalancing, targetGroupArnsOf(group.document));
  const registrations = createRegistrations(world, loadBalancing);
  const boot = (group: Group, instance: SpotInstance): void => {
    launch(world, group, instance);
    registrations.started(group, instance);
    changed(group);
  };
  const fulfil = (group: Group, instance: SpotInstance): void => {
    const market = marketFor(group, instance, world.faults.lacksSpot);
    if (market === undefined && instance.must !== undefined) {
      group.instances.delete(instance);
      return;
    }
    if (market === undefined || !world.faults.takeCapacity(group.id)) {
      waits.set(keyOf(group, instance), timing.observeMs, 'fulfil');
      return;
    }
    begin(group, instance, market, world.clock.now());
    const bootMs = random.within(timing.bootMs) + world.faults.extraBootMs(group.id);
    waits.set(keyOf(group, instance), bootMs, 'boot');
  };
  const restart = (group: Group, instance: SpotInstance): void => {
    world.ec2.terminate(instance.instanceId);
    instance.graceFromAt = world.clock.now();
    instance.wasHealthy = false;
    waits.set(keyOf(group, instance), random.within(timing.bootMs), 'boot');
  };
  const add = (group: Group, replaces?: SpotInstance, must?: Must): SpotInstance => {
    const instance = newInstance(world, group, random, replaces, must);
    group.instances.add(instance);
    return instance;
  };

  return {
    request(group, replaces, must) {
      const instance = add(group, replaces, must);
      const fulfilMs = random.within(timing.fulfilMs);
      waits.set(keyOf(group, instance), fulfilMs, 'fulfil');
      return instance;
    },
    bringRunning(group) {
      const instance = add(group);
      Object.assign(instance, marketFor(group, instance, world.faults.lacksSpot));
      instance.wasHealthy = true;
      beginUsage(group, instance, instance.fulfilledAt);
      launch(world, group, instance, LONG_AGO_MS);
      for (const each of own(group)) each.register(instance.instanceId, each.spec.port, 'healthy');
    },
    lacksSpot: world.faults.lacksSpot,
    ...departures,
    ...registrations,
    stateOf: (arn, instanceId) =>
      loadBalancing.targetGroups
        .get(arn)
        ?.targets()
        .find((target) => target.instanceId === instanceId)?.state,
  };
}

function begin(group: Group, instance: SpotInstance, market: Market, now: number): void {
  Object.assign(instance, market);
  instance.phase = 'booting';
  instance.fulfilledAt = now;
  beginUsage(group, instance, now);
  const how = market.lifeCycle === 'OD' ? 'on demand' : `by spot request ${instance.requestId}`;
  logInstance(group, instance, now, `was launched ${how}`);
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
