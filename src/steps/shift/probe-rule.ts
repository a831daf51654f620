// Proof by requests of our own through a rule's host and path: the fingerprint before, and the share after.

import { isJsonObject, type Json } from '../../lib/json.ts';
import { forwardedTo } from '../../traffic/actions.ts';
import type { GroupImage } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Probe } from '../../traffic/policy.ts';
import { judgeProbe, type Verdict } from '../../traffic/proof.ts';
import { percentOf, shareOf } from '../../traffic/split.ts';
import { lastFact, record, STEP_FACT } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import type { ProbeClient } from '../probe.ts';
import { greenTargetGroups, type PlannedChange, type Shift } from './shift.ts';

const BASELINE_REQUESTS = 20;

export function canProbe(shift: Shift, change: PlannedChange): boolean {
  return probing(shift) !== undefined && baselineOf(shift, change) !== undefined;
}

/** Before the first shift of a rule all its answers come from blue; if they agree, that is the fingerprint. */
export async function takeBaseline(shift: Shift, change: PlannedChange): Promise<void> {
  const means = probing(shift);
  if (means === undefined || baselineOf(shift, change) !== undefined) return;
  if (!hasOneVersion(change.rule.actions, greenTargetGroups(shift.setup))) return;
  const answers = await send(shift, change, means, BASELINE_REQUESTS);
  const [first, ...rest] = answers.filter((answer) => answer !== null);
  if (first === undefined || rest.some((answer) => answer !== first)) {
    shift.context.log(
      `${change.label}: the probe's header tells nothing about the present version.`,
    );
    return;
  }
  await record(shift.context, STEP_FACT.probeBaseline, change.ruleArn, first);
}

export async function probeShare(shift: Shift, change: PlannedChange): Promise<Verdict> {
  const means = probing(shift);
  const baseline = baselineOf(shift, change);
  if (means === undefined || baseline === undefined) {
    return { status: 'pending', observed: null, requests: null, reason: 'no probe is set up' };
  }
  const expected = shareOf(change.targetGroups, greenTargetGroups(shift.setup));
  let verdict: Verdict | undefined;
  for (let round = 0; round < 2; round++) {
    const answers = await send(shift, change, means, means.probe.requests);
    verdict = judgeProbe(answers, baseline, expected);
    if (verdict.status !== 'contradicted') return verdict;
  }
  return verdict ?? judgeProbe([], baseline, expected);
}

/** Whether all answers through the rule come from one version now, and not from green. */
export function hasOneVersion(actions: readonly RuleAction[], green: ReadonlySet<string>): boolean {
  const live = (forwardedTo(actions) ?? []).filter(({ weight }) => weight > 0);
  return percentOf(actions, green) === 0 && live.length === 1;
}

type Documented = Pick<GroupImage, 'document'>;

/** A version beside itself answers alike on both sides: no header tells them apart. */
export function isSameImage(green: Documented | null, blue: Documented | null): boolean {
  const image = imageOf(green);
  return image !== undefined && image === imageOf(blue);
}

interface Means {
  readonly client: ProbeClient;
  readonly probe: Probe;
}

function probing(shift: Shift): Means | undefined {
  const { probe: client, policy } = shift.tools;
  if (client === undefined || policy.probe === undefined) return undefined;
  const { green, blue } = shift.setup;
  if (isSameImage(green, blue)) return undefined;
  return { client, probe: policy.probe };
}

function imageOf(group: Documented | null): Json | undefined {
  const compute = group?.document['compute'];
  const specification = isJsonObject(compute) ? compute['launchSpecification'] : undefined;
  return isJsonObject(specification) ? specification['imageId'] : undefined;
}

function baselineOf(shift: Shift, change: PlannedChange): string | undefined {
  return lastFact<string>(shift.context, STEP_FACT.probeBaseline, change.ruleArn);
}

async function send(
  shift: Shift,
  change: PlannedChange,
  { client, probe }: Means,
  requests: number,
): Promise<readonly (string | null)[]> {
  const { pace, loadBalancers } = shift;
  const { loadBalancerArn, rule } = change;
  const loadBalancer = await withRetries(pace, () => loadBalancers.loadBalancer(loadBalancerArn));
  const listeners = await withRetries(pace, () => loadBalancers.listeners(loadBalancerArn));
  const listener = listeners.find(({ arn }) => arn === rule.listenerArn);
  if (listener === undefined) return [];
  return client.send({
    loadBalancerArn,
    dnsName: loadBalancer.dnsName,
    listenerArn: listener.arn,
    port: listener.port,
    protocol: listener.protocol,
    host: conditionOf(change, 'host-header'),
    path: conditionOf(change, 'path-pattern'),
    header: probe.header,
    requests,
  });
}

/** The first value of a condition with its wildcards filled, so that a request meets it. */
function conditionOf(change: PlannedChange, field: string): string | undefined {
  const [value] = change.rule.conditions.find((each) => each.field === field)?.values ?? [];
  return value?.replaceAll('*', 'x').replaceAll('?', 'x');
}
