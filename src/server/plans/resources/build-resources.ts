// The resources of one world as their page shows them: pure, over what the journal says and what was just read.
import type { Resource } from '../../../api/routes/plans.ts';
import type { Rule } from '../../../cloud/load-balancer.ts';
import { forwardedTo } from '../../../traffic/actions.ts';
import { loadBalancerName, targetGroupName } from '../../../traffic/arn.ts';
import type { Setup } from '../../../traffic/facts.ts';
import { givesWeight, percentOf } from '../../../traffic/split.ts';
import type { DigestedRun } from '../../clouds/journal-digests.ts';
import { driftFrom, lastWordOn, weightHistory } from './last-word.ts';
import { type GroupReading, targetGroupsOf, type WorldReading } from './world-reading.ts';

export interface WorldNow {
  /** In words. */
  readonly world: string;
  /** Newest first, of this world only. */
  readonly runs: readonly DigestedRun[];
  readonly reading: WorldReading;
  /** The run that has a rule, target group or group (by its name) for itself, by `<kind> <name>`. */
  readonly holders: ReadonlyMap<string, string>;
  readonly now: number;
  readonly readAt: number;
}

export function buildResources(world: WorldNow): readonly Resource[] {
  return [...rulesIn(world), ...targetGroupsIn(world), ...groupsIn(world)];
}

function common(world: WorldNow) {
  return {
    world: world.world,
    weights: [],
    healthy: null,
    targets: null,
    drift: null,
    history: [],
    historyOf: null,
    worldNow: world.now,
    readAt: world.readAt,
  };
}

function rulesIn(world: WorldNow): readonly Resource[] {
  const { runs, reading, holders } = world;
  const images = runs.flatMap(({ rules }) => rules.map(({ image }) => image));
  const arns = [...new Set(images.map(({ ruleArn }) => ruleArn))];
  return arns.flatMap((arn) => {
    const image = images.find(({ ruleArn }) => ruleArn === arn);
    if (image === undefined) return [];
    const rule = reading.rules.get(arn);
    const word = lastWordOn(runs, arn);
    const lockedBy = holders.get(`rule ${arn}`) ?? null;
    const says = rule && driftFrom(word, rule.actions, runs, arn);
    const of = historyOf(runs, arn) ?? forwardedTo(image.actions)?.at(-1)?.targetGroupArn;
    const resource: Resource = {
      ...common(world),
      kind: 'rule',
      id: arn,
      name: `${image.label} of ${loadBalancerName(image.loadBalancerArn)}`,
      region: image.region,
      weights: weightsOf(rule, word?.actions ?? image.actions),
      owner: word?.run ?? null,
      lockedBy,
      drift: says === undefined ? null : { says, since: null },
      says: ruleWords(rule, word?.run, lockedBy, says),
      history: of === undefined ? [] : [...weightHistory(runs, arn, of, world.now)],
      historyOf: of ?? null,
    };
    return [resource];
  });
}

/** Green's target group of the newest run on the rule: one line over all runs. */
function historyOf(runs: readonly DigestedRun[], ruleArn: string): string | undefined {
  for (const { rules, setups } of runs) {
    const image = rules.find((rule) => rule.image.ruleArn === ruleArn)?.image;
    if (image === undefined) continue;
    const sites = setups.flatMap(({ loadBalancers }) => loadBalancers);
    const site = sites.find(({ loadBalancerArn }) => loadBalancerArn === image.loadBalancerArn);
    if (site !== undefined) return site.stageTargetGroupArn;
  }
  return undefined;
}

function weightsOf(rule: Rule | undefined, journal: Rule['actions']): Resource['weights'] {
  const now = rule === undefined ? [] : (forwardedTo(rule.actions) ?? []);
  const left = forwardedTo(journal) ?? [];
  const arns = [...new Set([...now, ...left].map(({ targetGroupArn }) => targetGroupArn))];
  const weightIn = (list: typeof now, arn: string): number | null =>
    list.find(({ targetGroupArn }) => targetGroupArn === arn)?.weight ?? null;
  return arns.map((arn) => ({
    targetGroupArn: arn,
    name: targetGroupName(arn),
    aws: weightIn(now, arn),
    journal: weightIn(left, arn),
  }));
}

function ruleWords(
  rule: Rule | undefined,
  owner: string | undefined,
  lockedBy: string | null,
  drift: string | undefined,
): string {
  if (rule === undefined) return 'It does not exist any more.';
  if (drift !== undefined) return drift;
  if (lockedBy !== null) return `Run ${lockedBy} works on it, and no other run may meanwhile.`;
  return owner === undefined ? 'No run has written it.' : `As run ${owner} left it.`;
}

function targetGroupsIn(world: WorldNow): readonly Resource[] {
  const { runs, reading, holders } = world;
  const arns = targetGroupsOf(runs, [...reading.rules.values()]);
  return arns.map((arn): Resource => {
    const targets = reading.health.get(arn);
    const present = targets?.filter(({ state }) => state !== 'draining');
    const lockedBy = holders.get(`target group ${arn}`) ?? null;
    const reasons = whoSends(world, arn);
    return {
      ...common(world),
      kind: 'target-group',
      id: arn,
      name: targetGroupName(arn),
      region: arn.split(':')[3] ?? null,
      healthy: present?.filter(({ state }) => state === 'healthy').length ?? null,
      targets: present?.length ?? null,
      owner: runs.find((run) => namesTargetGroup(run, arn))?.run ?? null,
      lockedBy,
      says:
        targets === undefined
          ? 'It does not exist any more.'
          : emptiedWords('emptied', reasons, lockedBy),
    };
  });
}

