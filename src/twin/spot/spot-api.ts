// The operations of Spot's Elastigroup API, each behind faults and the account's rate limits.
import { throttled } from '../gate.ts';
import { numberOf } from '../request-fields.ts';
import type { Spot, SpotListQuery, SpotOperation } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import type { World } from '../world.ts';
import { createSpotControl } from './control-api.ts';
import type { Elastigroups } from './elastigroups.ts';
import { refuseFixedFields } from './fixed-fields.ts';
import { type Group, nameOf, shownInstances } from './group.ts';
import { checkCapacity, groupShape, merged, writable } from './group-document.ts';
import { healthShape, statusShape } from './instance-shapes.ts';
import { createRateLimits } from './rate-limits.ts';
import { refuseWhileRolling } from './roll-calls.ts';
import { resume, suspend, suspensionsShape } from './suspensions.ts';

export function createSpot(world: World, groups: Elastigroups): Spot {
  const { clock } = world;
  const limits = createRateLimits(world.spec.limits.spotRequestsPerMinute);
  world.saved.add('spot limits', limits);
  const gated = <Answer>(operation: SpotOperation, act: () => Answer): Answer => {
    const admit = (): void => {
      if (!limits.take(operation, clock.now())) throw throttled('spot');
    };
    return world.gate.pass({ service: 'spot', operation }, admit, act);
  };
  const onGroup = <Answer>(
    operation: SpotOperation,
    id: string,
    act: (group: Group) => Answer,
  ): Answer => gated(operation, () => act(groups.get(id)));

  return {
    authorize: (token, accountId) => authorize(world, token, accountId),
    list: (query) => gated('list', () => groups.all().filter(fits(query)).map(groupShape)),
    read: (id) => onGroup('read', id, (group) => [groupShape(group)]),
    create: (document) =>
      gated('create', () => [groupShape(groups.create(merged({}, writable(document))))]),
    update: (id, change) =>
      onGroup('update', id, (group) => {
        refuseWhileRolling(group);
        refuseFixedFields(group.document, change);
        groups.write(group, merged(group.document, writable(change)));
        return [groupShape(group)];
      }),
    delete: (id) => onGroup('delete', id, (group) => groups.delete(group)),
    capacity: (id, given) =>
      onGroup('capacity', id, (group) => {
        const capacity = {
          minimum: numberOf(given, 'minimum') ?? 0,
          maximum: numberOf(given, 'maximum') ?? 0,
          target: numberOf(given, 'target') ?? 0,
        };
        checkCapacity(capacity);
        refuseWhileRolling(group);
        groups.write(group, merged(group.document, { capacity }));
        return [capacity];
      }),
    status: (id) =>
      onGroup('status', id, (group) =>
        shownInstances(group).map((each) => statusShape(group, each, clock.now())),
      ),
    instanceHealthiness: (id) =>
      onGroup('instanceHealthiness', id, (group) =>
        shownInstances(group).map((each) => healthShape(group, each, groups.fleet.stateOf)),
      ),
    suspensions: (id) =>
      onGroup('suspensions', id, (group) => [suspensionsShape(group, clock.now())]),
    suspend: (id, body) =>
      onGroup('suspend', id, (group) => {
        suspend(group, body, clock.now());
        return [suspensionsShape(group, clock.now())];
      }),
    resume: (id, body) => onGroup('resume', id, (group) => resume(group, body)),
    control: createSpotControl(world, groups, gated),
    rateLimit: (operation) => limits.read(operation, clock.now()),
  };
}

function authorize(world: World, token: string | undefined, accountId: string | undefined): void {
  const { spot } = world.spec;
  if (token !== spot.token) {
    throw new TwinError('spot', 401, 'UNAUTHORIZED', 'The token is missing or not valid');
  }
  if (accountId !== spot.accountId) {
    const message =
      accountId === undefined
        ? `No accountId was sent: Spot would use the organization's default account, which is not ${spot.accountId}`
        : `The token has no access to account ${accountId}`;
    throw new TwinError('spot', 403, 'FORBIDDEN', message);
  }
}

function fits(query: SpotListQuery): (group: Group) => boolean {
  const least = query.minCreatedAt ?? Number.NEGATIVE_INFINITY;
  const most = query.maxCreatedAt ?? Number.POSITIVE_INFINITY;
  return (group) =>
    group.createdAt >= least &&
    group.createdAt <= most &&
    (query.name === undefined || query.name === nameOf(group));
}
