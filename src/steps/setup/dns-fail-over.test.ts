// A target group without healthy targets may take its load balancer out of DNS: that is told before green is made.
import { expect, test } from 'vitest';
import { bench, setUp } from '../../../tests/step-bench.ts';

test('the step tells that the target group of green counts for DNS fail-over', async () => {
  const game = bench({ steps: [setUp()] });
  await game.run();
  const [first] = await game.facts('notice');
  expect(first?.['text']).toMatch(
    /^green counts for DNS fail-over, also at weight 0: .* may leave/,
  );
});
