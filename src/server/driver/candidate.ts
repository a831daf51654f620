// Whether a run is one that this server should drive now: a look at its row, its project and the clock of its world.
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
  readonly asked: ReadonlyMap<string, unknown>;
}

/** Who starts a run elsewhere means to drive it, and needs a moment until they do. */
const GRACE_MS = 3_000;

export async function candidateOf(
  row: ExecutionRow,
  view: CandidateView,
): Promise<'due' | 'waiting' | 'none'> {
  const { standing, isGone, wallNow, asked } = view;
  const known = await view.known.of(row.id);
  if (known?.project === undefined) return 'none';
  const isHeld = row.owner !== undefined && !isGone(row.owner) && row.leaseUntil > wallNow();
  if (isHeld) {
    standing.delete(row.id);
    return 'none';
  }
  if (row.phase === 'parked') {
    if (row.wakeAt === undefined) return 'waiting';
    const clock = await view.clocks.of(known.world);
    return clock === undefined || clock.now() >= row.wakeAt ? 'due' : 'waiting';
  }
  if (row.epoch > 0 || asked.has(row.id)) return 'due';
  const since = standing.get(row.id) ?? wallNow();
  standing.set(row.id, since);
  return wallNow() - since >= GRACE_MS ? 'due' : 'none';
}
