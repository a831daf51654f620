// Another hand after the bake: what is written then is written and settled while Spot is kept calm again.
import { expect, test } from 'vitest';
import { type Bench, bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../tests/twin-world.ts';
import type { ExecutionEvent } from '../execution/event.ts';

const suspensions = (game: Bench): number =>
  game.groups().flatMap((group) => group.suspensions).length;

function isBaked(event: ExecutionEvent): boolean {
  if (event.type !== 'FactRecorded' || event.name !== 'bake') return false;
  return (event.value as { readonly state: string }).state === 'passed';
}

async function askedAfterBake(): Promise<Bench> {
  const game = bench({ steps: [setUp(), shiftProd(100)] });
  let isEdited = false;
  await game.runUntilGate((events) => {
    if (isEdited || !events.some(isBaked)) return;
    isEdited = true;
    const actions = [forward({ [BLUE]: 90, [GREEN]: 10 })];
    game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, actions });
  });
  return game;
}

test('while the choice is open Spot goes on, and after it the write settles in calm', async () => {
  const game = await askedAfterBake();
  expect(suspensions(game)).toBe(0);
  const before = (await game.events()).length;
  await game.choose('restore');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  expect(suspensions(game)).toBe(0);
  const done = (await game.events())
    .slice(before)
    .flatMap((event) => (event.type === 'EffectConfirmed' ? [event.effect.split(' ')[0]] : []));
  expect(done.slice(0, 5)).toEqual(['suspend', 'suspend', 'write', 'resume', 'resume']);
  expect(done.slice(5)).not.toContain('suspend');
});
