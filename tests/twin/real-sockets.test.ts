// Specifies the whole twin under load through real sockets: true shares, and no request lost or sent astray by changes.
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { recordKnownWeights } from './known-weights.ts';
import { runLoad, startLoad } from './load-programs.ts';
import { type ServedWorld, startServedWorld } from './served-world.ts';

const LIMIT_MS = 60_000;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function served(blue: number, green: number): Promise<ServedWorld> {
  const world = await startServedWorld({ blue, green });
  closing.push(() => world.close());
  return world;
}

test(
  'a hundred thousand requests are split within half a point of the weights, and none is lost',
  async () => {
    const { port } = await served(70, 30);
    const requests = 100_000;
    const load = { port, connections: 32, requests, tellsEach: false };
    const { lost, answered, byInstance } = await runLoad(load, LIMIT_MS);
    const { blue = 0, green = 0 } = byInstance;
    const chiSquare =
      (blue - 0.7 * answered) ** 2 / (0.7 * answered) +
      (green - 0.3 * answered) ** 2 / (0.3 * answered);
    console.log(`blue ${blue}, green ${green}, chi-square ${chiSquare.toFixed(3)} (1 degree)`);
    expect({ lost, answered: blue + green }).toEqual({ lost: 0, answered: requests });
    expect(Math.abs((100 * green) / answered - 30)).toBeLessThan(0.5);
  },
  LIMIT_MS,
);

test(
  'a hundred changes of weights under load lose no request and send none where no node could',
  async () => {
    const world = await served(100, 0);
    const known = recordKnownWeights(world.twin);
    const { port } = world;
    const load = await startLoad({ port, connections: 16, requests: 400_000, tellsEach: true });
    closing.push(() => load.stop().catch(() => undefined));
    const steps = [10, 100, 50, 0];
    for (let change = 0; change < 100; change += 1) {
      const green = steps[change % steps.length] ?? 0;
      world.weigh(100 - green, green);
      await eventually('all nodes to know', () => known.allKnow(100 - green, green));
      const until = world.answered() + 100;
      await eventually('a hundred answers', () => world.answered() >= until);
    }
    const { lost, each } = await load.stop();
    const checked = each.map((answer) => ({ instance: answer[2], could: known.possible(answer) }));
    const misrouted = checked.filter(({ instance, could }) => !could.has(instance));
    expect({ lost, misrouted: misrouted.length }).toEqual({ lost: 0, misrouted: 0 });
    expect(each.length).toBeGreaterThan(10_000);
    const decided = checked.filter(({ could }) => could.size === 1);
    expect(new Set(decided.map(({ instance }) => instance)).size).toBe(2);
    expect(decided.length).toBeGreaterThan(1_000);
  },
  LIMIT_MS,
);
