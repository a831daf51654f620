// EC2's reading operations: the images of the world, and the instances of its groups.
import type { JsonObject } from '../lib/json.ts';
import { numberOf, objectsOf, textOf, textsOf } from './request-fields.ts';
import type { Elastigroups } from './spot/elastigroups.ts';
import { shownInstances } from './spot/group.ts';
import { instanceShape } from './spot/instance-of-ec2.ts';
import type { Ec2Reads } from './twin.ts';
import { TwinError } from './twin-error.ts';
import { fitsWildcard } from './wildcard.ts';
import type { World } from './world.ts';
import type { AmiSpec } from './world-spec.ts';

export function createEc2Describe(world: World, groups: Elastigroups): Ec2Reads {
  const gated = (operation: string, act: () => JsonObject): JsonObject =>
    world.gate.pass({ service: 'ec2', operation }, () => undefined, act);
  return {
    describeImages: (request) =>
      gated('DescribeImages', () => {
        const owners = textsOf(request, 'Owners') ?? ['self'];
        const isOwn = owners.some((each) => each === 'self' || each === world.spec.accountId);
        const all = world.spec.amis.map((ami) => described(imageShape(world, ami), IMAGE_FILTERS));
        const images = chosen(all, request, IMAGES);
        const { items, token } = page(isOwn ? images : [], request);
        return { imagesSet: items, ...token };
      }),
    describeInstances: (request) =>
      gated('DescribeInstances', () => {
        if (textsOf(request, 'InstanceIds') !== undefined && request['MaxResults'] !== undefined) {
          throw ec2Error(
            'InvalidParameterCombination',
            'MaxResults cannot be used with instance ids',
          );
        }
        const all = groups
          .all()
          .flatMap((group) =>
            shownInstances(group).map((each) => instanceShape(world, group, each)),
          )
          .concat(world.ended.shown())
          .map((shape) => described(shape, INSTANCE_FILTERS));
        const { items, token } = page(chosen(all, request, INSTANCES), request);
        return { reservationSet: items.map((each) => reservation(world, each)), ...token };
      }),
  };
}

/** What can be asked by id and by filter, under EC2's names. */
interface Described {
  readonly shape: JsonObject;
  readonly filters: ReadonlyMap<string, string>;
}

interface Kind {
  readonly ids: string;
  readonly id: string;
  readonly prefix: string;
  readonly error: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

const IMAGE_FILTERS: Kind['filters'] = {
  'image-id': ['imageId'],
  name: ['name'],
  state: ['imageState'],
  architecture: ['architecture'],
  'owner-id': ['imageOwnerId'],
};
const INSTANCE_FILTERS: Kind['filters'] = {
  'instance-id': ['instanceId'],
  'image-id': ['imageId'],
  'instance-state-name': ['instanceState', 'name'],
  'instance-state-code': ['instanceState', 'code'],
  'instance-type': ['instanceType'],
  'instance-lifecycle': ['instanceLifecycle'],
  'availability-zone': ['placement', 'availabilityZone'],
  'private-ip-address': ['privateIpAddress'],
  'spot-instance-request-id': ['spotInstanceRequestId'],
  'vpc-id': ['vpcId'],
};
const IMAGES: Kind = {
  ids: 'ImageIds',
  id: 'image-id',
  prefix: 'ami-',
  error: 'InvalidAMIID',
  filters: IMAGE_FILTERS,
};
const INSTANCES: Kind = {
  ids: 'InstanceIds',
  id: 'instance-id',
  prefix: 'i-',
  error: 'InvalidInstanceID',
  filters: INSTANCE_FILTERS,
};

function imageShape(world: World, { id, version }: AmiSpec): JsonObject {
  return {
    imageId: id,
    imageLocation: `${world.spec.accountId}/version-${version}`,
    imageState: 'available',
    imageOwnerId: world.spec.accountId,
    isPublic: false,
    architecture: 'x86_64',
    imageType: 'machine',
    name: `version-${version}`,
    rootDeviceType: 'ebs',
    rootDeviceName: '/dev/xvda',
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    tagSet: [{ key: 'Version', value: version }],
  };
}

function reservation(world: World, instance: JsonObject): JsonObject {
  return {
    reservationId: `r-${textOf(instance, 'instanceId')?.slice(2)}`,
    ownerId: world.spec.accountId,
    instancesSet: [instance],
  };
}

function described(shape: JsonObject, filters: Kind['filters']): Described {
  const values = Object.entries(filters).map(([name, path]): [string, string] => {
    const value = path.reduce<unknown>((from, field) => (from as JsonObject)[field], shape);
    return [name, String(value)];
  });
  const tags = (objectsOf(shape, 'tagSet') ?? []).map(({ key, value }): [string, string] => [
    `tag:${key}`,
    String(value),
  ]);
  return { shape, filters: new Map([...values, ...tags]) };
}

function chosen(all: readonly Described[], request: JsonObject, kind: Kind): readonly JsonObject[] {
  const ids = textsOf(request, kind.ids);
  for (const id of ids ?? []) checkId(all, id, kind);
  const asked = (objectsOf(request, 'Filters') ?? []).map((filter) => {
    const name = textOf(filter, 'Name') ?? '';
    if (!Object.hasOwn(kind.filters, name) && !name.startsWith('tag:')) {
      throw ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
    }
    return { name, values: textsOf(filter, 'Values') ?? [] };
  });
  return all
    .filter(({ filters }) => ids === undefined || ids.includes(filters.get(kind.id) ?? ''))
    .filter(({ filters }) =>
      asked.every(({ name, values }) => {
        const actual = filters.get(name);
        return actual !== undefined && values.some((value) => fitsWildcard(value, actual));
      }),
    )
    .map(({ shape }) => shape);
}

function checkId(all: readonly Described[], id: string, kind: Kind): void {
  if (!id.startsWith(kind.prefix)) {
    const message = `Invalid id: "${id}" (expecting "${kind.prefix}...")`;
    throw ec2Error(`${kind.error}.Malformed`, message);
  }
  if (all.some(({ filters }) => filters.get(kind.id) === id)) return;
  const message =
    kind === IMAGES
      ? `The image id '[${id}]' does not exist`
      : `The instance ID '${id}' does not exist`;
  throw ec2Error(`${kind.error}.NotFound`, message);
}

const MOST = 1_000;

function page(
  items: readonly JsonObject[],
  request: JsonObject,
): { readonly items: readonly JsonObject[]; readonly token: JsonObject } {
  const size = numberOf(request, 'MaxResults') ?? MOST;
  if (!Number.isInteger(size) || size < 5 || size > MOST) {
    throw ec2Error('InvalidParameterValue', `MaxResults must be between 5 and ${MOST}`);
  }
  const token = textOf(request, 'NextToken') ?? 'from-0';
  const from = /^from-(\d{1,9})$/.exec(token)?.[1];
  if (from === undefined) throw ec2Error('InvalidNextToken', `The token '${token}' is invalid`);
  const end = Number(from) + size;
  return {
    items: items.slice(Number(from), end),
    token: end < items.length ? { nextToken: `from-${end}` } : {},
  };
}

function ec2Error(code: string, message: string): TwinError {
  return new TwinError('ec2', 400, code, message);
}
