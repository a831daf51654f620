// Creating the green group, once: it is looked for by its name before a create is repeated.
import type { Elastigroup, Elastigroups } from '../../cloud/elastigroups.ts';
import type { LoadBalancers } from '../../cloud/load-balancer.ts';
import type { StepContext } from '../../execution/step.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import type { Deployment } from '../../plan/plan.ts';
import type { GroupImage, Setup } from '../../traffic/facts.ts';
import { warn } from '../common/notice.ts';
import type { Pace } from '../common/pace.ts';
import { type LeftoverGroup, record, STEP_FACT } from '../common/step-facts.ts';
import { withRetries, write } from '../common/with-retries.ts';
import { dnsConsequence } from './dns-fail-over.ts';
import { attributesOf, shortDrains } from './draining-time.ts';
import { imageOf } from './find-groups.ts';
import { greenDocument } from './group-document.ts';

export interface Creation {
  readonly setup: Setup;
  readonly deployment: Deployment;
  readonly leftover: LeftoverGroup | null;
  readonly elastigroups: Elastigroups;
  readonly loadBalancers: LoadBalancers;
}

export async function createGreen(
  context: StepContext,
  pace: Pace,
  creation: Creation,
): Promise<GroupImage> {
  const { setup, elastigroups, leftover, loadBalancers, deployment } = creation;
  const stage = setup.loadBalancers.map(({ stageTargetGroupArn }) => stageTargetGroupArn);
  const prod = setup.loadBalancers.map(({ prodTargetGroupArn }) => prodTargetGroupArn);
  const greens = await attributesOf(pace, loadBalancers, stage);
  const greenDelayMs = Math.max(0, ...greens.map((each) => each.deregistrationDelayMs));
  const blues = await attributesOf(pace, loadBalancers, prod);
  const blueDelayMs = Math.max(0, ...blues.map((each) => each.deregistrationDelayMs));
  const seen = [...greens, ...blues];
  for (const [index, arn] of [...stage, ...prod].entries()) {
    await record(context, STEP_FACT.attributes, arn, seen[index] ?? null);
  }
  await recordTargetGroups(context, pace, creation, [...stage, ...prod], stage);
  for (const [index, site] of setup.loadBalancers.entries()) {
    const consequence = dnsConsequence(site, greens[index]);
    if (consequence !== undefined) await warn(context, consequence);
  }
  const drains = { document: deployment.groupDocument, setup, greenDelayMs, blueDelayMs };
  for (const text of shortDrains(drains)) await warn(context, text);
  const document = greenDocument({
    deployment,
    name: setup.stageGroupName,
    targetGroupArns: stage,
    deregistrationDelayMs: greenDelayMs,
  });
  await record(context, STEP_FACT.creatingGreen, setup.stageGroupName, true);
  const created = await write(context, pace, {
    name: `create ${setup.stageGroupName}`,
    request: document,
    changesWorld: true,
    act: async (request) => asJson(await elastigroups.create(request as JsonObject)),
    readBack: async () => {
      const groups = await elastigroups.list();
      const found = groups.find(
        ({ id, name }) => name === setup.stageGroupName && id !== leftover?.id,
      );
      return found === undefined ? { applied: false } : { applied: true, result: asJson(found) };
    },
  });
  return created as unknown as GroupImage;
}

/** What stands in green's target group before green is there is nobody's of this run. */
async function recordTargetGroups(
  context: StepContext,
  pace: Pace,
  { loadBalancers }: Creation,
  arns: readonly string[],
  stage: readonly string[],
): Promise<void> {
  const found = await withRetries(pace, () => loadBalancers.targetGroups(arns));
  for (const { arn, healthCheck } of found) {
    await record(context, STEP_FACT.healthCheck, arn, healthCheck);
  }
  for (const arn of stage) {
    const targets = await withRetries(pace, () => loadBalancers.targetHealth(arn));
    const ids = targets.flatMap(({ targetId, state }) => (state === 'draining' ? [] : [targetId]));
    await record(context, STEP_FACT.strangers, arn, ids);
  }
}

function asJson(group: Elastigroup): Json {
  return imageOf(group) as unknown as Json;
}
