// Specifies over real sockets which target of a group gets a request.
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import {
  forwardBy,
  type HandMadeTwin,
  handMadeTwin,
  named,
  type RealInstances,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import type { RoutingView, TargetGroupView } from '../routing-view.ts';
import { startDataPlane } from './data-plane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function withGroup(change: (group: TargetGroupView) => TargetGroupView): RoutingView {
  const view = viewOf([forwardBy({ blue: 1 })], { blue: ['b1', 'b2'] });
  const changed = [...view.targetGroups].map(([arn, group]) => [arn, change(group)] as const);
  return { ...view, targetGroups: new Map(changed) };
}

/** Answers how to send a request; it tells the name of the target. */
async function started(
  twin: HandMadeTwin,
  instances: Parameters<typeof realInstances>[0],
  clock: { now(): number },
): Promise<() => Promise<string>> {
  const host: RealInstances = await realInstances(instances);
  closing.push(() => host.close());
  const plane = await startDataPlane({ twin, host, seed: 1, clock });
  closing.push(() => plane.close());
  const origin = `http://127.0.0.1:${plane.addresses()[0]?.actualPort}`;
  return async () => (await (await fetch(origin)).text()).trim();
}

async function sendTimes(times: number, send: () => Promise<string>): Promise<string[]> {
  const names: string[] = [];
  for (let sent = 0; sent < times; sent += 1) names.push(await send());
  return names;
}

test('a target in the middle of its slow start gets half of what a warm one gets', async () => {
  let now = 15_000;
  const slowStart = { beginsAt: 0, endsAt: 30_000 };
  const view = withGroup((group) => ({
    ...group,
    targets: group.targets.map((each) =>
      each.instanceId === 'b2' ? { ...each, slowStart } : each,
    ),
  }));
  const clock = { now: () => now };
  const instances = { b1: named('warm'), b2: named('fresh') };
  const send = await started(handMadeTwin([view]), instances, clock);
  const half = await sendTimes(30, send);
  expect(half.filter((name) => name === 'fresh')).toHaveLength(10);
  now = 30_000;
  const whole = await sendTimes(30, send);
  expect(whole.filter((name) => name === 'fresh')).toHaveLength(15);
});

test('a busy target gets no request while another has fewer open, until it has answered', async () => {
  let answer: (() => void) | undefined;
  const view = withGroup((group) => ({ ...group, algorithm: 'least_outstanding_requests' }));
  const twin = handMadeTwin([view]);
  const instances = {
    b1: (...[request, response]: Parameters<ReturnType<typeof named>>) => {
      if (answer === undefined) answer = () => named('b1')(request, response);
      else named('b1')(request, response);
    },
    b2: named('b2'),
  };
  const send = await started(twin, instances, Date);
  const first = await Promise.race([send(), send()]);
  expect(first).toBe('b2');
  await eventually('a request that waits', () => answer !== undefined);
  await eventually('the record', () => twin.records.length === 1);
  expect(await sendTimes(4, send)).toEqual(['b2', 'b2', 'b2', 'b2']);
  answer?.();
  await eventually('the late answer', () => twin.records.length === 6);
  expect((await sendTimes(4, send)).sort()).toEqual(['b1', 'b1', 'b2', 'b2']);
});
