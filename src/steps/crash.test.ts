// Processes that end in the middle: the next one goes on, and the end is the same.
import { expect, test } from 'vitest';
import { step } from '../../tests/plan-builder.ts';
import { bench, fail, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN, LIVE_GROUP } from '../../tests/twin-world.ts';

const lives = [1, 2, 3, 5, 7];

test.each(lives)(
  'a deployment driven by processes of %i commits ends in Success',
  async (commitsPerLife) => {
    const game = bench({ commitsPerLife, steps: [setUp(), shiftProd(50), shiftProd(100)] });
    expect((await game.run()).end, await game.failure()).toBe('Success');
    expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
    const groups = game.groups().map(({ name, instances }) => [name, instances.length]);
    expect(groups).toEqual([
      ['shop__STAGE__Harness', 2],
      ['shop', 2],
    ]);
    const proven = (await game.facts('rung')).filter(({ state }) => state === 'proven');
    expect(proven).toHaveLength(2);
  },
);

test.each(lives)(
  'a way back driven by processes of %i commits leaves everything as before',
  async (commitsPerLife) => {
    const game = bench({
      commitsPerLife,
      steps: [setUp(), shiftProd(100), fail()],
      // Each crash in the middle of a write costs the time in which its answer may still come true.
      rollback: [step('Back', { type: 'ElastigroupRollback', timeoutMs: 1_200_000 })],
    });
    expect(await game.run()).toMatchObject({ end: 'RolledBack', leftovers: [] });
    expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
    expect(game.groups()).toMatchObject([
      { id: LIVE_GROUP, name: 'shop', capacity: { minimum: 2, target: 2 }, suspensions: [] },
    ]);
  },
);
