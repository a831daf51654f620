// Looks at the clouds whether what a Dirty run left over is gone; only reads.
import { CloudError } from '../cloud/cloud-error.ts';
import type { Clouds } from '../cloud/clouds.ts';
import type { Elastigroup } from '../cloud/elastigroups.ts';
import type { Leftover } from '../execution/event.ts';
import { type LeftoverGroup, STEP_FACT } from '../steps/common/step-facts.ts';
import { capacityIn } from '../steps/rollback/capacity-back.ts';
import { leftNamesOrCapacity, whatOfTasks } from '../steps/rollback/leftovers.ts';
import { scheduledTasks } from '../steps/setup/group-document.ts';
import { followsTasks } from '../steps/shift/swap-tasks.ts';
import { forwardedTo, sameActions } from '../traffic/actions.ts';
import { type BeforeImage, FACT, type GroupImage, type Setup } from '../traffic/facts.ts';

export interface CheckedLeftover extends Leftover {
  readonly state: 'gone' | 'still there' | 'unknown';
  /** What was seen, or why nothing could be. */
  readonly seen: string;
}

/** A fact of the run, by name. */
export interface KnownFact {
  readonly name: string;
  readonly value: unknown;
}

export async function checkLeftovers(
  leftovers: readonly Leftover[],
  facts: readonly KnownFact[],
  clouds: Clouds,
): Promise<readonly CheckedLeftover[]> {
  const known = thingsOf(facts, clouds);
  return await Promise.all(
    leftovers.map(async (leftover) => {
      const { what } = leftover;
      // What is said of a whole stage is put right when all that the run touched is as before.
      const isStage = what.startsWith('stage "');
      const things = isStage ? known : known.filter(({ name }) => what.includes(name));
      const sights = await Promise.all(things.map((thing) => lookAt(thing, what, isStage)));
      return { ...leftover, ...together(sights) };
    }),
  );
}

export function allAs(
  leftovers: readonly Leftover[],
  state: CheckedLeftover['state'],
  seen: string,
): readonly CheckedLeftover[] {
  return leftovers.map((leftover) => ({ ...leftover, state, seen }));
}

type Sight = Pick<CheckedLeftover, 'state' | 'seen'>;

/** A rule or group of the run, by the name that tells it apart from all others. */
interface Thing {
  readonly name: string;
  look(what: string, isStage: boolean): Promise<Sight>;
}

function thingsOf(facts: readonly KnownFact[], clouds: Clouds): readonly Thing[] {
  const things = new Map<string, Thing>();
  const add = (thing: Thing): void => {
    // The first image is the one from before the run.
    if (!things.has(thing.name)) things.set(thing.name, thing);
  };
  const spot = facts.find(({ name }) => name === FACT.setup)?.value as Setup | undefined;
  for (const { name, value } of facts) {
    if (name === STEP_FACT.leftoverGroup && value !== null && spot !== undefined) {
      add(leftoverThing(value as LeftoverGroup, spot.spotConnectorRef, clouds));
    }
    if (name === FACT.beforeImage) add(ruleThing(value as BeforeImage, clouds));
    if (name !== FACT.setup) continue;
    const { green, blue, spotConnectorRef } = value as Setup;
    if (green !== null) add(groupThing(green, 'new', spotConnectorRef, clouds));
    if (blue !== null) add(groupThing(blue, 'old', spotConnectorRef, clouds));
  }
  return [...things.values()];
}

function ruleThing(image: BeforeImage, clouds: Clouds): Thing {
  const { ruleArn, connectorRef, region, actions } = image;
  return {
    name: ruleArn,
    async look() {
      const [rule] = await clouds.loadBalancers(connectorRef, region).rulesByArn([ruleArn]);
      if (rule === undefined) return gone('the rule does not exist any more');
      if (sameActions(rule.actions, actions)) return gone('the rule is as before the run');
      const weights = (forwardedTo(rule.actions) ?? []).map(
        ({ targetGroupArn, weight }) => `${targetGroupArn.split('/')[1]} ${weight}`,
      );
      return there(`the rule gives ${weights.join(', ') || 'no target group anything'}`);
    },
  };
}

function groupThing(
  image: GroupImage,
  age: 'new' | 'old',
  spotConnectorRef: string,
  clouds: Clouds,
): Thing {
  return {
    name: image.id,
    async look(what, isStage) {
      const elastigroups = clouds.elastigroups(spotConnectorRef);
      const group = await elastigroups.read(image.id);
      if (what === whatOfTasks(image)) return lookAtTasks(group, image);
      if (what.startsWith('Processes of ')) {
        const now = (await elastigroups.suspensions(image.id)).map(({ name }) => name);
        const named = now.filter((name) => what.includes(name));
        return named.length === 0
          ? gone('the processes run again')
          : there(`suspended are ${named.join(', ')}`);
      }
      const mayStay = what === leftNamesOrCapacity(image, '').what || (isStage && age === 'old');
      const { minimum, target, maximum } = group.capacity;
      const size = `${group.name} has ${target} instances (${minimum} to ${maximum})`;
      if (!mayStay) return there(`the group ${size}`);
      return isAsBefore(group, image)
        ? gone(`the group is as before: ${size}`)
        : there(`the group ${size}`);
    },
  };
}

/** A group that was to make room: it may stay as it was, or be gone. */
function leftoverThing(
  { id, document }: LeftoverGroup,
  spotConnectorRef: string,
  clouds: Clouds,
): Thing {
  return {
    name: id,
    async look() {
      const { name, capacity } = await clouds.elastigroups(spotConnectorRef).read(id);
      const { minimum, target, maximum } = capacity;
      const before = capacityIn(document);
      const size = `${name} has ${target} instances (${minimum} to ${maximum})`;
      return minimum === before?.minimum && maximum === before.maximum
        ? gone(`the group has its size of before: ${size}`)
        : there(`the group ${size}`);
    },
  };
}

function lookAtTasks(now: Elastigroup, before: GroupImage): Sight {
  const isSame = followsTasks(now, scheduledTasks(before.document));
  return isSame ? gone('the scheduled tasks are as before') : there('the scheduled tasks differ');
}

function isAsBefore({ name, capacity }: Elastigroup, before: GroupImage): boolean {
  const { minimum, maximum } = before.capacity;
  return name === before.name && capacity.minimum === minimum && capacity.maximum === maximum;
}

async function lookAt(thing: Thing, what: string, isStage: boolean): Promise<Sight> {
  try {
    return await thing.look(what, isStage);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    if (error.kind === 'not-found') return gone(`${thing.name} does not exist any more`);
    return { state: 'unknown', seen: error.message };
  }
}

/** The worst counts, and is what is said. */
function together(sights: readonly Sight[]): Sight {
  for (const state of ['still there', 'unknown'] as const) {
    const found = sights.filter((sight) => sight.state === state);
    if (found.length > 0) return { state, seen: found.map(({ seen }) => seen).join('; ') };
  }
  if (sights.length === 0) return { state: 'unknown', seen: 'no cloud can be asked about it' };
  return gone(sights.map(({ seen }) => seen).join('; '));
}

function gone(seen: string): Sight {
  return { state: 'gone', seen };
}

function there(seen: string): Sight {
  return { state: 'still there', seen };
}
