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

/** Throws `Refusal` when a connector is refused, a cloud does not answer, or a rule does not exist. */
export async function checkClouds(plan: Plan, clouds: Clouds): Promise<void> {
  for (const node of nodesOf(plan.pipeline)) {
    if (node.kind !== 'stage' || node.deployment === undefined) continue;
    await checkSpot(node.deployment.spotConnectorRef, clouds);
    await checkRules(node, clouds);
  }
}

async function checkSpot(connectorRef: string, clouds: Clouds): Promise<void> {
  await reading(`Spot, connector ${connectorRef}`, () => clouds.elastigroups(connectorRef).list());
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

async function checkRules(stage: StageNode, clouds: Clouds): Promise<void> {
  const provider = cloudProviderOf(stage);
  if (provider === undefined) return;
  const { connectorRef, region } = provider;
  const rules = [...new Set([...stepsOf(stage.steps)].flatMap((step) => ruleArns(step.spec)))];
  for (const rule of rules) {
    await reading(`AWS, connector ${connectorRef}, rule ${rule}`, () =>
      clouds.loadBalancers(connectorRef, region).rulesByArn([rule]),
    );
  }
}

/** Rules that a spec names; an expression that is not known yet names none. */
function ruleArns(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(ruleArns);
  if (!isJsonObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = value[key];
    const isRule = key === 'listenerRuleArn' || key === 'prodListenerRuleArn';
    if (isRule && typeof inner === 'string' && !inner.includes('<+')) return [inner];
    return ruleArns(inner);
  });
}

async function reading<Result>(what: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof CloudError) throw refusalOf(cause, what);
    throw cause;
  }
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}
