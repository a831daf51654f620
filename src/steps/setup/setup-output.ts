// The outputs of the setup step, under the names Harness gives them.

import type { Capacity } from '../../cloud/elastigroups.ts';
import type { JsonObject } from '../../lib/json.ts';
import { loadBalancerName, targetGroupName } from '../../traffic/arn.ts';
import type { GroupImage, Setup } from '../../traffic/facts.ts';

export function setupOutput(setup: Setup, wanted: Capacity): JsonObject {
  return {
    elastigroupNamePrefix: setup.groupName,
    awsRegion: setup.region,
    awsConnectorRef: setup.connectorRef,
    maxInstanceCount: wanted.maximum,
    blueGreen: true,
    successful: true,
    newElastigroupOriginalConfig: groupOutput(setup.green, wanted),
    oldElastigroupOriginalConfig: groupOutput(setup.blue, setup.blue?.capacity),
    loadBalancerDetailsForBGDeployments: setup.loadBalancers.map((site) => ({
      loadBalancerName: loadBalancerName(site.loadBalancerArn),
      loadBalancerArn: site.loadBalancerArn,
      prodListenerArn: site.prodListenerArn,
      prodRuleArn: site.prodRuleArn,
      prodTargetGroupArn: site.prodTargetGroupArn,
      prodTargetGroupName: targetGroupName(site.prodTargetGroupArn),
      stageTargetGroupArn: site.stageTargetGroupArn,
      stageTargetGroupName: targetGroupName(site.stageTargetGroupArn),
      useSpecificRules: true,
    })),
  };
}

function groupOutput(group: GroupImage | null, capacity: Capacity | undefined): JsonObject | null {
  if (group === null || capacity === undefined) return null;
  const { minimum, target, maximum } = capacity;
  return { id: group.id, name: group.name, capacity: { minimum, target, maximum } };
}
