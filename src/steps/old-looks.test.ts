// What was seen minutes before a write counts no more when the write leaves late.
import { expect, test } from 'vitest';
import { bench, fail, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN, LIVE_GROUP, PROD_RULE } from '../../tests/twin-world.ts';
import { FACT } from '../traffic/facts.ts';

const HALF = { [BLUE]: 50, [GREEN]: 50 };

test('green stays when another hand gives it weight while it is being proven empty', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()], requestsPerSecond: 0 });
  const edit = (): void =>
    game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, weights: HALF });
  const result = await game.run((events) => {
    for (const event of events) {
      if (event.type !== 'FactRecorded' || event.name !== FACT.restored) continue;
      game.clock.after(100_000, edit);
    }
  });
  expect(result.end, await game.failure()).toBe('Dirty');
  expect(result.leftovers[0]?.why).toMatch(/gives it weight.*only then, the commands are safe/);
  expect(game.groups().map(({ instances }) => instances.length)).toEqual([2, 2]);
});

test('a restore that AWS slows down does not reach a blue that has fallen ill meanwhile', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()] });
  const result = await game.run((events) => {
    if (!events.some(({ type }) => type === 'RollbackStarted')) return;
    game.twin.inject({
      kind: 'throttle',
      service: 'elbv2',
      operation: 'ModifyRule',
      times: 14,
    });
    game.twin.inject({ kind: 'failing-health', groupId: LIVE_GROUP });
  });
  expect(game.weights()).toEqual(HALF);
  expect(result.end).toBe('Dirty');
  expect(result.leftovers[0]?.why).toContain('blue cannot take the traffic back');
});

test('blue stays when another hand gives it weight before Spot takes its clean-up', async () => {
  const game = bench({ steps: [setUp(), shiftProd(100)] });
  await game.run();
  await game.clock.advance(600_000);
  const weights = { [BLUE]: 10, [GREEN]: 90 };
  const result = await game.follow('cleanup', {
    onEvents: (events) => {
      if (!events.some((event) => event.type === 'EffectIntended')) return;
      game.twin.inject({ kind: 'throttle', service: 'spot', operation: '*', times: 10 });
      game.clock.after(5_000, () =>
        game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, weights }),
      );
    },
  });
  expect(result.end).toBe('Dirty');
  expect(result.leftovers[0]?.why).toContain('gives it weight');
  expect(game.groups().map(({ instances }) => instances.length)).toEqual([2, 2]);
});
