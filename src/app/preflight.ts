// The look before the leap: reads that show, before anything is started, that clouds answer and rules exist.

import { CloudError } from '../cloud/cloud-error.ts';
import type { Clouds } from '../cloud/clouds.ts';
import type { World } from '../execution/event.ts';
import { isJsonObject, type Json } from '../lib/json.ts';
import type { Plan, StageNode } from '../plan/plan.ts';
import { nodesOf, stepsOf } from '../plan/walk.ts';
import { refusalOf } from './cloud-refusal.ts';
import type { CloudsOptions } from './clouds/clients.ts';
import { readIdentity } from './clouds/identity.ts';
import type { LoadedProject } from './load-project.ts';
import { placeText } from './place-of.ts';
import { Refusal } from './refusal.ts';
import { ruleArns } from './rule-arns.ts';

export interface CloudCheck {
  readonly plan: Plan;
  readonly loaded: LoadedProject;
  readonly clouds: Clouds;
  readonly world: World['kind'];
}

/** Throws `Refusal` when a connector is refused, a cloud does not answer, or a rule does not exist. */
export async function checkClouds(check: CloudCheck): Promise<void> {
  for (const node of nodesOf(check.plan.pipeline)) {
    if (node.kind !== 'stage' || node.deployment === undefined) continue;
    await checkSpot(node.deployment.spotConnectorRef, check);
    await checkRules(node, check);
  }
}

async function checkSpot(reference: string, check: CloudCheck): Promise<void> {
  const { connectors } = check.loaded.project;
  const connector = connectors.find(
    (each) => reference.replace(/^(account|org)\./, '') === each.identifier,
  );
  const place = connector === undefined ? '' : `${placeText(connector.position)}: `;
  const credential = member(member(connector?.spec, 'credential'), 'spec');
  if (isJsonObject(credential) && !credential['spotAccountId'] && !credential['spotAccountIdRef']) {
    throw new Refusal(
      'invalid',
      `${place}Connector ${reference} names no Spot account, and Spot would silently take the organisation's default. Give spec.credential.spec.spotAccountId or spotAccountIdRef. Nothing was started.`,
    );
  }
  const advice = check.world === 'twin' ? TWIN_SPOT_ADVICE : undefined;
  await reading(
    `${place}Spot, connector ${reference}`,
    () => check.clouds.elastigroups(reference).list(),
    (error) => (error.kind === 'denied' ? advice : undefined),
  );
}

const TWIN_SPOT_ADVICE =
  'Correct the token or the account of this connector; a twin takes those that its world file names under "spot".';

/** What to do about a rule that a cloud does not know. */
export const RULE_ADVICE =
  'Correct the ARN, or the region and the account in which it is looked for.';

/** A rule by its ARN, after the place where a person wrote it. */
export function ruleCalled(arn: string, loaded: LoadedProject): string {
  const place = loaded.placeOf(arn);
  return `${place === undefined ? '' : `${place}: `}rule ${arn}`;
}

/** Who a run on AWS acts as: asked once, shown before the first write, journalled with the run. */
export async function readAwsWorld(plan: Plan, options: CloudsOptions): Promise<World> {
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind !== 'stage' || node.deployment === undefined) continue;
    const provider = cloudProviderOf(node);
    if (provider === undefined) continue;
    const { connectorRef, region } = provider;
    const { spotConnectorRef } = node.deployment;
    const identity = await reading(`AWS, connector ${connectorRef}`, () =>
      readIdentity({ ...options, awsConnectorRef: connectorRef, region, spotConnectorRef }),
    );
    return { kind: 'aws', identity: { ...identity } };
  }
  return { kind: 'aws', identity: {} };
}

function cloudProviderOf(stage: StageNode): { connectorRef: string; region: string } | undefined {
  for (const step of stepsOf(stage.steps)) {
    const spec = member(step.spec['connectedCloudProvider'], 'spec');
    const connectorRef = member(spec, 'connectorRef');
    const region = member(spec, 'region');
    if (typeof connectorRef === 'string' && typeof region === 'string')
      return { connectorRef, region };
  }
  return undefined;
}

async function checkRules(stage: StageNode, check: CloudCheck): Promise<void> {
  const provider = cloudProviderOf(stage);
  if (provider === undefined) return;
  const { connectorRef, region } = provider;
  const rules = [...new Set([...stepsOf(stage.steps)].flatMap((step) => ruleArns(step.spec)))];
  for (const rule of rules) {
    await reading(
      ruleCalled(rule, check.loaded),
      () => check.clouds.loadBalancers(connectorRef, region).rulesByArn([rule]),
      (error) => (error.kind === 'not-found' ? RULE_ADVICE : undefined),
    );
  }
}

async function reading<Result>(
  what: string,
  read: () => Promise<Result>,
  advice: (error: CloudError) => string | undefined = () => undefined,
): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof CloudError) throw refusalOf(cause, what, advice(cause));
    throw cause;
  }
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}
