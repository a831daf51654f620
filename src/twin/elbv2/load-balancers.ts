// Making and removing load balancers, and their attributes.
import { canonicalJson, type JsonObject } from '../../lib/json.ts';
import { objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { ApiCall } from '../twin.ts';
import type { World } from '../world.ts';
import type { LoadBalancerSpec } from '../world-spec.ts';
import { attributesOf, LOAD_BALANCER_DEFAULTS, LOAD_BALANCER_RULES } from './attributes.ts';
import { elbv2Error, validationError } from './elbv2-error.ts';
import type { LoadBalancing } from './load-balancing.ts';
import { loadBalancerShape } from './shapes.ts';
import { tagsOf } from './tags.ts';

type Operation = 'create' | 'delete' | 'attributes' | 'modifyAttributes';

const MOST = 50;

export function createLoadBalancers(
  world: World,
  state: LoadBalancing,
): Readonly<Record<Operation, ApiCall>> {
  const ids = world.random('created load balancers');
  const attributes = (arn: string): JsonObject => ({
    Attributes: shapesOf({ ...LOAD_BALANCER_DEFAULTS, ...state.records.attributes(arn) }),
  });
  return {
    create(request) {
      const name = checkedName(request);
      const fields = fieldsOf(world, request);
      const tags = tagsOf(request);
      const asked = canonicalJson({ fields, tags: [...tags].sort() });
      const same = [...state.loadBalancers.values()].find((each) => each.name === name);
      if (same !== undefined) {
        if (state.records.asked(same.arn) === asked) return answer(world, state, same, 'active');
        throw elbv2Error(
          'DuplicateLoadBalancerName',
          `A load balancer with the same name '${name}' exists, but with different settings`,
        );
      }
      if (state.loadBalancers.size >= MOST) {
        throw elbv2Error('TooManyLoadBalancers', `A Region has at most ${MOST} load balancers`);
      }
      const spec = newSpec(world, name, ids.hex(16), fields);
      state.addLoadBalancer(spec);
      const CreatedTime = new Date(world.stampNow()).toISOString();
      state.records.writeFields(spec.arn, { ...fields, CreatedTime });
      state.records.writeTags(spec.arn, tags);
      state.records.writeAsked(spec.arn, asked);
      return answer(world, state, spec, 'provisioning');
    },
    delete(request) {
      const arn = textOf(request, 'LoadBalancerArn') ?? '';
      if (!state.loadBalancers.has(arn)) return {};
      if (state.records.attributes(arn)['deletion_protection.enabled'] === 'true') {
        throw elbv2Error(
          'OperationNotPermitted',
          `Load balancer '${arn}' cannot be deleted because deletion protection is enabled`,
        );
      }
      state.removeLoadBalancer(arn);
      return {};
    },
    attributes: (request) => attributes(known(state, request)),
    modifyAttributes(request) {
      const arn = known(state, request);
      const written = attributesOf(request, 'Load balancer', LOAD_BALANCER_RULES);
      state.writeLoadBalancerAttributes(arn, written);
      return { Attributes: shapesOf(written) };
    },
  };
}

function known(state: LoadBalancing, request: JsonObject): string {
  const arn = textOf(request, 'LoadBalancerArn') ?? '';
  if (state.loadBalancers.has(arn)) return arn;
  throw elbv2Error('LoadBalancerNotFound', `Load balancer '${arn}' not found`);
}

function shapesOf(attributes: Readonly<Record<string, string>>): readonly JsonObject[] {
  return Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
}

function answer(
  world: World,
  state: LoadBalancing,
  spec: LoadBalancerSpec,
  code: string,
): JsonObject {
  const shape = { ...loadBalancerShape(spec, world.spec.region), State: { Code: code } };
  return { LoadBalancers: [{ ...shape, ...state.records.fields(spec.arn) }] };
}

function checkedName(request: JsonObject): string {
  const name = textOf(request, 'Name') ?? '';
  if (/^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/.test(name)) return name;
  throw validationError(
    `The load balancer name '${name}' must be 1 to 32 letters, digits and inner hyphens, and not begin with 'internal-'`,
  );
}

/** Everything that only answers show; there is no network to look subnets up in. */
function fieldsOf(world: World, request: JsonObject): JsonObject {
  if ((textOf(request, 'Type') ?? 'application') !== 'application') {
    throw elbv2Error(
      'InvalidConfigurationRequest',
      'This twin has application load balancers only',
    );
  }
  const mapped = objectsOf(request, 'SubnetMappings')?.map(
    (each) => textOf(each, 'SubnetId') ?? '',
  );
  const listed = textsOf(request, 'Subnets');
  if (mapped !== undefined && listed !== undefined) {
    throw validationError('You cannot specify both subnets and subnet mappings');
  }
  const subnets = [...new Set(mapped ?? listed ?? [])];
  for (const id of subnets) {
    if (/^subnet-[0-9a-f]{8,17}$/.test(id)) continue;
    throw elbv2Error('SubnetNotFound', `The subnet ID '${id}' does not exist`);
  }
  if (subnets.length < 2) {
    throw validationError(
      'At least two subnets in two different Availability Zones must be specified',
    );
  }
  if (subnets.length > MOST_ZONES) {
    throw elbv2Error('InvalidSubnet', 'A load balancer has one subnet per Availability Zone');
  }
  const groups = textsOf(request, 'SecurityGroups') ?? ['sg-0a1b2c3d4e5f60001'];
  for (const id of groups) {
    if (/^sg-[0-9a-f]{8,17}$/.test(id)) continue;
    throw elbv2Error('InvalidSecurityGroup', `The security group '${id}' does not exist`);
  }
  return {
    Scheme: textOf(request, 'Scheme') ?? 'internet-facing',
    IpAddressType: textOf(request, 'IpAddressType') ?? 'ipv4',
    SecurityGroups: groups,
    AvailabilityZones: subnets.map((SubnetId, index) => ({
      ZoneName: `${world.spec.region}${String.fromCharCode(97 + index)}`,
      SubnetId,
    })),
  };
}

const MOST_ZONES = 6;

function newSpec(world: World, name: string, id: string, fields: JsonObject): LoadBalancerSpec {
  const { region, accountId } = world.spec;
  const prefix = fields['Scheme'] === 'internal' ? 'internal-' : '';
  const number = Number.parseInt(id.slice(0, 8), 16);
  return {
    arn: `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/app/${name}/${id}`,
    name,
    dnsName: `${prefix}${name}-${number}.${region}.elb.amazonaws.com`,
    nodes: objectsOf(fields, 'AvailabilityZones')?.length ?? 1,
    listeners: [],
  };
}
