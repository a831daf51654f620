// The look before a setup: load balancers, groups and capacity, with everything that a setup refuses. Reads only.
import type { Capacity, Elastigroups } from '../../cloud/elastigroups.ts';
import type { LoadBalancers } from '../../cloud/load-balancer.ts';
import type { Metrics } from '../../cloud/metrics.ts';
import type { StepContext } from '../../execution/step.ts';
import { isJsonObject } from '../../lib/json.ts';
import type { ElastigroupBgStageSetupSpec } from '../../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import type { Deployment, StageNode } from '../../plan/plan.ts';
import { stepsOf } from '../../plan/walk.ts';
import type { Policy } from '../../traffic/policy.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import { look } from '../common/group-health.ts';
import type { Pace } from '../common/pace.ts';
import { type LeftoverGroup, STEP_FACT, setupOf, stageFacts } from '../common/step-facts.ts';
import type { StepTools } from '../tools.ts';
import { type FoundGroups, findGroups } from './find-groups.ts';
import { thirdParties } from './group-document.ts';
import { objectionsTo } from './refuse-document.ts';
import { refuseOverlap } from './refuse-overlap.ts';
import { resolveLoadBalancer, type Site, type Warned } from './resolve-load-balancer.ts';
import { wantedCapacity } from './wanted-capacity.ts';

export interface Surroundings {
  readonly deployment: Deployment;
  readonly elastigroups: Elastigroups;
  readonly loadBalancers: LoadBalancers;
  readonly metrics: Metrics;
  readonly sites: readonly Site[];
  readonly found: FoundGroups;
  /** What green is scaled to. */
  readonly wanted: Capacity;
}

/** What the look needs of a step: before a run there is none yet. */
export type Looking = Pick<StepContext, 'path' | 'attempt' | 'stage' | 'facts'> & Warned;

/** Throws a `StepFailure` with what the setup refuses. */
export async function lookAround(
  tools: StepTools,
  spec: ElastigroupBgStageSetupSpec,
  context: Looking,
  pace: Pace,
): Promise<Surroundings> {
  const { connectorRef, region } = spec.connectedCloudProvider.spec;
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
  await warnOf(context, deployment);
  return { deployment, elastigroups, loadBalancers, metrics, sites, found, wanted };
}

/** Rules whose weight on an idle target group is a test, or that Standalone shifts of the stage write themselves. */
export function testedRules(
  { testRules }: Pick<Policy, 'testRules'>,
  stage: StageNode,
): ReadonlySet<string> {
  return new Set([...testRules, ...standaloneRules(stage)]);
}

export function standaloneRules(stage: StageNode): readonly string[] {
  const arns: string[] = [];
  for (const step of stepsOf(stage.steps)) {
    const wrapper = step.spec['elastigroupTrafficShiftWrapper'];
    const spec = isJsonObject(wrapper) ? wrapper['spec'] : undefined;
    const arn = isJsonObject(spec) ? spec['listenerRuleArn'] : undefined;
    if (typeof arn === 'string') arns.push(arn);
  }
  return arns;
}

function deploymentOf(context: Looking): Deployment {
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

/** The groups that this step has deleted, or was deleting in this attempt before a crash. */
function madeRoom(context: Looking): ReadonlySet<string> {
  const removed = stageFacts(context, STEP_FACT.removedGroup).map(({ key }) => key);
  const begun = stageFacts(context, STEP_FACT.leftoverGroup)
    .filter(({ path, attempt }) => path === context.path && attempt === context.attempt)
    .map(({ value }) => (value as LeftoverGroup | null)?.id ?? '');
  return new Set([...removed, ...begun]);
}

async function warnOf(context: Looking, { groupDocument }: Deployment): Promise<void> {
  const parties = thirdParties(groupDocument);
  if (parties.length > 0) {
    await context.warn(`${parties.join(', ')} will see both groups at once`);
  }
}
