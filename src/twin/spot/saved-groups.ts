// How Elastigroups are saved and put back: every instance once, by its id, wherever it is named.
import type { JsonObject } from '../../lib/json.ts';
import { refill, type SavedPart, type Shift, shiftTimes } from '../saved-parts.ts';
import type { Group, Roll, RollBatch, SpotInstance, Usage } from './group.ts';
import { createHistory, type GroupEvent, type HistoryEntry } from './history.ts';

type Plain = Omit<
  Group,
  'suspensions' | 'policySuspensions' | 'instances' | 'history' | 'usages' | 'rolls'
>;

interface SavedGroup {
  readonly plain: Plain;
  readonly suspensions: readonly [string, number | null][];
  readonly policySuspensions: readonly [string, number | null][];
  /** All that are named anywhere, also those that have ended. */
  readonly known: readonly SavedInstance[];
  readonly instances: readonly string[];
  readonly lines: readonly HistoryEntry[];
  readonly events: readonly GroupEvent[];
  readonly usages: readonly SavedUsage[];
  readonly rolls: readonly SavedRoll[];
}

/** `lockedUntil` is null for ever. */
type SavedInstance = Omit<SpotInstance, 'replaces' | 'lockedUntil'> & {
  readonly replaces: string | null;
  readonly lockedUntil: number | null;
};
type SavedUsage = Omit<Usage, 'instance'> & { readonly instance: string };
type SavedRoll = Omit<Roll, 'batches'> & { readonly batches: readonly SavedBatch[] };
type SavedBatch = Omit<RollBatch, 'blue' | 'green'> & {
  readonly blue: readonly string[];
  readonly green: readonly string[];
};

export function savedGroups(groups: Map<string, Group>): SavedPart<readonly SavedGroup[]> {
  return {
    save: () => [...groups.values()].map(saveGroup),
    load: (all, shift) =>
      refill(
        groups,
        all.map((saved) => [saved.plain.id, loadGroup(saved, shift)]),
      ),
  };
}

function saveGroup(group: Group): SavedGroup {
  const { suspensions, policySuspensions, instances, history, usages, rolls, ...plain } = group;
  return {
    plain: plain satisfies JsonObject,
    suspensions: [...suspensions].map(([process, until]) => [process, until ?? null]),
    policySuspensions: [...policySuspensions],
    known: [...namedIn(group).values()].map((each) => ({
      ...each,
      replaces: each.replaces?.instanceId ?? null,
      lockedUntil: Number.isFinite(each.lockedUntil) ? each.lockedUntil : null,
    })) satisfies readonly JsonObject[],
    instances: idsOf([...instances]),
    lines: history.lines,
    events: history.events,
    usages: [...usages.values()].map((usage) => ({
      ...usage,
      instance: usage.instance.instanceId,
    })) satisfies readonly JsonObject[],
    rolls: rolls.map((roll) => ({
      ...roll,
      batches: roll.batches.map((batch) => ({
        ...batch,
        blue: idsOf(batch.blue),
        green: idsOf(batch.green),
      })),
    })),
  };
}

function namedIn(group: Group): ReadonlyMap<string, SpotInstance> {
  const named = new Map<string, SpotInstance>();
  const add = (instance: SpotInstance | undefined): void => {
    for (let each = instance; each !== undefined; each = each.replaces) {
      if (named.has(each.instanceId)) return;
      named.set(each.instanceId, each);
    }
  };
  for (const each of group.instances) add(each);
  for (const { instance } of group.usages.values()) add(instance);
  for (const { batches } of group.rolls) {
    for (const { blue, green } of batches) for (const each of [...blue, ...green]) add(each);
  }
  return named;
}

function loadGroup(saved: SavedGroup, shift: Shift): Group {
  const known = loadInstances(saved.known, shift);
  const all = (ids: readonly string[]): SpotInstance[] => ids.flatMap((id) => known.get(id) ?? []);
  const shifted = (until: number | null): number | null => (until === null ? null : shift(until));
  return {
    ...shiftTimes(saved.plain, shift),
    suspensions: new Map(
      saved.suspensions.map(([process, until]) => [process, shifted(until) ?? undefined]),
    ),
    policySuspensions: new Map(
      saved.policySuspensions.map(([policy, until]) => [policy, shifted(until)]),
    ),
    instances: new Set(all(saved.instances)),
    history: createHistory({
      lines: saved.lines.map((line) => ({ ...line, at: shift(line.at) })),
      events: saved.events.map((event) => ({ ...event, at: shift(event.at) })),
    }),
    usages: new Map(
      saved.usages.flatMap((usage) =>
        all([usage.instance]).map((instance) => [
          usage.instance,
          { ...shiftTimes(usage, shift), instance },
        ]),
      ),
    ),
    rolls: saved.rolls.map((roll) => ({
      ...shiftTimes(roll, shift),
      batches: roll.batches.map((batch) => ({
        ...shiftTimes(batch, shift),
        blue: all(batch.blue),
        green: all(batch.green),
      })),
    })),
  };
}

/** What an instance replaces is older than it, and may replace something itself. */
function loadInstances(
  all: readonly SavedInstance[],
  shift: Shift,
): ReadonlyMap<string, SpotInstance> {
  const saved = new Map(all.map((each) => [each.instanceId, each]));
  const loaded = new Map<string, SpotInstance>();
  const load = (id: string | null): SpotInstance | undefined => {
    const each = saved.get(id ?? '');
    const known = loaded.get(id ?? '');
    if (each === undefined || known !== undefined) return known;
    const instance = loadInstance(each, load(each.replaces), shift);
    loaded.set(each.instanceId, instance);
    return instance;
  };
  for (const { instanceId } of all) load(instanceId);
  return loaded;
}

function loadInstance(
  saved: SavedInstance,
  replaces: SpotInstance | undefined,
  shift: Shift,
): SpotInstance {
  const shifted = shiftTimes(saved, shift);
  return { ...shifted, replaces, lockedUntil: shifted.lockedUntil ?? Number.POSITIVE_INFINITY };
}

function idsOf(instances: readonly SpotInstance[]): readonly string[] {
  return instances.map(({ instanceId }) => instanceId);
}
