// Green that falls ill while a cloud slows the step down gets no weight: its health is seen anew before each write.
import { expect, test } from 'vitest';
import { bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { BLUE, GREEN } from '../../tests/twin-world.ts';

test.each([
  ['spot', 'suspend'],
  ['elbv2', 'ModifyRule'],
] as const)(
  'green that falls ill while %s throttles %s gets no weight',
  async (service, operation) => {
    const game = bench({ steps: [setUp(), shiftProd(100)] });
    const weights = new Set<string>();
    await game.run((events) => {
      weights.add(JSON.stringify(game.weights()));
      for (const event of events) {
        if (event.type === 'NodeFinished' && event.path.endsWith('SetUp')) {
          game.twin.inject({ kind: 'throttle', service, operation, times: 24 });
        }
        if (event.type === 'EffectIntended' && /^(write|suspend) /.test(event.effect)) {
          game.twin.inject({ kind: 'failing-health', targetGroupArn: GREEN });
        }
      }
    });
    expect(await game.failure()).toMatch(/not healthy enough.*No weight was moved onto it/s);
    expect([...weights]).toEqual([JSON.stringify({ [BLUE]: 100, [GREEN]: 0 })]);
  },
);
