// A group document made from an Auto Scaling group of the world, with what the caller overrides.
import type { JsonObject } from '../../lib/json.ts';
import { isJsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import type { AutoScalingGroupSpec, WorldSpec } from '../world-spec.ts';
import { choiceOf, idsOf, invalid, needed } from './control-fields.ts';
import { spotError } from './spot-error.ts';
import { STRATEGIES } from './strategy-check.ts';

export function importedDocument(spec: WorldSpec, request: JsonObject): JsonObject {
  const name = needed(textOf(request, 'autoScalingGroupName'), 'autoScalingGroupName');
  const region = needed(textOf(request, 'region'), 'region');
  const source = spec.autoScalingGroups?.find((each) => each.name === name);
  if (region !== spec.region || source === undefined) {
    throw spotError('ASG_DOESNT_EXIST', `Auto Scaling group ${name} is not in region ${region}`);
  }
  const group = request['group'] ?? {};
  if (!isJsonObject(group)) throw invalid('group', 'must be an object');
  const product = group['product'] ?? 'Linux/UNIX (Amazon VPC)';
  const newName = group['name'] ?? name;
  if (typeof product !== 'string') throw invalid('group.product', 'must be a text');
  if (typeof newName !== 'string') throw invalid('group.name', 'must be a text');
  return documentOf(source, region, {
    name: newName,
    product,
    spot: 'spotInstanceTypes' in group ? idsOf(group, 'spotInstanceTypes') : [source.instanceType],
    availabilityVsCost: choiceOf(group, 'availabilityVsCost', STRATEGIES) ?? 'balanced',
  });
}

function documentOf(
  source: AutoScalingGroupSpec,
  region: string,
  chosen: {
    readonly name: string;
    readonly product: string;
    readonly spot: readonly string[];
    readonly availabilityVsCost: string;
  },
): JsonObject {
  const loadBalancers = source.targetGroupArns.map((arn) => ({
    name: arn.split('/')[1] ?? arn,
    arn,
    type: 'TARGET_GROUP',
  }));
  return {
    name: chosen.name,
    region,
    capacity: {
      minimum: source.minSize,
      maximum: source.maxSize,
      target: source.desiredCapacity,
      unit: 'instance',
    },
    strategy: { risk: 100, availabilityVsCost: chosen.availabilityVsCost, fallbackToOd: true },
    compute: {
      product: chosen.product,
      instanceTypes: { ondemand: source.instanceType, spot: chosen.spot },
      availabilityZones: source.availabilityZones.map((zone) => ({ name: zone })),
      launchSpecification: {
        imageId: source.imageId,
        ...(loadBalancers.length === 0
          ? {}
          : { healthCheckType: 'TARGET_GROUP', loadBalancersConfig: { loadBalancers } }),
        healthCheckGracePeriod: source.healthCheckGracePeriodSeconds,
        monitoring: false,
      },
    },
  };
}
