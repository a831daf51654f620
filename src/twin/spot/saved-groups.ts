// How Elastigroups are saved and put back: every instance once, by its id, wherever it is named.
import { refill, type SavedPart, type Shift } from '../saved-parts.ts';
import type { Group, Roll, RollBatch, SpotInstance, Usage } from './group.ts';
import { createHistory, type GroupEvent, type HistoryEntry } from './history.ts';

type Plain = Omit<Group, 'suspensions' | 'instances' | 'history' | 'usages' | 'rolls'>;

interface SavedGroup {
  readonly plain: Plain;
  readonly suspensions: readonly [string, number | null][];
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
  const { suspensions, instances, history, usages, rolls, ...plain } = group;
  return {
    plain,
    suspensions: [...suspensions].map(([process, until]) => [process, until ?? null]),
    known: [...namedIn(group).values()].map((each) => ({
      ...each,
      replaces: each.replaces?.instanceId ?? null,
      lockedUntil: Number.isFinite(each.lockedUntil) ? each.lockedUntil : null,
    })),
    instances: idsOf([...instances]),
    lines: history.lines,
    events: history.events,
    usages: [...usages.values()].map((usage) => ({
      ...usage,
      instance: usage.instance.instanceId,
    })),
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
  return {
    ...saved.plain,
    createdAt: shift(saved.plain.createdAt),
    updatedAt: shift(saved.plain.updatedAt),
    suspensions: new Map(
      saved.suspensions.map(([process, until]) => [
        process,
        until === null ? undefined : shift(until),
      ]),
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
          {
            instance,
            startedAt: shift(usage.startedAt),
            endedAt: maybe(usage.endedAt, shift),
          },
        ]),
      ),
    ),
    rolls: saved.rolls.map((roll) => ({
      ...roll,
      createdAt: shift(roll.createdAt),
      updatedAt: shift(roll.updatedAt),
      batches: roll.batches.map((batch) => ({
        ...batch,
        blue: all(batch.blue),
        green: all(batch.green),
        startedAt: maybe(batch.startedAt, shift),
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
  const { lockedUntil } = saved;
  return {
    ...saved,
    replaces,
    fulfilledAt: shift(saved.fulfilledAt),
    unhealthySince: maybe(saved.unhealthySince, shift),
    lockedUntil: lockedUntil === null ? Number.POSITIVE_INFINITY : maybeLock(lockedUntil, shift),
    registersAt: maybe(saved.registersAt, shift),
  };
}

/** 0 is no lock at all, not a time. */
function maybeLock(until: number, shift: Shift): number {
  return until === 0 ? 0 : shift(until);
}

function maybe(at: number | undefined, shift: Shift): number | undefined {
  return at === undefined ? undefined : shift(at);
}

function idsOf(instances: readonly SpotInstance[]): readonly string[] {
  return instances.map(({ instanceId }) => instanceId);
}
