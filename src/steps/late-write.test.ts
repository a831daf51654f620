// The last write of an earlier owner, which arrives when its successor has gone on.
import { expect, test } from 'vitest';
import { step } from '../../tests/plan-builder.ts';
import { type Bench, bench, fail, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../tests/twin-world.ts';
import type { ExecutionEvent } from '../execution/event.ts';

const AFTER_A_CRASH = { commitsPerLife: 24 };
const deployment = { ...AFTER_A_CRASH, steps: [setUp(), shiftProd(50), shiftProd(100)] };

/** Writes the rule once, some time after the fact. */
function lateWrite(
  game: Bench,
  isAt: (event: ExecutionEvent) => boolean,
  green: number,
  delayMs = 0,
): (events: readonly ExecutionEvent[]) => void {
  const actions = [forward({ [GREEN]: green, [BLUE]: 100 - green })];
  const write = (): void => game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, actions });
  let isWritten = false;
  return (events) => {
    if (isWritten || !events.some(isAt)) return;
    isWritten = true;
    game.clock.after(delayMs, write);
  };
}

function prod100(state: string): (event: ExecutionEvent) => boolean {
  return (event) => {
    if (event.type !== 'FactRecorded' || event.name !== 'rung') return false;
    const rung = event.value as { readonly rung: string; readonly state: string };
    return rung.rung === 'prod-100' && rung.state === state;
  };
}

test.each([
  ['while the weight settles', 'settling', 'before the proof', 24],
  ['while the new version is watched', 'proven', 'after the bake', 30],
])('it is overwritten when it comes %s', async (_, state, when, commitsPerLife) => {
  const game = bench({ ...deployment, commitsPerLife });
  const end = await game.run(lateWrite(game, prod100(state), 50, 1_000));
  expect(end.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  const written = (await game.events()).flatMap((event) =>
    event.type === 'EffectIntended' && event.effect.startsWith('write ') ? [event.effect] : [],
  );
  expect(written.at(-1)).toBe(`write ${PROD_RULE} (${when}, again 1)`);
});

test.each([22, 23, 24, 25, 26, 27, 28])(
  'whoever ends after %i commits leaves nothing suspended that was calmed for it',
  async (commitsPerLife) => {
    const game = bench({ ...deployment, commitsPerLife });
    const end = await game.run(lateWrite(game, prod100('proven'), 50, 1_000));
    expect(end.end, await game.failure()).toBe('Success');
    expect(game.groups().flatMap(({ suspensions }) => suspensions)).toEqual([]);
  },
);

test('weights that this run never wrote are not its own late write', async () => {
  const game = bench({ ...deployment, policy: { foreignHand: 'goBack' } });
  await game.run(lateWrite(game, prod100('settling'), 10, 1_000));
  expect(await game.failure()).toMatch(/Somebody else has changed the rule/);
});

test('a run with one owner needs fewer looks', async () => {
  const once = bench({ steps: [setUp(), shiftProd(100)] });
  await once.run();
  const again = bench({ ...AFTER_A_CRASH, steps: [setUp(), shiftProd(100)] });
  await again.run();
  const reads = (game: Bench): number => game.calls()['elbv2.DescribeRules'] ?? 0;
  expect(reads(again)).toBeGreaterThan(reads(once));
});

test('green is not removed when it gets weight once more after the way back', async () => {
  const game = bench({
    ...AFTER_A_CRASH,
    // Counts would tell as well, but there are none.
    requestsPerSecond: 0,
    steps: [setUp(), shiftProd(100), fail()],
    rollback: [step('Back', { type: 'ElastigroupRollback', timeoutMs: 1_200_000 })],
  });
  const isRestored = (event: ExecutionEvent): boolean =>
    event.type === 'FactRecorded' && event.name === 'restored';
  const end = await game.run(lateWrite(game, isRestored, 100, 110_000));
  expect(end.end).toBe('Dirty');
  expect(end.leftovers[0]?.why).toContain('still gives it weight');
  expect(game.groups()).toHaveLength(2);
  expect(game.groups().map(({ instances }) => instances.length)).toEqual([2, 2]);
});

test('green is not deleted when it gets weight once more while it drains', async () => {
  const game = bench({ steps: [setUp(), shiftProd(100), fail()] });
  const isDraining = (event: ExecutionEvent): boolean =>
    event.type === 'EffectConfirmed' && /^scale \S+ to 0$/.test(event.effect);
  const end = await game.run(lateWrite(game, isDraining, 5, 1_000));
  expect(end.end).toBe('Dirty');
  expect(end.leftovers[0]?.why).toMatch(/still gives it weight.*scaled to 0: .* 503/);
  expect(game.groups()).toHaveLength(2);
});
