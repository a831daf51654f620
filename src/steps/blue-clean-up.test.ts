// The end of blue's warm time: drained and deleted when nothing may reach it any more, and never while it is live.
import { expect, test } from 'vitest';
import { type Bench, type BenchOptions, bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN, groupDocument, LIVE_GROUP, PROD_RULE } from '../../tests/twin-world.ts';

async function promoted(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)], ...options });
  const result = await game.run();
  expect(result.end, await game.failure()).toBe('Success');
  await game.clock.advance(600_000);
  return game;
}

test('blue is drained and deleted, and green keeps all the traffic', async () => {
  const game = await promoted();
  const result = await game.follow('cleanup');
  expect([result.end, result.leftovers], await game.failure()).toEqual(['Success', []]);
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  expect(game.groups().map(({ name }) => name)).toEqual(['shop']);
});

test('no process survives more than a few commits, and the end is the same', async () => {
  const game = await promoted();
  const result = await game.follow('cleanup', { commitsPerLife: 1 });
  expect([result.end, result.leftovers], await game.failure()).toEqual(['Success', []]);
  expect(game.groups().map(({ name }) => name)).toEqual(['shop']);
});

test('what is gone already needs nothing more', async () => {
  const game = await promoted();
  await game.follow('cleanup', { of: '1' });
  expect((await game.follow('cleanup', { of: '1' })).end).toBe('Success');
});

test('blue stays while any rule gives it weight, however little', async () => {
  const game = await promoted();
  const weights = { [BLUE]: 1, [GREEN]: 99 };
  game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, weights });
  expect((await game.follow('cleanup')).end).toBe('Failed');
  expect(await game.failure()).toMatch(/cannot be cleaned up: .*gives it weight.*in use/);
  expect(game.groups()).toHaveLength(2);
});

test('blue stays while requests still reach it, whatever the rules say', async () => {
  const game = await promoted();
  const shift = (blue: number): void =>
    game.twin.inject({
      kind: 'rule-edited',
      ruleArn: PROD_RULE,
      weights: { [BLUE]: blue, [GREEN]: 100 - blue },
    });
  shift(50);
  await game.clock.advance(90_000);
  shift(0);
  await game.clock.advance(40_000);
  expect((await game.follow('cleanup')).end).toBe('Failed');
  expect(await game.failure()).toMatch(/requests reached it in a minute just now/);
});

test('blue is not deleted when it gets weight once more while it drains', async () => {
  const game = await promoted();
  let isEdited = false;
  const result = await game.follow('cleanup', {
    onEvents: (events) => {
      const isDraining = events.some(
        (event) => event.type === 'EffectConfirmed' && / to 0$/.test(event.effect),
      );
      if (!isDraining || isEdited) return;
      isEdited = true;
      const weights = { [BLUE]: 5, [GREEN]: 95 };
      game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, weights });
    },
  });
  expect(result.end).toBe('Dirty');
  expect(result.leftovers[0]?.why).toMatch(/gives it weight.*scaled to 0.* 503/);
  expect(game.groups()).toHaveLength(2);
});

test('after a rollback blue is live again, and cannot be cleaned up', async () => {
  const game = await promoted();
  await game.follow('rollback', { of: '1' });
  await game.clock.advance(600_000);
  expect((await game.follow('cleanup', { of: '1' })).end).toBe('Failed');
  expect(await game.failure()).toContain('cannot be cleaned up');
  expect(game.groups()).toMatchObject([{ id: LIVE_GROUP, capacity: { target: 2 } }]);
});

test('where clean-up is never, only the floor under blue goes', async () => {
  const document = groupDocument('shop', BLUE, 2);
  const capacity = { minimum: 1, target: 2, maximum: 4, unit: 'instance' };
  const groups = [{ id: LIVE_GROUP, name: 'shop', document: { ...document, capacity } }];
  const game = await promoted({ policy: { cleanUp: 'never' }, world: { groups } });
  const blue = () => game.groups().find(({ id }) => id === LIVE_GROUP);
  expect(blue()?.capacity.minimum).toBe(2);
  expect((await game.follow('cleanup')).end, await game.failure()).toBe('Success');
  expect(blue()).toMatchObject({
    name: 'shop__STAGE__Harness',
    capacity: { minimum: 1, target: 2 },
  });
});
