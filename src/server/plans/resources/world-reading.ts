// All that a resources page needs of one world, read at once: rules, their load balancers, targets, groups, and who holds what.
import { CloudError } from '../../../cloud/cloud-error.ts';
import type { Clouds } from '../../../cloud/clouds.ts';
import type { Elastigroup } from '../../../cloud/elastigroups.ts';
import type { Rule, TargetHealth } from '../../../cloud/load-balancer.ts';
import { forwardedTo } from '../../../traffic/actions.ts';
import type { DigestedRun } from '../../clouds/journal-digests.ts';

export interface WorldReading {
  /** By ARN; a rule that is gone is missing. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** Every rule of every load balancer that the runs have worked on. */
  readonly allRules: readonly Rule[];
  /** By the ARN of the target group; one that is gone is missing. */
  readonly health: ReadonlyMap<string, readonly TargetHealth[]>;
  readonly groups: readonly GroupReading[];
}

export interface GroupReading {
  readonly group: Elastigroup;
  readonly instanceIds: readonly string[];
}

const GROUPS_MAX = 50;
const RULES_MAX = 200;

/** `runs` are those of this world, newest first. Throws `CloudError` when a cloud does not answer. */
export async function readWorldResources(
  clouds: Clouds,
  runs: readonly DigestedRun[],
): Promise<WorldReading> {
  const images = unique(
    runs.flatMap(({ rules }) => rules.map(({ image }) => image)),
    ({ ruleArn }) => ruleArn,
  ).slice(0, RULES_MAX);
  const setups = runs.flatMap((run) => run.setups);
  const sites = unique(
    [
      ...images.map(({ connectorRef, region, loadBalancerArn }) => ({
        connectorRef,
        region,
        loadBalancerArn,
      })),
      ...setups.flatMap(({ connectorRef, region, loadBalancers }) =>
        loadBalancers.map(({ loadBalancerArn }) => ({ connectorRef, region, loadBalancerArn })),
      ),
    ],
    ({ loadBalancerArn }) => loadBalancerArn,
  );
  const [allRules, groups] = await Promise.all([
    Promise.all(sites.map((site) => rulesOf(clouds, site))).then((lists) => lists.flat()),
    readGroups(clouds, runs),
  ]);
  const known = new Set(images.map(({ ruleArn }) => ruleArn));
  const rules = new Map(
    allRules.filter(({ arn }) => known.has(arn)).map((rule) => [rule.arn, rule]),
  );
  const site = sites[0];
  const targetGroups = targetGroupsOf(runs, [...rules.values()]);
  const health = await Promise.all(
    targetGroups.map(async (arn) => {
      const region = arn.split(':')[3] ?? '';
      const of = sites.find((each) => each.region === region) ?? site;
      const targets = of && (await healthOf(clouds, of, arn));
      return targets === undefined ? [] : [[arn, targets] as const];
    }),
  );
  return { rules, allRules, health: new Map(health.flat()), groups };
}

/** Those that a rule or a setup of the runs names. */
export function targetGroupsOf(
  runs: readonly DigestedRun[],
  rules: readonly Rule[],
): readonly string[] {
  const named = [
    ...rules.flatMap(({ actions }) => forwardedTo(actions) ?? []),
    ...runs.flatMap((run) => run.rules.flatMap(({ image }) => forwardedTo(image.actions) ?? [])),
  ].map(({ targetGroupArn }) => targetGroupArn);
  const set = runs.flatMap(({ setups }) =>
    setups.flatMap(({ loadBalancers }) =>
      loadBalancers.flatMap((each) => [each.prodTargetGroupArn, each.stageTargetGroupArn]),
    ),
  );
  return [...new Set([...named, ...set])].slice(0, RULES_MAX);
}

interface Site {
  readonly connectorRef: string;
  readonly region: string;
  readonly loadBalancerArn: string;
}

async function rulesOf(clouds: Clouds, site: Site): Promise<readonly Rule[]> {
  const port = clouds.loadBalancers(site.connectorRef, site.region);
  const listeners = (await unlessGone(port.listeners(site.loadBalancerArn))) ?? [];
  const rules = await Promise.all(listeners.map(({ arn }) => unlessGone(port.rules(arn))));
  return rules.flatMap((each) => each ?? []);
}

function healthOf(
  clouds: Clouds,
  { connectorRef, region }: Site,
  arn: string,
): Promise<readonly TargetHealth[] | undefined> {
  return unlessGone(clouds.loadBalancers(connectorRef, region).targetHealth(arn));
}

/** Of the many groups that runs have made only those that are still there. */
async function readGroups(
  clouds: Clouds,
  runs: readonly DigestedRun[],
): Promise<readonly GroupReading[]> {
  const setups = runs.flatMap((run) => run.setups);
  const connectors = [...new Set(setups.map(({ spotConnectorRef }) => spotConnectorRef))];
  const known = new Set(
    setups.flatMap(({ green, blue }) => [green, blue].flatMap((group) => group?.id ?? [])),
  );
  const lists = connectors.map(async (connectorRef) => {
    const elastigroups = clouds.elastigroups(connectorRef);
    const own = (await elastigroups.list()).filter(({ id }) => known.has(id)).slice(0, GROUPS_MAX);
    return Promise.all(
      own.map(async (group) => {
        const instances = (await unlessGone(elastigroups.instances(group.id))) ?? [];
        return { group, instanceIds: instances.map(({ instanceId }) => instanceId) };
      }),
    );
  });
  return (await Promise.all(lists)).flat();
}

async function unlessGone<Seen>(reading: Promise<Seen>): Promise<Seen | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CloudError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].reverse();
}
