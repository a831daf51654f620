// The plans that people have looked at, by their hash: kept in the state folder, so that a run can name what has changed since.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Matters } from '../../steps/outlook/matters.ts';
import { Refusal } from '../refusal.ts';
import type { StateFolder } from '../state-folder.ts';
import type { PlannedRun } from './look-at-run.ts';
import type { ShownPlan } from './shown-plan.ts';

/** The oldest ones go. */
const PLANS_MAX = 50;
const SHORTEST = 8;

/** As people see and type it. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** `shown` is all that it takes to show the plan again; what an earlier look has kept of it stays. */
export function keepPlan(
  state: StateFolder,
  { hash, matters }: PlannedRun,
  shown?: ShownPlan,
): void {
  const folder = folderOf(state);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${hash}.json`);
  const partial = `${file}.${process.pid}`;
  const kept = shown && { ...shown, start: shown.start ?? readShown(file)?.start ?? null };
  writeFileSync(partial, JSON.stringify({ format: 1, hash, matters, shown: kept }), {
    mode: 0o600,
  });
  renameSync(partial, file);
  const byAge = hashesIn(folder)
    .map((name) => ({ name, at: statSync(join(folder, `${name}.json`)).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of byAge.slice(PLANS_MAX)) rmSync(join(folder, `${name}.json`));
}

/** Newest first; of an older Penstock that kept less of them none. */
export function shownPlans(state: StateFolder): readonly (ShownPlan & { readonly hash: string })[] {
  const folder = folderOf(state);
  return hashesIn(folder)
    .flatMap((hash) => {
      const shown = readShown(join(folder, `${hash}.json`));
      return shown === undefined ? [] : [{ ...shown, hash }];
    })
    .sort((one, other) => other.plannedAt - one.plannedAt);
}

export interface KeptPlan {
  readonly hash: string;
  readonly matters: Matters;
}

/** By the hash or its beginning. Throws `Refusal` when there is none, or more than one. */
export function findPlan(state: StateFolder, wanted: string): KeptPlan {
  const folder = folderOf(state);
  const isHash = wanted.length >= SHORTEST && /^[0-9a-f]+$/.test(wanted);
  const found = isHash ? hashesIn(folder).filter((hash) => hash.startsWith(wanted)) : [];
  const [hash, other] = found;
  if (hash !== undefined && other === undefined) return readPlan(join(folder, `${hash}.json`));
  const why =
    hash === undefined
      ? `No plan ${wanted} is known here: plans lie in ${folder}, where "penstock plan" puts the last ${PLANS_MAX}.`
      : `Several plans begin with ${wanted}: give more of the hash.`;
  throw new Refusal(
    'invalid',
    `${why} Look at what a run would do with "penstock plan" and give the hash it shows. Nothing was started, and no traffic was moved.`,
  );
}

const planSchema = z.object({ format: z.literal(1), hash: z.string(), matters: z.looseObject({}) });

function readPlan(file: string): KeptPlan {
  try {
    const { hash, matters } = planSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { hash, matters: matters as unknown as Matters };
  } catch (cause) {
    throw new Refusal(
      'invalid',
      `The plan in ${file} cannot be read. Make a new one with "penstock plan". Nothing was started, and no traffic was moved.`,
      { cause },
    );
  }
}

/** Undefined also for a file that is gone or damaged: it is shown no more. */
function readShown(file: string): ShownPlan | undefined {
  try {
    const { shown } = JSON.parse(readFileSync(file, 'utf8')) as { shown?: ShownPlan };
    return typeof shown?.plannedAt === 'number' ? shown : undefined;
  } catch {
    return undefined;
  }
}

function hashesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []);
}

function folderOf(state: StateFolder): string {
  return join(state.path, 'plans');
}
