// The resources of a project: every rule, target group and group that its runs have worked on, as the clouds have them now.
import { setImmediate as turn } from 'node:timers/promises';
import type { Resource } from '../../../api/routes/plans.ts';
import { Refusal } from '../../../app/refusal.ts';
import { worldKey } from '../../../app/world-key.ts';
import { CloudError } from '../../../cloud/cloud-error.ts';
import type { World } from '../../../execution/event.ts';
import { canonicalJson, type Json } from '../../../lib/json.ts';
import { type DigestedRun, journalDigests } from '../../clouds/journal-digests.ts';
import { createKeptReads } from '../../clouds/kept-reads.ts';
import { createRunClouds } from '../../clouds/run-clouds.ts';
import type { ControlRoom, ServedProject } from '../../control-room.ts';
import type { Answer } from '../../handler.ts';
import { worldText } from '../../runs/build-run-page.ts';
import { createWorldClocks } from '../../runs/world-clocks.ts';
import { buildResources } from './build-resources.ts';
import { readWorldResources } from './world-reading.ts';

export interface ResourceReader {
  read(project: ServedProject): Promise<Answer<'readResources'>>;
}

const FRESH_MS = 10_000;
/** Twins of earlier days are many; the newest worlds are looked at. */
const WORLDS_MAX = 5;
/** Asking thousands for their locks must not hold up everybody else. */
const ROWS_A_TURN = 50;

export function createResourceReader(room: ControlRoom): ResourceReader {
  const clocks = createWorldClocks();
  const digests = journalDigests(room);
  const now = (): number => room.clock.now();
  const openRun = createRunClouds(room);
  const kept = createKeptReads<Answer<'readResources'>>({
    freshMs: FRESH_MS,
    limit: room.projects.length,
    now,
  });
  const drifts = createDriftMemory();

  const ofWorld = async (
    project: ServedProject,
    runs: readonly DigestedRun[],
  ): Promise<readonly Resource[]> => {
    const [newest] = runs;
    const clock = newest && (await clocks.of(newest.world));
    if (newest === undefined || clock === undefined) {
      throw new Refusal('unreachable', 'It does not answer.');
    }
    const key = await worldKey(newest.world);
    const own = runs.filter(({ startedAt }) => startedAt >= beginningOf(newest.world, key));
    if (own.length === 0) return [];
    const { clouds } = await openRun(
      newest.run,
      await room.engine.look(newest.run),
      project.folder,
    );
    const [reading, holders] = await Promise.all([
      readWorldResources(clouds, own),
      holdersIn(room, key),
    ]);
    const world = worldText(newest.world);
    const at = { now: clock.now(), readAt: now() };
    return drifts.noted(buildResources({ world, runs: own, reading, holders, ...at }));
  };

  const read = async (project: ServedProject): Promise<Answer<'readResources'>> => {
    const all = (await digests.newest()).filter((run) => run.project === project.id);
    const worlds = byWorld(all);
    const says: string[] = [];
    const resources: Resource[] = [];
    for (const runs of worlds.slice(0, WORLDS_MAX)) {
      try {
        resources.push(...(await ofWorld(project, runs)));
      } catch (error) {
        says.push(silence(error, runs));
      }
    }
    if (worlds.length > WORLDS_MAX) {
      says.push(`${worlds.length - WORLDS_MAX} more worlds of older runs are not looked at.`);
    }
    return { resources, says };
  };
  return { read: (project) => kept.read(project.id, () => read(project)) };
}

function byWorld(runs: readonly DigestedRun[]): readonly (readonly DigestedRun[])[] {
  const worlds = new Map<string, DigestedRun[]>();
  for (const run of runs) {
    const key = canonicalJson(run.world as unknown as Json);
    worlds.set(key, [...(worlds.get(key) ?? []), run]);
  }
  return [...worlds.values()];
}

/** A twin that was started anew at the same address knows nothing of the runs before it. */
function beginningOf(world: World, key: string): number {
  const startedAt = world.kind === 'twin' ? Number(key.split(' ').at(-1)) : Number.NaN;
  return Number.isNaN(startedAt) ? Number.NEGATIVE_INFINITY : startedAt;
}

function silence(error: unknown, [newest]: readonly DigestedRun[]): string {
  const isTold = error instanceof CloudError || error instanceof Refusal;
  if (!isTold || newest === undefined) throw error;
  const where = worldText(newest.world);
  return `What runs have worked on in ${where} cannot be shown now. ${error.message}`;
}

/** By `<kind> <name>`. */
async function holdersIn(
  { engine }: ControlRoom,
  world: string,
): Promise<ReadonlyMap<string, string>> {
  const holders = new Map<string, string>();
  for (const [index, { id }] of (await engine.journal.list()).entries()) {
    if (index % ROWS_A_TURN === 0) await turn();
    for (const held of await engine.journal.holds(id)) {
      if (held.world === world) holders.set(`${held.kind} ${held.name}`, id);
    }
  }
  return holders;
}

/** Since when a drift is seen: of one that was there at the first look nobody knows. */
function createDriftMemory(): { noted(resources: readonly Resource[]): readonly Resource[] } {
  const seen = new Map<string, { readonly says: string; readonly since: number | null }>();
  const looked = new Set<string>();
  return {
    noted(resources) {
      return resources.map((resource) => {
        const key = `${resource.world} ${resource.id}`;
        const isFirst = !looked.has(key);
        looked.add(key);
        if (resource.drift === null) {
          seen.delete(key);
          return resource;
        }
        const { says } = resource.drift;
        const before = seen.get(key);
        const since = isFirst ? null : resource.worldNow;
        const drift = before ?? { says, since };
        seen.set(key, { ...drift, says });
        return { ...resource, drift: { ...drift, says } };
      });
    },
  };
}
