// The group that an earlier deployment left under the stage name: when it may go, and how it goes.
import type { Elastigroups } from '../../cloud/elastigroups.ts';
import type { LoadBalancer, LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import type { Metrics } from '../../cloud/metrics.ts';
import type { StepContext } from '../../execution/step.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import { PERIOD_MS } from '../../traffic/periods.ts';
import { capacityCommand } from '../../traffic/put-back-commands.ts';
import { givesWeight } from '../../traffic/split.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import { unlessGone } from '../common/not-found.ts';
import type { Pace } from '../common/pace.ts';
import { deleteGroup, emptyGroup } from '../common/remove-group.ts';
import { allRules } from '../common/rules.ts';
import { type LeftoverGroup, record, STEP_FACT } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { capacityIn } from '../rollback/capacity-back.ts';
import { drainingSeconds, targetGroupsOf } from './group-document.ts';
import type { Site } from './resolve-load-balancer.ts';

/** A load balancer with all its rules; its stage target group is the one that is to be idle. */
export interface CheckedSite extends Pick<Site, 'rules' | 'setup'> {
  readonly loadBalancer: Pick<LoadBalancer, 'arn'>;
}

export interface LeftoverCheck {
  readonly leftover: Pick<LeftoverGroup, 'document'>;
  readonly sites: readonly CheckedSite[];
  /** Rules whose weight on an idle target group is a test, not live traffic. */
  readonly exempt: ReadonlySet<string>;
  readonly metrics: Metrics;
  readonly loadBalancers: LoadBalancers;
}

interface WhereItStands {
  readonly todo: string;
  readonly traffic: string;
}

const AS_BEFORE: WhereItStands = {
  todo: 'Take the weight away, or list the rule under testRules if it is only a test',
  traffic: NOTHING_MOVED,
};

/** Throws when the group may still get traffic. */
export async function refuseLiveLeftover(
  pace: Pace,
  leftover: LeftoverGroup,
  check: Omit<LeftoverCheck, 'leftover'>,
  where: WhereItStands = AS_BEFORE,
): Promise<void> {
  const traffic = await trafficOf(pace, { ...check, leftover });
  if (traffic === undefined) return;
  throw failure('Unknown', {
    what: `The group ${leftover.name} (${leftover.id}) cannot make room for the new version`,
    why: `its target group ${targetGroupName(traffic.targetGroupArn)} may get traffic: ${traffic.why}`,
    ...where,
  });
}

/** Nothing that is sent to it is answered any more until it has its instances back. */
function scaledAway({ id, document }: LeftoverGroup): WhereItStands {
  const before = capacityIn(document);
  const back =
    before === undefined ? '' : `, or give it its size back: ${capacityCommand(id, before)}`;
  return {
    todo: `Take the weight away${back}`,
    traffic: 'The group has been scaled to 0, so what is sent to it is answered with 503',
  };
}

export interface SeenTraffic {
  readonly targetGroupArn: string;
  readonly why: string;
}

/** What may still come to the group: its own document counts as well as the declared target groups. */
export async function trafficOf(
  pace: Pace,
  check: LeftoverCheck,
): Promise<SeenTraffic | undefined> {
  const { leftover } = check;
  const declared = check.sites.map(({ setup }) => setup.stageTargetGroupArn);
  const targetGroups = [...new Set([...targetGroupsOf(leftover.document), ...declared])];
  const elsewhere = targetGroups.filter((arn) => !declared.includes(arn));
  const rules = [
    ...check.sites.flatMap((site) => site.rules),
    ...(await rulesElsewhere(pace, check, elsewhere)),
  ];
  for (const targetGroupArn of targetGroups) {
    const users = rules.filter(({ actions }) => givesWeight(actions, targetGroupArn));
    const live = users.find(({ arn }) => !check.exempt.has(arn));
    if (live !== undefined) return { targetGroupArn, why: `the rule ${live.arn} gives it weight` };
    const requests = users.length === 0 ? await requestsNow(pace, check, targetGroupArn) : 0;
    if (requests === 0) continue;
    return { targetGroupArn, why: `${requests} requests reached it in a minute just now` };
  }
  return undefined;
}

/** The rules of the load balancers that the step does not name and the group stands on all the same. */
async function rulesElsewhere(
  pace: Pace,
  { loadBalancers, sites }: LeftoverCheck,
  targetGroupArns: readonly string[],
): Promise<readonly Rule[]> {
  const named = new Set(sites.map(({ loadBalancer }) => loadBalancer.arn));
  const others = new Set<string>();
  for (const arn of targetGroupArns) {
    const found = await unlessGone(() =>
      withRetries(pace, () => loadBalancers.targetGroups([arn])),
    );
    for (const { loadBalancerArns } of found ?? []) {
      for (const each of loadBalancerArns) if (!named.has(each)) others.add(each);
    }
  }
  const rules: Rule[] = [];
  for (const arn of others) rules.push(...(await allRules(pace, loadBalancers, arn)));
  return rules;
}

/** Throws when it may still get traffic. Drains it first: a request may still be under way. */
export async function removeLeftover(
  context: StepContext,
  pace: Pace,
  elastigroups: Elastigroups,
  leftover: LeftoverGroup,
  check: Omit<LeftoverCheck, 'leftover'>,
): Promise<void> {
  await refuseLiveLeftover(pace, leftover, check);
  const ready = async (): Promise<void> =>
    refuseLiveLeftover(pace, leftover, await lookAgain(pace, check));
  const stillReady = async (): Promise<void> =>
    refuseLiveLeftover(pace, leftover, await lookAgain(pace, check), scaledAway(leftover));
  context.log(`Removing ${leftover.name} (${leftover.id}), left by an earlier deployment.`);
  const drainMs = drainingSeconds(leftover.document) * 1_000;
  const drainedAt = pace.clock.now() + drainMs + PERIOD_MS;
  const until = Math.min(drainedAt, pace.giveUpAt);
  const means = { context, pace, elastigroups };
  const { emptied, instances } = await emptyGroup(means, { id: leftover.id, ready, until });
  if (!emptied && until < drainedAt) throw stillDraining(leftover, instances);
  await deleteGroup(means, { id: leftover.id, ready: stillReady });
  await record(context, STEP_FACT.removedGroup, leftover.id, leftover.name);
}

/** The same check with the rules as they are now. */
async function lookAgain(
  pace: Pace,
  check: Omit<LeftoverCheck, 'leftover'>,
): Promise<Omit<LeftoverCheck, 'leftover'>> {
  const sites: CheckedSite[] = [];
  for (const site of check.sites) {
    const rules = await allRules(pace, check.loadBalancers, site.loadBalancer.arn);
    sites.push({ ...site, rules });
  }
  return { ...check, sites };
}

function stillDraining(leftover: LeftoverGroup, instances: number): Error {
  return failure('Timeout', {
    what: `The group ${leftover.name} (${leftover.id}) was not drained in the time of the step`,
    why: `${instances} of its instances are still there`,
    todo: 'Give the step more time and run it again',
    traffic: NOTHING_MOVED,
  });
}

const LOOK_BACK_PERIODS = 3;

/** In the newest whole period, as far as it is known. */
async function requestsNow(
  pace: Pace,
  check: LeftoverCheck,
  targetGroupArn: string,
): Promise<number> {
  const site =
    check.sites.find(({ setup }) => setup.stageTargetGroupArn === targetGroupArn) ?? check.sites[0];
  if (site === undefined) return 0;
  const to = Math.floor(pace.clock.now() / PERIOD_MS) * PERIOD_MS;
  const query = {
    loadBalancerArn: site.loadBalancer.arn,
    targetGroupArn,
    metric: 'RequestCount',
    statistic: 'Sum',
  } as const;
  const [periods] = await withRetries(pace, () =>
    check.metrics.read([query], to - LOOK_BACK_PERIODS * PERIOD_MS, to),
  );
  const newest = periods?.at(-1);
  return newest === undefined || newest.endAt < to - PERIOD_MS ? 0 : newest.value;
}
