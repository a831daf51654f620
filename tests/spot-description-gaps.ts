// Where Spot's description of its API contradicts itself or its clients, and the twin follows them.

const GROUP = '/aws/ec2/group';
const ONE = `${GROUP}/{groupId}`;
const NOT_DESCRIBED = 'is not described';
const within = (call: string, place: string, gaps: readonly string[]): readonly string[] =>
  gaps.map((gap) => `${call} .response.items[]${place}${gap}`);

/** Its reading answers show an older group document than its writing ones. */
const OLD_DOCUMENT = [
  `.strategy.signals: ${NOT_DESCRIBED}`,
  `.region: ${NOT_DESCRIBED}`,
  `.strategy.drainingTimeout: ${NOT_DESCRIBED}`,
  '.compute.availabilityZones: is array, not object',
  `.compute.launchSpecification.healthCheckType: ${NOT_DESCRIBED}`,
];

export const SPOT_DESCRIPTION_GAPS: readonly string[] = [
  ...[`post ${GROUP}`, `put ${ONE}`].flatMap((call) =>
    within(call, '.group', [
      `.id: ${NOT_DESCRIBED}`,
      '.compute.product: Linux/UNIX is none of its values',
    ]),
  ),
  ...within(`get ${GROUP}`, '', [
    '.scaling.up: is array, not object',
    '.scaling.down: is array, not object',
    ...OLD_DOCUMENT,
    `.strategy.fallbackToOd: ${NOT_DESCRIBED}`,
    `.compute.launchSpecification.healthCheckGracePeriod: ${NOT_DESCRIBED}`,
    `.compute.launchSpecification.loadBalancersConfig: ${NOT_DESCRIBED}`,
  ]),
  ...within(`get ${ONE}`, '', [
    ...OLD_DOCUMENT,
    '.compute.launchSpecification.loadBalancersConfig.loadBalancers: is array, not string',
  ]),
  ...within(`post ${GROUP}/autoScalingGroup/import`, '', [
    '.group: is missing',
    `.region: ${NOT_DESCRIBED}`,
    `.strategy.availabilityVsCost: ${NOT_DESCRIBED}`,
    `.strategy.fallbackToOd: ${NOT_DESCRIBED}`,
    '.compute.launchSpecification.loadBalancersConfig.loadBalancers: is array, not object',
  ]),
  ...within(`get ${ONE}/suspension`, '', [`.suspensions: ${NOT_DESCRIBED}`]),
  ...within(`get ${ONE}/events`, '', ['.subEvents: is array, not object']),
  ...within(`get ${ONE}/roll/{rollId}/status`, '', [
    `.id: ${NOT_DESCRIBED}`,
    `.status: ${NOT_DESCRIBED}`,
  ]),
  ...['kind', 'items', 'count'].map(
    (member) => `post /aws/ec2/instance/signal .response.${member}: ${NOT_DESCRIBED}`,
  ),
  `post ${ONE}/amiBackup .response.count: ${NOT_DESCRIBED}`,
  `put ${ONE}/scale/down .request.timestamp: ${NOT_DESCRIBED}`,
];
