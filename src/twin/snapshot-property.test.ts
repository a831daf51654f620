// Whatever a world has been through, a twin that takes back its snapshot cannot be told from it afterwards.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Step } from '../../tests/twin/world-act.ts';
import { steps, takeStep } from '../../tests/twin/world-script.ts';
import { type TwinBench, twinBench } from '../../tests/twin-bench.ts';
import type { RoutingView } from './routing-view.ts';

test('a snapshot restored over another world goes on as the first one, call by call', async () => {
  await fc.assert(
    fc.asyncProperty(steps(40), steps(15), steps(40), async (before, elsewhere, after) => {
      const [one, other] = [twinBench(), twinBench()];
      await run(one, before);
      await run(other, elsewhere);
      await meet(one, other);
      other.twin.restore(throughText(one.twin.snapshot()));
      const [views, otherViews] = [viewsOf(one), viewsOf(other)];
      for (const step of after) {
        const [answer, otherAnswer] = [await takeStep(one, step), await takeStep(other, step)];
        expect(otherAnswer).toEqual(answer);
        expect(other.twin.inspect()).toEqual(one.twin.inspect());
        expect(otherViews).toEqual(views);
      }
      expect(other.twin.snapshot()).toEqual(one.twin.snapshot());
    }),
    { numRuns: 30 },
  );
}, 60_000);

async function run(bench: TwinBench, script: readonly Step[]): Promise<void> {
  for (const step of script) await takeStep(bench, step);
}

/** Both at the same time, so that not even the texts of times differ. */
async function meet(one: TwinBench, other: TwinBench): Promise<void> {
  const apart = one.clock.now() - other.clock.now();
  await (apart > 0 ? other : one).clock.advance(Math.abs(apart));
}

function throughText<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** By node, kept up to date. */
function viewsOf({ twin }: TwinBench): ReadonlyMap<string, RoutingView> {
  const views = new Map<string, RoutingView>();
  twin.onRoutingView((view) => views.set(`${view.loadBalancerArn} ${view.node}`, view));
  return views;
}