/** No group goes while a rule may send it traffic. */
function emptiedWords(
  verb: 'emptied' | 'removed',
  reasons: readonly string[],
  lockedBy: string | null,
): string {
  if (reasons.length > 0) return `It may not be ${verb}: ${reasons.join(', ')}.`;
  if (lockedBy !== null) return `It may not be ${verb}: run ${lockedBy} works with it.`;
  return `It may be ${verb}: no rule of its load balancers gives it weight.`;
}

const REASONS_MAX = 3;

function whoSends({ runs, reading }: WorldNow, targetGroupArn: string): readonly string[] {
  const users = reading.allRules.filter(({ actions }) => givesWeight(actions, targetGroupArn));
  const told = users.slice(0, REASONS_MAX).map((rule) => {
    const percent = percentOf(rule.actions, new Set([targetGroupArn])) ?? 0;
    return `${ruleName(runs, rule)} gives it ${percent} %`;
  });
  const more = users.length - told.length;
  return more > 0 ? [...told, `${more} more rules too`] : told;
}

/** One that no run has touched goes by what it applies to. */
function ruleName(runs: readonly DigestedRun[], { arn, isDefault, conditions }: Rule): string {
  const known = runs.flatMap(({ rules }) => rules).find(({ image }) => image.ruleArn === arn);
  if (known !== undefined) return `the rule ${known.image.label}`;
  if (isDefault) return 'a default rule';
  const values = conditions.flatMap((condition) => condition.values);
  return values.length === 0 ? 'a rule of nobody here' : `the rule for ${values.join(' ')}`;
}

function namesTargetGroup({ setups }: DigestedRun, arn: string): boolean {
  return setups.some(({ loadBalancers }) =>
    loadBalancers.some(
      (each) => each.prodTargetGroupArn === arn || each.stageTargetGroupArn === arn,
    ),
  );
}

function groupsIn(world: WorldNow): readonly Resource[] {
  return world.reading.groups.map((reading) => groupIn(world, reading));
}

function groupIn(world: WorldNow, { group, instanceIds }: GroupReading): Resource {
  const { runs, reading, holders } = world;
  const madeBy = runs.find(({ setups }) => setups.some(({ green }) => green?.id === group.id));
  const keptBy = runs.find(({ setups }) => setups.some(({ blue }) => blue?.id === group.id));
  const targetGroups = targetGroupsOfGroup(runs, group.id);
  const own = new Set(instanceIds);
  const healthy = targetGroups.map(
    (arn) =>
      (reading.health.get(arn) ?? []).filter(
        ({ targetId, state }) => own.has(targetId) && state === 'healthy',
      ).length,
  );
  const names = runs.flatMap(({ setups }) =>
    setups
      .filter(({ green, blue }) => green?.id === group.id || blue?.id === group.id)
      .map(({ groupName }) => groupName),
  );
  const lockedBy = names.flatMap((name) => holders.get(`group ${name}`) ?? [])[0] ?? null;
  const carries = targetGroups.filter((arn) => hasInstances(reading, arn, own));
  const reasons = carries.flatMap((arn) => whoSends(world, arn));
  const isWayBack =
    keptBy?.end === 'Success' && !keptBy.isFollowUp && reasons.length === 0 && lockedBy === null;
  return {
    ...common(world),
    kind: 'group',
    id: group.id,
    name: group.name,
    region: regionOf(runs, group.id),
    healthy: healthy.length === 0 ? null : Math.min(...healthy),
    targets: instanceIds.length,
    owner: (madeBy ?? keptBy)?.run ?? null,
    lockedBy,
    says: isWayBack
      ? `It is the way back of run ${keptBy.run}, kept warm; a clean-up of that run removes it.`
      : emptiedWords('removed', reasons, lockedBy),
  };
}

function setupsWith(runs: readonly DigestedRun[], id: string): readonly Setup[] {
  return runs
    .flatMap(({ setups }) => setups)
    .filter(({ green, blue }) => green?.id === id || blue?.id === id);
}

function targetGroupsOfGroup(runs: readonly DigestedRun[], id: string): readonly string[] {
  const arns = setupsWith(runs, id).flatMap(({ green, loadBalancers }) =>
    loadBalancers.map((each) =>
      green?.id === id ? each.stageTargetGroupArn : each.prodTargetGroupArn,
    ),
  );
  return [...new Set(arns)];
}

function regionOf(runs: readonly DigestedRun[], id: string): string | null {
  return setupsWith(runs, id)[0]?.region ?? null;
}

function hasInstances(reading: WorldReading, arn: string, own: ReadonlySet<string>): boolean {
  return (reading.health.get(arn) ?? []).some(({ targetId }) => own.has(targetId));
}
