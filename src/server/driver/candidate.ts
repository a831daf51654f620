// Whether a run is one that this server should drive now: a look at its row, its project and the clock of its world.
import type { World } from '../../execution/event.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import type { KnownRuns } from '../runs/known-runs.ts';
import type { WorldClocks } from '../runs/world-clocks.ts';

/** Since when a run has been seen that was started elsewhere and that nobody has ever driven. */
export type Standing = Map<string, number>;

export interface CandidateView {
  readonly known: KnownRuns;
  readonly clocks: WorldClocks;
  readonly isGone: (owner: string) => boolean;
  readonly wallNow: () => number;
  readonly standing: Standing;
  /** What was started here, or is to be taken up by a person's word. */
  readonly isAsked: (run: string) => boolean;
}

/** Who starts a run elsewhere means to drive it, and needs a moment until they do. */
const GRACE_MS = 3_000;

export async function candidateOf(
  row: ExecutionRow,
  view: CandidateView,
): Promise<{ readonly candidate: 'due' | 'waiting' | 'none'; readonly world?: World }> {
  const known = await view.known.of(row.id);
  if (known?.project === undefined) return { candidate: 'none' };
  const { world } = known;
  return { candidate: await standingOf(row, world, view), world };
}

async function standingOf(
  row: ExecutionRow,
  world: World,
  { clocks, standing, isGone, wallNow, isAsked }: CandidateView,
): Promise<'due' | 'waiting' | 'none'> {
  const isHeld = row.owner !== undefined && !isGone(row.owner) && row.leaseUntil > wallNow();
  if (isHeld) {
    standing.delete(row.id);
    return 'none';
  }
  if (row.phase === 'parked') {
    if (row.wakeAt === undefined) return 'waiting';
    const clock = await clocks.of(world);
    return clock === undefined || clock.now() >= row.wakeAt ? 'due' : 'waiting';
  }
  if (row.epoch > 0 || isAsked(row.id)) return 'due';
  const since = standing.get(row.id) ?? wallNow();
  standing.set(row.id, since);
  return wallNow() - since >= GRACE_MS ? 'due' : 'none';
}
