// What the setup records before its first write: rules and groups as they are, so that a way back exists.

import type { Capacity } from '../../cloud/elastigroups.ts';
import type { Rule } from '../../cloud/load-balancer.ts';
import type { StepContext } from '../../execution/step.ts';
import type { ElastigroupBgStageSetupSpec } from '../../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import type { StageNode } from '../../plan/plan.ts';
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
  const first = firstSetup(context.stage, spec, sites, found, wanted);
  const setup: Setup =
    earlier === undefined ? first : { ...first, green: earlier.green, blue: earlier.blue };
  const leftover = await record(
    context,
    STEP_FACT.leftoverGroup,
    setup.stageGroupName,
    leftoverOf(found, setup),
  );
  return { setup: await record(context, FACT.setup, 'before', setup), leftover };
}

/** The setup as it is before anything of it is made. */
export function firstSetup(
  { deployment }: Pick<StageNode, 'deployment'>,
  spec: ElastigroupBgStageSetupSpec,
  sites: readonly Pick<Site, 'setup'>[],
  found: FoundGroups,
  wanted: Capacity,
): Setup {
  return {
    ...cloudOf(spec),
    spotConnectorRef: deployment?.spotConnectorRef ?? '',
    groupName: spec.name,
    stageGroupName: stageNameOf(spec.name),
    green: null,
    blue: found.inService === undefined ? null : imageOf(found.inService),
    loadBalancers: sites.map(({ setup }) => setup),
    healthyWanted: wanted.target,
  };
}

/** The other rules that name one of the two target groups: they count for proofs. */
export function sharingRulesOf({ setup, rules }: Pick<Site, 'setup' | 'rules'>): readonly Rule[] {
  const pair = [setup.prodTargetGroupArn, setup.stageTargetGroupArn];
  return rules.filter(
    ({ arn, actions }) =>
      arn !== setup.prodRuleArn &&
      forwardedTo(actions)?.some(({ targetGroupArn }) => pair.includes(targetGroupArn)),
  );
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
  await record(
    context,
    STEP_FACT.sharingRules,
    site.loadBalancer.arn,
    sharingRulesOf(site).map(({ arn }) => arn),
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
