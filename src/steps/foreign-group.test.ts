// Another hand on a group during a deployment: noticed before the next rung is written.
import { expect, test } from 'vitest';
import {
  approve,
  type Bench,
  type BenchOptions,
  bench,
  setUp,
  shiftProd,
} from '../../tests/step-bench.ts';
import { BLUE, GREEN, LIVE_GROUP } from '../../tests/twin-world.ts';

const steps = [setUp(), shiftProd(50), approve(), shiftProd(100)];

async function changedAtGate(
  change: (game: Bench) => void,
  options: Partial<BenchOptions> = {},
): Promise<Bench> {
  const game = bench({ steps, ...options });
  await game.runUntilGate();
  change(game);
  await game.approve();
  return game;
}

const rename = (game: Bench): void => {
  game.twin.spot.update(LIVE_GROUP, { name: 'mine-now' });
};

test('a group that got another name is asked about, and the shift may go on', async () => {
  const game = await changedAtGate(rename);
  expect(await game.goOn()).toBeUndefined();
  const opened = (await game.events()).find((event) => event.type === 'ChoiceOpened');
  expect(opened?.choice.detail).toEqual({
    differences: [{ what: 'its name', left: 'shop', found: 'mine-now' }],
  });
  expect(game.weights()).toEqual({ [BLUE]: 50, [GREEN]: 50 });
  await game.choose('goOn');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
});

test('a group that was made smaller is asked about, and the run may go back', async () => {
  const game = await changedAtGate(({ twin }) => {
    twin.spot.capacity(LIVE_GROUP, { minimum: 1, target: 1, maximum: 4 });
  });
  expect(await game.goOn()).toBeUndefined();
  await game.choose('abort');
  expect((await game.goOn())?.cause).toBe('failed');
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
});

test('where nobody is to be asked, the run goes back at once', async () => {
  const game = await changedAtGate(rename, { policy: { foreignHand: 'goBack' } });
  expect((await game.goOn())?.cause).toBe('failed');
  expect(await game.failure()).toMatch(/its name is mine-now/);
});

test('a group that was deleted cannot be shifted from', async () => {
  const game = await changedAtGate(({ twin }) => {
    twin.spot.delete(LIVE_GROUP);
  });
  await game.goOn();
  expect(await game.failure()).toMatch(/is gone: somebody else has deleted it/);
});
