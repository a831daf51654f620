// Another hand on a target group: told before the last rung is written, and the run goes on.
import { expect, test } from 'vitest';
import { approve, type Bench, bench, setUp, shiftProd } from '../../tests/step-bench.ts';
import { GREEN, LIVE_GROUP } from '../../tests/twin-world.ts';

/** What is told after another hand did something at the gate before the last rung. */
async function toldAfter(hand: (game: Bench) => void): Promise<readonly string[]> {
  const game = bench({ steps: [setUp(), shiftProd(50), approve(), shiftProd(100)] });
  await game.runUntilGate();
  const before = (await game.facts('notice')).length;
  hand(game);
  await game.approve();
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  return (await game.facts('notice')).slice(before).map(({ text }) => String(text));
}

test('attributes that were changed are told, each with what it means', async () => {
  const told = await toldAfter((game) => {
    game.twin.elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: GREEN,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '600' },
        { Key: 'target_group_health.dns_failover.minimum_healthy_targets.count', Value: 'off' },
      ],
    });
  });
  expect(told).toEqual([
    expect.stringMatching(
      /target group green since.*after 10 min, not after 5 min; it counts for DNS fail-over no more/,
    ),
  ]);
});

test('a target that no instance of the group explains is told by its name', async () => {
  let id = '';
  const told = await toldAfter((game) => {
    id = String(game.twin.spot.instanceHealthiness(LIVE_GROUP)[0]?.['instanceId']);
    game.twin.elbv2.registerTargets({ TargetGroupArn: GREEN, Targets: [{ Id: id }] });
  });
  expect(id).toMatch(/^i-/);
  expect(told).toEqual([expect.stringContaining(`registered ${id} in the target group green`)]);
});

test('where nobody else was at work nothing is told', async () => {
  expect(await toldAfter(() => undefined)).toEqual([]);
});
