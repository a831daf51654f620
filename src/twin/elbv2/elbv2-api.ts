// The operations of ELBv2 by name, each behind faults and AWS's throttling.
import type { JsonObject } from '../../lib/json.ts';
import { throttled } from '../gate.ts';
import { createTokenBucket } from '../token-bucket.ts';
import type { ApiCall, Elbv2 } from '../twin.ts';
import type { World } from '../world.ts';
import { createDescribe } from './describe.ts';
import { createListeners } from './listeners.ts';
import { createLoadBalancers } from './load-balancers.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { createModify } from './modify.ts';
import { REQUEST_CHECKS } from './request-checks.ts';
import { createRules } from './rules.ts';
import { createTags } from './tags.ts';
import { createTargetGroups } from './target-groups.ts';

export function createElbv2(world: World, loadBalancing: LoadBalancing): Elbv2 {
  const { limits } = world.spec;
  const reads = createTokenBucket(limits.elbv2Describe);
  const writes = createTokenBucket(limits.elbv2Modify);
  world.saved.add('elbv2 reads', reads);
  world.saved.add('elbv2 writes', writes);
  const describe = createDescribe(world, loadBalancing);
  const modify = createModify(world, loadBalancing);
  const loadBalancers = createLoadBalancers(world, loadBalancing);
  const listeners = createListeners(world, loadBalancing);
  const rules = createRules(world, loadBalancing);
  const targetGroups = createTargetGroups(world, loadBalancing);
  const tags = createTags(loadBalancing);

  const gated = (operation: string, act: (request: JsonObject) => JsonObject): ApiCall => {
    const bucket = operation.startsWith('Describe') ? reads : writes;
    const admit = (): void => {
      if (!bucket.take(world.clock.now())) throw throttled('elbv2');
    };
    const check = REQUEST_CHECKS[operation];
    return (request) =>
      world.gate.pass({ service: 'elbv2', operation }, admit, () => {
        check?.(request, '');
        return act(request);
      });
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
    modifyListener: gated('ModifyListener', listeners.modify),
    registerTargets: gated('RegisterTargets', modify.registerTargets),
    deregisterTargets: gated('DeregisterTargets', modify.deregisterTargets),
    createLoadBalancer: gated('CreateLoadBalancer', loadBalancers.create),
    deleteLoadBalancer: gated('DeleteLoadBalancer', loadBalancers.delete),
    describeLoadBalancerAttributes: gated(
      'DescribeLoadBalancerAttributes',
      loadBalancers.attributes,
    ),
    modifyLoadBalancerAttributes: gated(
      'ModifyLoadBalancerAttributes',
      loadBalancers.modifyAttributes,
    ),
    createListener: gated('CreateListener', listeners.create),
    deleteListener: gated('DeleteListener', listeners.delete),
    createRule: gated('CreateRule', rules.create),
    deleteRule: gated('DeleteRule', rules.delete),
    setRulePriorities: gated('SetRulePriorities', rules.setPriorities),
    createTargetGroup: gated('CreateTargetGroup', targetGroups.create),
    modifyTargetGroup: gated('ModifyTargetGroup', targetGroups.modify),
    deleteTargetGroup: gated('DeleteTargetGroup', targetGroups.delete),
    modifyTargetGroupAttributes: gated(
      'ModifyTargetGroupAttributes',
      targetGroups.modifyAttributes,
    ),
    describeTags: gated('DescribeTags', tags.describe),
    addTags: gated('AddTags', tags.add),
    removeTags: gated('RemoveTags', tags.remove),
  };
}
