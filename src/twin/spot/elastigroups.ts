// The Elastigroups of the one Spot account of a world.
import type { JsonObject } from '../../lib/json.ts';
import type { LoadBalancing } from '../elbv2/load-balancing.ts';
import type { World } from '../world.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { capacityOf, type Group, targetGroupArnsOf } from './group.ts';
import { checkDocument, type KnownThings, writable } from './group-document.ts';
import { recordWrite } from './group-events.ts';
import { newGroup } from './new-group.ts';
import { reconcile } from './reconcile.ts';
import { savedGroups } from './saved-groups.ts';
import { spotError } from './spot-error.ts';

export interface Elastigroups {
  all(): readonly Group[];
  /** Throws `GROUP_DOESNT_EXIST`. */
  get(id: string): Group;
  create(document: JsonObject): Group;
  /** Spot takes a look at it now. */
  look(group: Group): void;
  /** The document as a whole; the group follows it from now on. */
  write(group: Group, document: JsonObject): void;
  /** The group is gone at once, and so are its instances: nothing drains. */
  delete(group: Group): void;
  readonly fleet: Fleet;
}

/** More than any account has. */
const MOST_GROUPS = 5_000;

export function createElastigroups(world: World, loadBalancing: LoadBalancing): Elastigroups {
  const groups = new Map<string, Group>();
  const random = world.random('groups');
  const amis = new Set(world.spec.amis.map(({ id }) => id));
  const known: KnownThings = {
    isAmi: (id) => amis.has(id),
    isTargetGroup: (arn) => loadBalancing.targetGroups.has(arn),
  };
  const look = (group: Group): void => {
    if (groups.get(group.id) === group) reconcile(group, fleet, world.clock.now());
  };
  const fleet = createFleet({
    world,
    loadBalancing,
    groupOf: (id) => groups.get(id),
    changed: look,
  });
  world.saved.add('groups', savedGroups(groups));
  const add = (id: string, document: JsonObject, createdAt: number): Group => {
    const group = newGroup(id, document, createdAt, world.clock.now());
    groups.set(id, group);
    return group;
  };

  for (const spec of world.spec.groups) {
    const document = { ...writable(spec.document), name: spec.name };
    checkDocument(document, known);
    const group = add(spec.id, document, world.clock.now() - spec.ageMs);
    for (let each = capacityOf(group).target; each > 0; each--) fleet.bringRunning(group);
  }
  return {
    all: () => [...groups.values()],
    get(id) {
      const group = groups.get(id);
      if (group !== undefined) return group;
      throw spotError('GROUP_DOESNT_EXIST', `Group ${id} doesn't exist`);
    },
    look,
    create(document) {
      if (groups.size >= MOST_GROUPS) {
        const why = `the account has its ${MOST_GROUPS} groups already`;
        throw spotError('CANT_CREATE_GROUP', `failed to create group: ${why}`);
      }
      checkDocument(document, known);
      const group = add(`sig-${random.hex(8)}`, document, world.stampNow());
      recordWrite(group, group.createdAt, 'Create');
      look(group);
      return group;
    },
    write(group, document) {
      checkDocument(document, known);
      const before = targetGroupArnsOf(group.document);
      group.document = document;
      group.updatedAt = world.stampNow();
      recordWrite(group, group.updatedAt, 'Update');
      fleet.moveTargets(group, before);
      look(group);
    },
    delete(group) {
      groups.delete(group.id);
      for (const instance of [...group.instances]) fleet.kill(group, instance);
    },
    fleet,
  };
}
