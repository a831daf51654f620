// Spot's own moves during a shift: recorded for people, waited for, or a reason to go back.
import { expect, test } from 'vitest';
import { type Bench, type BenchOptions, bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN } from '../../tests/twin-world.ts';
import type { ExecutionEvent } from '../execution/event.ts';

const STAGE_NAME = 'shop__STAGE__Harness';

/** Spot takes one of green's instances back while the weight of this rung settles. */
async function interrupted(
  rung: string,
  options: Partial<BenchOptions> & { readonly shortage?: boolean } = {},
): Promise<{ readonly game: Bench; readonly end: string }> {
  const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)], ...options });
  let isDone = false;
  const result = await game.run((events) => {
    if (isDone || !events.some((event) => isSettling(event, rung))) return;
    isDone = true;
    const groupId = game.groups().find(({ name }) => name === STAGE_NAME)?.id ?? '';
    if (options.shortage === true) game.twin.inject({ kind: 'shortage', groupId });
    game.twin.inject({ kind: 'interruption', groupId });
  });
  return { game, end: result.end };
}

function isSettling(event: ExecutionEvent, wanted: string): boolean {
  if (event.type !== 'FactRecorded' || event.name !== 'rung') return false;
  const { rung, state } = event.value as { readonly rung: string; readonly state: string };
  return rung === wanted && state === 'settling';
}

test('an instance that Spot takes back in the middle of a rung is replaced, and the shift goes on', async () => {
  const { game, end } = await interrupted('prod-50');
  expect(end, await game.failure()).toBe('Success');
  const moves = await game.facts('spot-move');
  expect(moves.flatMap(({ left }) => left)).toHaveLength(1);
  expect(moves.flatMap(({ came }) => came)).toHaveLength(1);
  expect(moves.every(({ colour }) => colour === 'green')).toBe(true);
});

test('why it left is told in the words of Spot', async () => {
  const { game } = await interrupted('prod-50');
  const why = (await game.facts('spot-move')).flatMap((move) => move['why']);
  expect(why.join(' ')).toMatch(/will be interrupted/);
});

test('an interruption under watch after the last rung does not send the run back', async () => {
  const { game, end } = await interrupted('prod-100');
  expect(end, await game.failure()).toBe('Success');
});

test('a shortage is waited for until the time of the step, and told', async () => {
  const { game, end } = await interrupted('prod-50', { shortage: true });
  expect(end).toBe('RolledBack');
  const notices = (await game.facts('notice')).map(({ text }) => text);
  expect(notices.join()).toMatch(/waits for Spot to bring instances: 1 of 2 targets/);
  const events = await game.events();
  const failed = events.find(
    (event) => event.type === 'AttemptFinished' && /Prod_50/.test(event.path),
  );
  const started = events.find(
    (event) => event.type === 'AttemptStarted' && /Prod_50/.test(event.path),
  );
  expect((failed?.at ?? 0) - (started?.at ?? 0)).toBeGreaterThan(800_000);
});

test('where it is so agreed, a shortage sends the run back after a minute', async () => {
  const policy = { spotMoves: 'goBack' } as const;
  const { game, end } = await interrupted('prod-50', { shortage: true, policy });
  expect(end).toBe('RolledBack');
  expect(await game.failure()).toMatch(/1 of 2 targets are healthy/);
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
  const notices = (await game.facts('notice')).map(({ text }) => text);
  expect(notices.join()).not.toMatch(/waits for Spot/);
});

test('a run that Spot leaves alone tells no moves', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)] });
  await game.run();
  expect(await game.facts('spot-move')).toEqual([]);
});
