// What the setup records before its first write: rules and groups as they are, so that a way back exists.

import type { Capacity } from '../../cloud/elastigroups.ts';
import type { StepContext } from '../../execution/step.ts';
import type { ElastigroupBgStageSetupSpec } from '../../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import { FACT, type Setup } from '../../traffic/facts.ts';
import {
  type LeftoverGroup,
  record,
  recordBeforeImage,
  STEP_FACT,
  setupOf,
} from '../common/step-facts.ts';
import { type FoundGroups, imageOf, stageNameOf } from './find-groups.ts';
import type { Site } from './resolve-load-balancer.ts';

export interface Prepared {
  readonly setup: Setup;
  readonly leftover: LeftoverGroup | null;
}

/** An earlier attempt's images stand: what it changed since is no longer "before". */
export async function recordBefore(
  context: StepContext,
  spec: ElastigroupBgStageSetupSpec,
  sites: readonly Site[],
  found: FoundGroups,
  wanted: Capacity,
): Promise<Prepared> {
  for (const site of sites) await recordSite(context, spec, site);
  const earlier = setupOf(context);
  const inService = found.inService === undefined ? null : imageOf(found.inService);
  const setup: Setup = {
    ...cloudOf(spec),
    spotConnectorRef: context.stage.deployment?.spotConnectorRef ?? '',
    groupName: spec.name,
    stageGroupName: stageNameOf(spec.name),
    green: earlier?.green ?? null,
    blue: earlier === undefined ? inService : earlier.blue,
    loadBalancers: sites.map(({ setup: site }) => site),
    healthyWanted: wanted.target,
  };
  const leftover = await record(
    context,
    STEP_FACT.leftoverGroup,
    setup.stageGroupName,
    leftoverOf(found, setup),
  );
  return { setup: await record(context, FACT.setup, 'before', setup), leftover };
}

async function recordSite(
  context: StepContext,
  spec: ElastigroupBgStageSetupSpec,
  site: Site,
): Promise<void> {
  await recordBeforeImage(context, {
    ruleArn: site.prodRule.arn,
    listenerArn: site.prodRule.listenerArn,
    loadBalancerArn: site.loadBalancer.arn,
    isDefault: site.prodRule.isDefault,
    ...cloudOf(spec),
    label: 'prod',
    lane: 'prod',
    actions: site.prodRule.actions,
  });
  const pair = [site.setup.prodTargetGroupArn, site.setup.stageTargetGroupArn];
  const sharing = site.rules.filter(
    ({ arn, actions }) =>
      arn !== site.prodRule.arn &&
      forwardedTo(actions)?.some(({ targetGroupArn }) => pair.includes(targetGroupArn)),
  );
  await record(
    context,
    STEP_FACT.sharingRules,
    site.loadBalancer.arn,
    sharing.map(({ arn }) => arn),
  );
}

/** A staged group that this stage has made itself is no leftover. */
function leftoverOf(found: FoundGroups, setup: Setup): LeftoverGroup | null {
  const staged = found.staged;
  if (staged === undefined || staged.id === setup.green?.id) return null;
  return { id: staged.id, name: staged.name, document: staged.document };
}

function cloudOf(spec: ElastigroupBgStageSetupSpec): Pick<Setup, 'connectorRef' | 'region'> {
  const { connectorRef, region } = spec.connectedCloudProvider.spec;
  return { connectorRef, region };
}
