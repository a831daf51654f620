// Blue and green of a run as the clouds have them now, with every instance: for people who look. Reads only.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { Clouds } from '../../cloud/clouds.ts';
import type { Elastigroups, InstanceHealth } from '../../cloud/elastigroups.ts';
import type { TargetHealth } from '../../cloud/load-balancer.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { GroupImage, Setup } from '../../traffic/facts.ts';

export interface GroupSight {
  readonly colour: 'green' | 'blue';
  readonly id: string;
  readonly name: string;
  /** Undefined for a group without one. */
  readonly targetGroup: string | undefined;
  /** Undefined for a group that is gone. */
  readonly capacity: GroupImage['capacity'] | undefined;
  /** In that of its target groups that has the fewest. */
  readonly healthy: number | undefined;
  readonly instances: readonly InstanceSight[];
}

export interface InstanceSight {
  readonly id: string;
  readonly zone: string | undefined;
  readonly type: string | undefined;
  readonly lifeCycle: 'spot' | 'on-demand' | undefined;
  /** In its target group, where it is worst; undefined where no target group knows it. */
  readonly health: string | undefined;
}

/** Throws `CloudError` when a cloud does not answer. */
export async function lookAtGroups(
  clouds: Clouds,
  setups: readonly Setup[],
): Promise<readonly GroupSight[]> {
  const groups = setups.flatMap((setup) => [
    ...(setup.green === null ? [] : [lookAtGroup(clouds, setup, 'green', setup.green)]),
    ...(setup.blue === null ? [] : [lookAtGroup(clouds, setup, 'blue', setup.blue)]),
  ]);
  return Promise.all(groups);
}

async function lookAtGroup(
  clouds: Clouds,
  { connectorRef, region, spotConnectorRef, loadBalancers }: Setup,
  colour: GroupSight['colour'],
  image: GroupImage,
): Promise<GroupSight> {
  const elastigroups = clouds.elastigroups(spotConnectorRef);
  const arns = loadBalancers.map(({ stageTargetGroupArn, prodTargetGroupArn }) =>
    colour === 'green' ? stageTargetGroupArn : prodTargetGroupArn,
  );
  const port = clouds.loadBalancers(connectorRef, region);
  const [group, instances, types, targets] = await Promise.all([
    goneAs(undefined, elastigroups.read(image.id)),
    goneAs([], elastigroups.instances(image.id)),
    typesOf(elastigroups, image.id),
    Promise.all([...new Set(arns)].map((arn) => goneAs([], port.targetHealth(arn)))),
  ]);
  const own = new Set(instances.map(({ instanceId }) => instanceId));
  return {
    colour,
    id: image.id,
    name: group?.name ?? image.name,
    targetGroup: arns.length === 0 ? undefined : [...new Set(arns)].map(targetGroupName).join(', '),
    capacity: group?.capacity,
    healthy: group === undefined ? undefined : fewestHealthy(targets, own),
    instances: instances.map((instance) => sightOf(instance, types, targets)),
  };
}

function sightOf(
  { instanceId, availabilityZone, lifeCycle }: InstanceHealth,
  types: ReadonlyMap<string, string>,
  targets: readonly (readonly TargetHealth[])[],
): InstanceSight {
  return {
    id: instanceId,
    zone: availabilityZone || undefined,
    type: types.get(instanceId),
    lifeCycle: lifeCycle === 'SPOT' ? 'spot' : lifeCycle === 'OD' ? 'on-demand' : undefined,
    health: worst(targets.flat().filter(({ targetId }) => targetId === instanceId)),
  };
}

function worst(seen: readonly TargetHealth[]): string | undefined {
  return (seen.find(({ state }) => state !== 'healthy') ?? seen[0])?.state;
}

function fewestHealthy(
  targets: readonly (readonly TargetHealth[])[],
  own: ReadonlySet<string>,
): number | undefined {
  if (targets.length === 0) return undefined;
  const counts = targets.map(
    (each) =>
      new Set(
        each
          .filter(({ targetId, state }) => state === 'healthy' && own.has(targetId))
          .map(({ targetId }) => targetId),
      ).size,
  );
  return Math.min(...counts);
}

/** Only for show: where they cannot be read, the rest is shown without them. */
async function typesOf(
  elastigroups: Elastigroups,
  id: string,
): Promise<ReadonlyMap<string, string>> {
  try {
    const types = await elastigroups.instanceTypes(id);
    return new Map(types.map(({ instanceId, type }) => [instanceId, type]));
  } catch (error) {
    if (error instanceof CloudError) return new Map();
    throw error;
  }
}

async function goneAs<Answer, Gone>(gone: Gone, reading: Promise<Answer>): Promise<Answer | Gone> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CloudError && error.kind === 'not-found') return gone;
    throw error;
  }
}
