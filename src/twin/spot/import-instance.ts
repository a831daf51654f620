// A group document made after one running instance, which itself stays what it is.
import type { JsonObject } from '../../lib/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import { idsOf, invalid, needed } from './control-fields.ts';
import type { Elastigroups } from './elastigroups.ts';
import { spotError } from './spot-error.ts';

/** Any instance that runs, in a group or detached from one. */
export function importedInstance(
  world: World,
  groups: Elastigroups,
  request: JsonObject,
): JsonObject {
  const instanceId = needed(textOf(request, 'instanceId'), 'instanceId');
  const region = needed(textOf(request, 'region'), 'region');
  const running = world.ec2.running(instanceId);
  const known = groups.all().flatMap(({ usages }) => usages.get(instanceId)?.instance ?? [])[0];
  if (region !== world.spec.region || running === undefined || known === undefined) {
    throw spotError('INSTANCE_DOESNT_EXIST', `Instance ${instanceId} is not in region ${region}`);
  }
  const group = request['group'] ?? {};
  if (!isJsonObject(group)) throw invalid('group', 'must be an object');
  const name = group['name'] ?? instanceId;
  if (typeof name !== 'string') throw invalid('group.name', 'must be a text');
  const { instanceType, availabilityZone } = known;
  const spot = 'spotInstanceTypes' in group ? idsOf(group, 'spotInstanceTypes') : [instanceType];
  return {
    name,
    region,
    capacity: { minimum: 0, maximum: 1, target: 1, unit: 'instance' },
    strategy: { risk: 100, availabilityVsCost: 'balanced', fallbackToOd: true },
    compute: {
      product: 'Linux/UNIX',
      instanceTypes: { ondemand: instanceType, spot },
      availabilityZones: [{ name: availabilityZone }],
      launchSpecification: { imageId: running.amiId, monitoring: false },
    },
  };
}
