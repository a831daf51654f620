// The operations of ELBv2 by name, each behind faults and AWS's throttling.
import type { JsonObject } from '../../lib/json.ts';
import { throttled } from '../gate.ts';
import { createTokenBucket } from '../token-bucket.ts';
import type { ApiCall, Elbv2 } from '../twin.ts';
import type { World } from '../world.ts';
import { createDescribe } from './describe.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { createModify } from './modify.ts';

export function createElbv2(world: World, loadBalancing: LoadBalancing): Elbv2 {
  const { limits } = world.spec;
  const reads = createTokenBucket(limits.elbv2Describe);
  const writes = createTokenBucket(limits.elbv2Modify);
  const describe = createDescribe(world, loadBalancing);
  const modify = createModify(world, loadBalancing);

  const gated = (operation: string, act: (request: JsonObject) => JsonObject): ApiCall => {
    const bucket = operation.startsWith('Describe') ? reads : writes;
    const admit = (): void => {
      if (!bucket.take(world.clock.now())) throw throttled('elbv2');
    };
    return (request) => world.gate.pass({ service: 'elbv2', operation }, admit, () => act(request));
  };

  return {
    describeLoadBalancers: gated('DescribeLoadBalancers', describe.loadBalancers),
    describeListeners: gated('DescribeListeners', describe.listeners),
    describeRules: gated('DescribeRules', describe.rules),
    describeTargetGroups: gated('DescribeTargetGroups', describe.targetGroups),
    describeTargetGroupAttributes: gated(
      'DescribeTargetGroupAttributes',
      describe.targetGroupAttributes,
    ),
    describeTargetHealth: gated('DescribeTargetHealth', describe.targetHealth),
    modifyRule: gated('ModifyRule', modify.rule),
    modifyListener: gated('ModifyListener', modify.listener),
    registerTargets: gated('RegisterTargets', modify.registerTargets),
    deregisterTargets: gated('DeregisterTargets', modify.deregisterTargets),
  };
}
