// What another hand has done to the target groups of a setup: health checks, attributes, and targets that no instance explains. Reads only.
import type { HealthCheck, TargetGroupAttributes } from '../../cloud/load-balancer.ts';
import { formatDuration } from '../../lib/duration.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { Difference, GroupImage } from '../../traffic/facts.ts';
import { allDone } from '../common/all-done.ts';
import { pause } from '../common/pace.ts';
import { STEP_FACT, type StageContext, stageFacts } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { attributesOf } from '../setup/draining-time.ts';
import type { Sight } from './shift.ts';

/** A target group as it is now. */
export interface TargetGroupLook {
  readonly arn: string;
  readonly attributes: TargetGroupAttributes;
  readonly healthCheck: HealthCheck;
  readonly strangers: readonly string[];
  /** Those of which nobody has said yet whether the run goes on with them; all, where none are known. */
  readonly newStrangers: readonly string[];
  readonly areStrangersKnown: boolean;
}

export interface TargetGroupChanges {
  readonly looks: readonly TargetGroupLook[];
  /** What makes health or the next write mean something else than it did. */
  readonly dangers: readonly Difference[];
  /** Sentences about all else. */
  readonly told: readonly string[];
}

export async function targetGroupChanges(
  sight: Sight,
  context: StageContext,
): Promise<TargetGroupChanges> {
  const looks = await lookAtTargetGroups(sight, context);
  return {
    looks,
    dangers: looks.flatMap((look) => dangersOf(context, look)),
    told: looks.flatMap((look) => toldOf(context, look)),
  };
}

function dangersOf(context: StageContext, look: TargetGroupLook): readonly Difference[] {
  const { arn, attributes, healthCheck, newStrangers, areStrangersKnown } = look;
  const ofGroup = `of the target group ${targetGroupName(arn)}`;
  const found: Difference[] = [];
  const check = known<HealthCheck>(context, STEP_FACT.healthCheck, arn);
  for (const part of CHECK_PARTS) {
    if (check === undefined || check[part] === healthCheck[part]) continue;
    const [left, now] = [String(check[part]), String(healthCheck[part])];
    found.push({ what: `the health check (${part}) ${ofGroup}`, left, found: now });
  }
  // AWS refuses weights over a sticky target group where the rule itself has no stickiness.
  const before = known<TargetGroupAttributes>(context, STEP_FACT.attributes, arn);
  if (before?.stickinessEnabled === false && attributes.stickinessEnabled) {
    found.push({ what: `the stickiness ${ofGroup}`, left: 'off', found: 'on' });
  }
  if (areStrangersKnown && newStrangers.length > 0) {
    const now = `those and ${newStrangers.join(', ')}`;
    found.push({ what: `the targets ${ofGroup}`, left: 'the instances of its group', found: now });
  }
  return found;
}

const CHECK_PARTS: readonly (keyof HealthCheck)[] = [
  'protocol',
  'port',
  'path',
  'matcher',
  'intervalMs',
  'timeoutMs',
  'healthyThreshold',
  'unhealthyThreshold',
];

function toldOf(context: StageContext, look: TargetGroupLook): readonly string[] {
  const { arn, attributes, newStrangers, areStrangersKnown } = look;
  const name = targetGroupName(arn);
  const told: string[] = [];
  const before = known<TargetGroupAttributes>(context, STEP_FACT.attributes, arn);
  const changes = before === undefined ? [] : harmless(before, attributes);
  if (changes.length > 0) {
    const what = `somebody else has changed the target group ${name} since the setup`;
    told.push(`${what}: ${changes.join('; ')}`);
  }
  if (!areStrangersKnown && newStrangers.length > 0) {
    told.push(
      `somebody else has registered ${newStrangers.join(', ')} in the target group ${name}: no instance of its group explains that, and it gets a share of the requests; nobody deregisters it here`,
    );
  }
  return told;
}

function harmless(left: TargetGroupAttributes, now: TargetGroupAttributes): readonly string[] {
  const changes: string[] = [];
  if (left.stickinessEnabled && !now.stickinessEnabled) changes.push('stickiness is off');
  if (left.deregistrationDelayMs !== now.deregistrationDelayMs) {
    const [before, since] = [left.deregistrationDelayMs, now.deregistrationDelayMs];
    changes.push(
      `it lets go of a target after ${formatDuration(since)}, not after ${formatDuration(before)}`,
    );
  }
  if (left.countsForDns !== now.countsForDns) {
    changes.push(`it counts for DNS fail-over ${now.countsForDns ? 'now' : 'no more'}`);
  }
  return changes;
}

/** A replacement may stand in one list before the other: only who is strange twice counts. */
const BETWEEN_LOOKS_MS = 10_000;

async function lookAtTargetGroups(
  sight: Sight,
  context: StageContext,
): Promise<readonly TargetGroupLook[]> {
  const { setup, pace, loadBalancers } = sight;
  const pairs = setup.loadBalancers.flatMap((site) => [
    { arn: site.stageTargetGroupArn, group: setup.green },
    { arn: site.prodTargetGroupArn, group: setup.blue },
  ]);
  const arns = pairs.map(({ arn }) => arn);
  const [groups, attributes, first] = await Promise.all([
    withRetries(pace, () => loadBalancers.targetGroups(arns)),
    attributesOf(pace, loadBalancers, arns),
    allDone(pairs.map(({ arn, group }) => strangers(sight, context, arn, group))),
  ]);
  const accepted = arns.map((arn) => known<readonly string[]>(context, STEP_FACT.strangers, arn));
  const isNew = (index: number) => (id: string) => accepted[index]?.includes(id) !== true;
  let seen = first;
  if (first.some((ids, index) => ids.some(isNew(index)))) {
    await pause(pace, BETWEEN_LOOKS_MS);
    const again = await allDone(
      pairs.map(({ arn, group }) => strangers(sight, context, arn, group)),
    );
    seen = again.map((ids, index) => ids.filter((id) => first[index]?.includes(id)));
  }
  return groups.flatMap(({ arn, healthCheck }, index) => {
    const now = attributes[index];
    const ids = seen[index] ?? [];
    if (now === undefined) return [];
    const newStrangers = ids.filter(isNew(index));
    const areStrangersKnown = accepted[index] !== undefined;
    const look = { arn, attributes: now, healthCheck, strangers: ids };
    return [{ ...look, newStrangers, areStrangersKnown }];
  });
}

/** Whoever is about to leave is none, nor is an instance that the group had and Spot is taking back. */
async function strangers(
  { pace, loadBalancers, elastigroups }: Sight,
  context: StageContext,
  arn: string,
  group: GroupImage | null,
): Promise<readonly string[]> {
  if (group === null) return [];
  const [targets, instances] = await Promise.all([
    withRetries(pace, () => loadBalancers.targetHealth(arn)),
    withRetries(pace, () => elastigroups.instances(group.id)),
  ]);
  const own = new Set(instances.map(({ instanceId }) => instanceId));
  for (const { key, value } of stageFacts(context, STEP_FACT.instances)) {
    if (!key.startsWith(group.id)) continue;
    for (const id of value as readonly string[]) own.add(id);
  }
  const strange = targets.filter(({ targetId, state }) => {
    return state !== 'draining' && !own.has(targetId);
  });
  return [...new Set(strange.map(({ targetId }) => targetId))];
}

/** As the setup found it, or as it was last accepted. */
function known<Value>(context: StageContext, name: string, arn: string): Value | undefined {
  return stageFacts(context, name).findLast(({ key }) => key === arn || key.startsWith(`${arn} `))
    ?.value as Value | undefined;
}
