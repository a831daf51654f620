// A whole world as one piece of plain JSON, and the way back: versioned, and refused whole when damaged.
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Randoms } from './random.ts';
import type { SavedWait } from './timers.ts';
import type { World } from './world.ts';

/** Why a snapshot was refused: nothing has changed. */
export class SnapshotError extends Error {
  override readonly name: string = 'SnapshotError';
}

const FORMAT = 'penstock twin snapshot';
const VERSION = 1;
/** What a request may nest, and the model around it. */
const DEEPEST = 128;

interface State {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly randoms: readonly [string, number][];
  readonly waits: readonly SavedWait[];
}

export function takeSnapshot(world: World, randoms: Randoms): JsonObject {
  const state: State = {
    parts: world.saved.save(),
    randoms: randoms.save(),
    waits: world.timers.save(),
  };
  const copy = JSON.parse(JSON.stringify(state)) as JsonObject;
  const at = world.clock.now();
  return {
    format: FORMAT,
    version: VERSION,
    at,
    world: fingerprintOf(world),
    checksum: checksumOf(canonicalJson({ at, state: copy })),
    state: copy,
  };
}

/** Every time in it is carried over to now. Throws `SnapshotError`. */
export function restoreSnapshot(world: World, randoms: Randoms, given: JsonObject): void {
  const { at, state } = checked(world, given);
  const shift = (time: number): number => time - at + world.clock.now();
  world.timers.load([]);
  world.saved.load(state.parts, shift);
  randoms.load(state.randoms);
  world.timers.load(state.waits.map((wait) => ({ ...wait, at: shift(wait.at) })));
}

function checked(world: World, given: JsonObject): { readonly at: number; readonly state: State } {
  if (!isJsonObject(given) || given['format'] !== FORMAT)
    throw new SnapshotError('This is no snapshot of a twin.');
  const { version, at, state } = given;
  if (version !== VERSION) {
    const message = `This snapshot has format version ${String(version)}; this twin reads version ${VERSION}.`;
    throw new SnapshotError(message);
  }
  const isWhole =
    typeof at === 'number' &&
    isJsonObject(state) &&
    nestsAtMost(DEEPEST, state) &&
    given['checksum'] === checksumOf(canonicalJson({ at, state }));
  if (!isWhole) {
    throw new SnapshotError('This snapshot is cut off or was changed: its checksum does not fit.');
  }
  if (given['world'] !== fingerprintOf(world)) {
    throw new SnapshotError(
      'This snapshot is of another world: a twin takes back only snapshots of the world it was started with.',
    );
  }
  const copy = JSON.parse(JSON.stringify(state)) as unknown as State;
  const names = Object.keys(copy.parts);
  if (world.saved.names().toSorted().join() !== names.toSorted().join()) {
    throw new SnapshotError(
      'This snapshot is of another release: its parts are not those of this twin.',
    );
  }
  return { at, state: copy };
}

/** Level by level: what nests too deep must not be walked by recursion. */
function nestsAtMost(most: number, value: Json): boolean {
  let level: readonly (Json | undefined)[] = [value];
  for (let depth = 0; depth <= most; depth++) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
    if (level.length === 0) return true;
  }
  return false;
}

function fingerprintOf({ spec }: World): string {
  return checksumOf(canonicalJson(JSON.parse(JSON.stringify(spec)) as Json));
}

/** FNV-1a, twice with different beginnings. */
function checksumOf(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x1b873593;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x01000193);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
