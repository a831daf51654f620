// The way back when AWS slows the writes down: who has the most customers goes first.
import { expect, test } from 'vitest';
import {
  bench,
  fail,
  ruleOf,
  STAGE_RULE,
  setUp,
  shiftProd,
  shiftStage,
  worldOf,
} from '../../tests/step-bench.ts';
import { BLUE, forward, GREEN, PROD_RULE } from '../../tests/twin-world.ts';

const DEV_RULE = STAGE_RULE.replace(/0000$/, '0001');
const toBlue = forward({ [BLUE]: 100, [GREEN]: 0 });

test('prod goes back first, then the test rule with the most of its requests on green', async () => {
  const game = bench({
    world: {
      ...worldOf([
        ruleOf(PROD_RULE, 10, 'shop.example', toBlue),
        ruleOf(STAGE_RULE, 20, 'stage.shop.example', toBlue),
        ruleOf(DEV_RULE, 30, 'dev.shop.example', toBlue),
      ]),
      limits: { elbv2Modify: { size: 1, refillPerSecond: 0.1 } },
    },
    steps: [setUp(), shiftStage(10), shiftStage(60, DEV_RULE), shiftProd(5), fail()],
  });
  expect(await game.run()).toMatchObject({ end: 'RolledBack', leftovers: [] });
  const confirmed = (await game.events()).flatMap((event) =>
    event.type === 'EffectConfirmed' && event.effect.startsWith('restore ') ? [event] : [],
  );
  expect(confirmed.map(({ effect }) => effect)).toEqual([
    `restore ${PROD_RULE}`,
    `restore ${DEV_RULE}`,
    `restore ${STAGE_RULE}`,
  ]);
  expect(new Set(confirmed.map(({ at }) => at)).size).toBe(3);
});
