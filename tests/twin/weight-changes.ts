// Changes weights again and again under load, and counts what got lost or went where no node could send it.
import { eventually } from '../eventually.ts';
import { recordKnownWeights } from './known-weights.ts';
import { startLoad } from './load-programs.ts';
import type { ServedWorld } from './served-world.ts';

export interface WeightChanges {
  readonly answered: number;
  readonly lost: number;
  readonly misrouted: number;
  /** Answers for which only one group was possible, by group: the others prove nothing. */
  readonly decided: Readonly<Record<string, number>>;
}

const GREEN_WEIGHTS = [10, 100, 50, 0];
const ANSWERS_BETWEEN = 100;

/** Each change waits until every node knows the one before and a hundred answers have come. */
export async function changeWeightsUnderLoad(
  world: ServedWorld,
  changes: number,
): Promise<WeightChanges> {
  const known = recordKnownWeights(world.twin);
  const { port } = world;
  const load = await startLoad({ port, connections: 16, requests: 400_000, tellsEach: true });
  try {
    for (let change = 0; change < changes; change += 1) {
      const green = GREEN_WEIGHTS[change % GREEN_WEIGHTS.length] ?? 0;
      world.weigh(100 - green, green);
      await eventually('all nodes to know', () => known.allKnow(100 - green, green));
      const until = world.answered() + ANSWERS_BETWEEN;
      await eventually('more answers', () => world.answered() >= until);
    }
  } catch (error) {
    await load.stop();
    throw error;
  }
  const { lost, answered, each } = await load.stop();
  const decided: Record<string, number> = { blue: 0, green: 0 };
  let misrouted = 0;
  for (const answer of each) {
    const [, , instance] = answer;
    const possible = known.possible(answer);
    if (!possible.has(instance)) misrouted += 1;
    if (possible.size === 1) decided[instance] = (decided[instance] ?? 0) + 1;
  }
  return { answered, lost, misrouted, decided };
}
