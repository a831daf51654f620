// Specifies by which algorithm targets are chosen, and how slowly a new one starts.
import { expect, test } from 'vitest';
import type { TargetGroupView } from '../routing-view.ts';
import { createTargetTurns, takeTurn, targetKey } from './target-turns.ts';

const warm = { instanceId: 'warm', port: 80 };
const fresh = { instanceId: 'fresh', port: 80 };

function shares(group: TargetGroupView, at: number, requests = 1_000): Record<string, number> {
  const turns = createTargetTurns();
  const counted: Record<string, number> = {};
  for (let sent = 0; sent < requests; sent += 1) {
    const { instanceId = '' } = takeTurn(turns, group, (sent + 0.5) / requests, at) ?? {};
    counted[instanceId] = (counted[instanceId] ?? 0) + 1;
  }
  return counted;
}

test('a target that starts slowly gets a share that grows evenly to a full one', () => {
  const slowStart = { beginsAt: 1_000, endsAt: 31_000 };
  const group = { arn: 'g', targets: [warm, { ...fresh, slowStart }] };
  expect(shares(group, 1_000)).toEqual({ warm: 1_000 });
  expect(shares(group, 16_000)['fresh']).toBe(333);
  expect(shares(group, 28_000)['fresh']).toBeCloseTo(1_000 * (0.9 / 1.9), -1);
  expect(shares(group, 31_000)).toEqual({ warm: 500, fresh: 500 });
});

test('where all targets start slowly requests are answered all the same', () => {
  const slowStart = { beginsAt: 1_000, endsAt: 31_000 };
  const group = {
    arn: 'g',
    targets: [
      { ...warm, slowStart },
      { ...fresh, slowStart },
    ],
  };
  const { warm: one = 0, fresh: other = 0 } = shares(group, 1_000);
  expect(one + other).toBe(1_000);
});

test('the target with the fewest open requests is chosen, and equals take turns', () => {
  const group = {
    arn: 'g',
    algorithm: 'least_outstanding_requests' as const,
    targets: [warm, fresh],
  };
  expect(shares(group, 0, 10)).toEqual({ warm: 5, fresh: 5 });
  const turns = createTargetTurns();
  turns.outstanding.set(targetKey(warm), 1);
  expect([1, 2, 3].map(() => takeTurn(turns, group, 0, 0))).toEqual([fresh, fresh, fresh]);
});

test('chance chooses evenly where it is asked to', () => {
  const group = { arn: 'g', algorithm: 'weighted_random' as const, targets: [warm, fresh] };
  expect(shares(group, 0)).toEqual({ warm: 500, fresh: 500 });
});

test('an empty group has no target', () => {
  for (const algorithm of ['weighted_random', 'least_outstanding_requests'] as const) {
    expect(takeTurn(createTargetTurns(), { arn: 'g', targets: [], algorithm }, 0.5, 0)).toBe(
      undefined,
    );
  }
  expect(takeTurn(createTargetTurns(), { arn: 'g', targets: [] }, 0.5, 0)).toBe(undefined);
});
