// ElastigroupBGStageSetup: the green group, healthy at weight 0, with everything recorded that a way back needs.

import type { Capacity } from '../cloud/elastigroups.ts';
import type { LoadBalancers } from '../cloud/load-balancer.ts';
import type { StepContext, StepResult } from '../execution/step.ts';
import { isJsonObject } from '../lib/json.ts';
import type { ElastigroupBgStageSetupSpec } from '../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import type { Deployment } from '../plan/plan.ts';
import { stepsOf } from '../plan/walk.ts';
import { FACT, type Setup } from '../traffic/facts.ts';
import { failure, NOTHING_MOVED } from './common/failure.ts';
import { look } from './common/group-health.ts';
import { type Pace, stepPace } from './common/pace.ts';
import { type LeftoverGroup, record, STEP_FACT, setupOf, stageFacts } from './common/step-facts.ts';
import { awaitGreen } from './setup/await-green.ts';
import { recordBefore } from './setup/before-setup.ts';
import { createGreen } from './setup/create-green.ts';
import { findGroups } from './setup/find-groups.ts';
import { thirdParties } from './setup/group-document.ts';
import { refuseLiveLeftover, removeLeftover } from './setup/leftover-group.ts';
import { objectionsTo } from './setup/refuse-document.ts';
import { refuseOverlap } from './setup/refuse-overlap.ts';
import { resolveLoadBalancer, type Site } from './setup/resolve-load-balancer.ts';
import { raiseFloor, scaleTo } from './setup/scale-groups.ts';
import { setupOutput } from './setup/setup-output.ts';
import { wantedCapacity } from './setup/wanted-capacity.ts';
import type { StepTools } from './tools.ts';

export async function setUpGreen(
  tools: StepTools,
  spec: ElastigroupBgStageSetupSpec,
  context: StepContext,
): Promise<StepResult> {
  const { connectorRef, region } = spec.connectedCloudProvider.spec;
  const pace = stepPace(context);
  const deployment = deploymentOf(context);
  refuseDocument(deployment);
  const elastigroups = tools.clouds.elastigroups(deployment.spotConnectorRef);
  const loadBalancers = tools.clouds.loadBalancers(connectorRef, region);
  const metrics = tools.clouds.metrics(connectorRef, region);
  const sites: Site[] = [];
  for (const config of spec.loadBalancers) {
    sites.push(await resolveLoadBalancer(context, pace, loadBalancers, config.spec));
  }
  refuseOverlap(sites);
  const found = await findGroups(pace, elastigroups, spec.name, madeRoom(context));
  const earlier = setupOf(context);
  const inService = earlier === undefined ? found.inService : earlier.blue;
  const wanted = wantedCapacity(spec.instances, inService?.capacity);
  refuseEmpty(wanted, spec.instances.type);
  if (found.inService === undefined)
    await refuseUnmanaged(tools, pace, loadBalancers, spec.name, sites);
  warnOf(context, deployment);
  const { setup, leftover } = await recordBefore(context, spec, sites, found, wanted);
  if (leftover !== null) {
    const exempt = new Set([...tools.policy.testRules, ...standaloneRules(context)]);
    await refuseLiveLeftover(pace, leftover, { sites, exempt, metrics, loadBalancers });
    await removeLeftover(context, pace, elastigroups, leftover);
  }
  const green =
    setup.green ??
    (await createGreen(context, pace, {
      setup,
      deployment,
      leftover,
      elastigroups,
      loadBalancers,
    }));
  const made: Setup = await record(context, FACT.setup, 'green', { ...setup, green });
  context.log(`${green.name} (${green.id}) stands with ${deployment.amiId}, without weight.`);
  if (made.blue !== null) await raiseFloor(context, pace, elastigroups, made.blue);
  await scaleTo(context, pace, elastigroups, green, wanted);
  const polls = tools.policy.healthyPolls;
  await awaitGreen(context, pace, { setup: made, green, loadBalancers, elastigroups, polls });
  return { status: 'succeeded', output: setupOutput(made, wanted) };
}

function deploymentOf(context: StepContext): Deployment {
  if (context.stage.deployment !== undefined) return context.stage.deployment;
  throw failure('Unknown', {
    what: 'The stage has nothing to deploy',
    why: 'it names no service and infrastructure',
    todo: 'Put the step into a Deployment stage',
    traffic: NOTHING_MOVED,
  });
}

function refuseDocument({ groupDocument, infrastructure }: Deployment): void {
  const objections = objectionsTo(groupDocument);
  if (objections.length === 0) return;
  throw failure('Unknown', {
    what: `The group document of ${infrastructure.name} cannot be deployed blue-green`,
    why: objections.join('; '),
    todo: 'Take that out of the document',
    traffic: NOTHING_MOVED,
  });
}

/** Zero of zero targets are always healthy, and the traffic would be answered with 503. */
function refuseEmpty({ target }: Capacity, type: string): void {
  if (target > 0) return;
  throw failure('Unknown', {
    what: 'The new group would have no instances',
    why: type === 'Fixed' ? 'desired is 0' : 'the group in service has a target of 0',
    todo: 'Ask for at least one instance',
    traffic: NOTHING_MOVED,
  });
}

/** On a first deployment healthy targets mean that something unknown serves the traffic. */
async function refuseUnmanaged(
  tools: StepTools,
  pace: Pace,
  loadBalancers: LoadBalancers,
  name: string,
  sites: readonly Site[],
): Promise<void> {
  if (tools.adoptUnmanaged === true) return;
  for (const { setup } of sites) {
    const targetGroupArn = setup.prodTargetGroupArn;
    const seen = await look(pace, { loadBalancers, targetGroupArn, wanted: 1, group: undefined });
    if (seen.healthy === 0) continue;
    throw failure('Unknown', {
      what: `No Elastigroup has the name ${name}, but something serves the traffic`,
      why: `${seen.healthy} targets of the prod target group are healthy and belong to no group of that name`,
      todo: 'Correct the name, or run with --adopt-unmanaged if this is meant',
      traffic: NOTHING_MOVED,
    });
  }
}

/** The rules that Standalone shifts of this stage will write: their weight on an idle group is the run's own. */
function standaloneRules(context: StepContext): readonly string[] {
  const arns: string[] = [];
  for (const step of stepsOf(context.stage.steps)) {
    const wrapper = step.spec['elastigroupTrafficShiftWrapper'];
    const spec = isJsonObject(wrapper) ? wrapper['spec'] : undefined;
    const arn = isJsonObject(spec) ? spec['listenerRuleArn'] : undefined;
    if (typeof arn === 'string') arns.push(arn);
  }
  return arns;
}

/** The groups that this step has deleted, or was deleting in this attempt before a crash. */
function madeRoom(context: StepContext): ReadonlySet<string> {
  const removed = stageFacts(context, STEP_FACT.removedGroup).map(({ key }) => key);
  const begun = stageFacts(context, STEP_FACT.leftoverGroup)
    .filter(({ path, attempt }) => path === context.path && attempt === context.attempt)
    .map(({ value }) => (value as LeftoverGroup | null)?.id ?? '');
  return new Set([...removed, ...begun]);
}

function warnOf(context: StepContext, { groupDocument }: Deployment): void {
  const parties = thirdParties(groupDocument);
  if (parties.length > 0) {
    context.log(`Warning: ${parties.join(', ')} will see both groups at once.`);
  }
}
