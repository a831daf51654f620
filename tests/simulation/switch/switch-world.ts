// The world of a story: for each shop its load balancers with a prod and a stage rule, two target groups each, and its groups.
import type { JsonObject } from '../../../src/lib/json.ts';
import { parseWorldSpec } from '../../../src/twin/parse-world-spec.ts';
import type { WorldSpec } from '../../../src/twin/world-spec.ts';
import { AMI_1, AMI_2, forward, groupDocument } from '../../twin-world.ts';
import type { ShopStory, Story } from './story.ts';

/** One load balancer of a shop, by ARNs. */
export interface Site {
  readonly loadBalancer: string;
  readonly name: string;
  readonly prodListener: string;
  readonly stageListener: string;
  readonly prodRule: string;
  readonly stageRule: string;
  readonly blue: string;
  readonly green: string;
}

export interface Shop {
  readonly story: ShopStory;
  /** Of its Elastigroup. */
  readonly name: string;
  readonly sites: readonly Site[];
}

const ELB = 'arn:aws:elasticloadbalancing:us-east-1:123456789012';
/** Spot looks at its groups seldom, and metrics come soon: a run that waits for them costs much and shows little. */
const OBSERVE_MS = 20_000;
const METRIC_LAG_MS = [15_000, 60_000];
const NOTHING = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }];

export function shopsOf({ shops }: Story): readonly Shop[] {
  return shops.map((story, index) => ({
    story,
    name: `shop${index}`,
    sites: Array.from({ length: story.sites }, (_, site) => siteOf(index, site)),
  }));
}

function siteOf(shop: number, site: number): Site {
  const id = (kind: number): string => `${kind}0000000000${shop}${site}000`;
  const name = `shop${shop}-${site}`;
  const path = `app/${name}/${id(1)}`;
  return {
    name,
    loadBalancer: `${ELB}:loadbalancer/${path}`,
    prodListener: `${ELB}:listener/${path}/${id(2)}`,
    stageListener: `${ELB}:listener/${path}/${id(3)}`,
    prodRule: `${ELB}:listener-rule/${path}/${id(2)}/${id(4)}`,
    stageRule: `${ELB}:listener-rule/${path}/${id(3)}/${id(5)}`,
    blue: `${ELB}:targetgroup/blue-${name}/${id(6)}`,
    green: `${ELB}:targetgroup/green-${name}/${id(7)}`,
  };
}

export function switchWorld(story: Story): WorldSpec {
  const shops = shopsOf(story);
  const sites = shops.flatMap((shop) => shop.sites);
  const healthCheck = { path: '/health' };
  return parseWorldSpec({
    seed: story.seed,
    timing: { observeMs: OBSERVE_MS, metricLagMs: METRIC_LAG_MS },
    loadBalancers: sites.map(loadBalancerOf),
    targetGroups: sites.flatMap(({ name, blue, green }) => [
      { arn: blue, name: `blue-${name}`, healthCheck },
      { arn: green, name: `green-${name}`, healthCheck },
    ]),
    groups: shops.flatMap(groupsOf),
    amis: [
      { id: AMI_1, version: '1' },
      { id: AMI_2, version: '2' },
    ],
  });
}

function loadBalancerOf(site: Site): JsonObject {
  const listener = (arn: string, port: number, rule: string, host: string): JsonObject => ({
    arn,
    port,
    defaultActions: NOTHING,
    rules: [
      {
        arn: rule,
        priority: 10,
        conditions: [{ Field: 'host-header', Values: [host] }],
        actions: [forward({ [site.blue]: 100, [site.green]: 0 })],
      },
    ],
  });
  return {
    arn: site.loadBalancer,
    name: site.name,
    listeners: [
      listener(site.prodListener, 80, site.prodRule, `${site.name}.example`),
      listener(site.stageListener, 8080, site.stageRule, `stage.${site.name}.example`),
    ],
  };
}

function groupsOf({ story, name, sites }: Shop, index: number): readonly JsonObject[] {
  const live = groupOf(`sig-0000000${index}`, name, story.size, sites, 'blue');
  const stageName = `${name}__STAGE__Harness`;
  const leftover = groupOf(`sig-0000001${index}`, stageName, story.size, sites, 'green');
  if (story.before === 'nothing') return [];
  return story.before === 'live' ? [live] : [live, leftover];
}

function groupOf(
  id: string,
  name: string,
  size: number,
  sites: readonly Site[],
  colour: 'blue' | 'green',
): JsonObject {
  const document = groupDocumentOf(name, size, sites, colour);
  return { id, name, document };
}

export function groupDocumentOf(
  name: string,
  size: number,
  sites: readonly Site[],
  colour: 'blue' | 'green',
): JsonObject {
  const written = groupDocument(name, '', size);
  const compute = written['compute'] as JsonObject;
  const specification = compute['launchSpecification'] as JsonObject;
  const loadBalancers = sites.map((site) => ({
    name: `${colour}-${site.name}`,
    arn: site[colour],
    type: 'TARGET_GROUP',
  }));
  const launchSpecification = { ...specification, loadBalancersConfig: { loadBalancers } };
  return {
    ...written,
    capacity: { minimum: 1, maximum: 4, target: size, unit: 'instance' },
    compute: { ...compute, launchSpecification },
  };
}
