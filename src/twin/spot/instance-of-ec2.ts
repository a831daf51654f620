// One instance of a group as EC2 describes it.
import type { JsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import type { World } from '../world.ts';
import { type Group, launchSpecificationOf, nameOf, type SpotInstance } from './group.ts';

export function instanceShape(world: World, group: Group, instance: SpotInstance): JsonObject {
  const imageId = textOf(launchSpecificationOf(group.document), 'imageId');
  const isPending = instance.phase === 'booting';
  return {
    instanceId: instance.instanceId,
    imageId: world.ec2.running(instance.instanceId)?.amiId ?? imageId,
    instanceState: isPending ? { code: 0, name: 'pending' } : { code: 16, name: 'running' },
    amiLaunchIndex: 0,
    instanceType: instance.instanceType,
    launchTime: new Date(instance.fulfilledAt).toISOString(),
    placement: { availabilityZone: instance.availabilityZone, tenancy: 'default' },
    monitoring: { state: 'disabled' },
    vpcId: 'vpc-0a1b2c3d4e5f60001',
    privateIpAddress: instance.privateIp,
    architecture: 'x86_64',
    ...(instance.lifeCycle === 'SPOT'
      ? { instanceLifecycle: 'spot', spotInstanceRequestId: instance.requestId }
      : {}),
    tagSet: [
      { key: 'spotinst:aws:ec2:group:id', value: group.id },
      { key: 'spotinst:aws:ec2:group:name', value: nameOf(group) },
      { key: 'spotinst:aws:ec2:group:createdBy', value: 'spotinst' },
    ],
  };
}
