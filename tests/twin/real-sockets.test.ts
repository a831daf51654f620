// Specifies the whole twin under load through real sockets: true shares, and no request lost or sent astray by changes.
import { afterEach, expect, test } from 'vitest';
import { runLoad } from './load-programs.ts';
import { type ServedWorld, startServedWorld } from './served-world.ts';
import { changeWeightsUnderLoad } from './weight-changes.ts';

const LIMIT_MS = 180_000;
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
    const { answered, lost, misrouted, decided } = await changeWeightsUnderLoad(world, 100);
    expect({ lost, misrouted }).toEqual({ lost: 0, misrouted: 0 });
    expect(answered).toBeGreaterThan(10_000);
    expect(decided['blue']).toBeGreaterThan(500);
    expect(decided['green']).toBeGreaterThan(500);
  },
  LIMIT_MS,
);
