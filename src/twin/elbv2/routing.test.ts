// What load balancer nodes know: at once in the beginning, of every change in their own time.
import { expect, test } from 'vitest';
import { BENCH_START, twinBench } from '../../../tests/twin-bench.ts';
import { BLUE, forward, GREEN, LIVE_GROUP, PROD_RULE } from '../../../tests/twin-world.ts';
import type { RoutingView } from '../routing-view.ts';

function weightsIn(view: RoutingView | undefined): unknown {
  const action = view?.listeners[0]?.rules[0]?.action;
  return action?.type === 'forward' ? action.targetGroups.map(({ weight }) => weight) : undefined;
}

test('a listener is told every view at once, and nothing after it has left', async () => {
  const { clock, twin } = twinBench();
  const views: RoutingView[] = [];
  const leave = twin.onRoutingView((view) => views.push(view));
  expect(views.map((view) => [view.node, weightsIn(view)])).toEqual([
    [0, [100, 0]],
    [1, [100, 0]],
  ]);
  expect(views[0]?.targetGroups.get(BLUE)?.targets).toHaveLength(2);
  expect(views[0]?.listeners[0]?.rules.at(-1)?.action).toMatchObject({ status: 404 });
  leave();
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1, [GREEN]: 1 })] });
  await clock.advance(10_000);
  expect(views).toHaveLength(2);
});

test('each node learns of a change after two to eight seconds of its own', async () => {
  const { clock, twin } = twinBench();
  const learned: [number, number][] = [];
  twin.onRoutingView((view) => {
    if (clock.now() > BENCH_START) learned.push([view.node, clock.now() - BENCH_START]);
  });
  twin.elbv2.modifyRule({ RuleArn: PROD_RULE, Actions: [forward({ [BLUE]: 1, [GREEN]: 1 })] });
  await clock.advance(8_000);
  expect(learned.map(([node]) => node).sort()).toEqual([0, 1]);
  for (const [, afterMs] of learned) expect(afterMs).toBeGreaterThanOrEqual(2_000);
  expect(learned[0]?.[1]).not.toBe(learned[1]?.[1]);
});

test('an older change never overtakes a newer one', async () => {
  const { clock, twin } = twinBench();
  const views: RoutingView[] = [];
  twin.onRoutingView((view) => views.push(view));
  for (let weight = 1; weight <= 15; weight++) {
    twin.elbv2.modifyRule({
      RuleArn: PROD_RULE,
      Actions: [forward({ [BLUE]: 1, [GREEN]: weight })],
    });
  }
  await clock.advance(8_000);
  for (const node of [0, 1]) {
    const seen = views.filter((view) => view.node === node).map((view) => weightsIn(view));
    expect(seen.at(-1)).toEqual([1, 15]);
    const greens = seen.slice(1).map((weights) => Number((weights as number[])[1]));
    expect(greens).toEqual([...greens].sort((one, other) => one - other));
  }
});

test('only healthy targets get requests; when none is left the group fails open to all', async () => {
  const { clock, twin, states } = twinBench();
  let view: RoutingView | undefined;
  twin.onRoutingView((each) => {
    view = each;
  });
  twin.spot.suspend(LIVE_GROUP, { processes: ['AUTO_HEALING'] });
  twin.spot.capacity(LIVE_GROUP, { minimum: 2, target: 3, maximum: 4 });
  await clock.drive(() => states(BLUE).join() === 'healthy,healthy,initial', 120_000);
  await clock.advance(8_000);
  expect(view?.targetGroups.get(BLUE)?.targets).toHaveLength(2);
  twin.inject({ kind: 'failing-health', targetGroupArn: BLUE });
  await clock.drive(() => new Set(states(BLUE)).size === 1, 120_000);
  await clock.advance(8_000);
  expect(view?.targetGroups.get(BLUE)?.targets).toHaveLength(3);
});
