// Specifies the shares of targets in slow start, and how chance follows them.
import { expect, test } from 'vitest';
import { chooseByShare, slowStartShare } from './slow-start-share.ts';

const warm = { instanceId: 'warm', port: 80 };
const fresh = { instanceId: 'fresh', port: 80, slowStart: { beginsAt: 100, endsAt: 200 } };

test('a share grows evenly between the two times', () => {
  const shares = [50, 100, 125, 200, 999].map((at) => slowStartShare(fresh, at));
  expect(shares).toEqual([0, 0, 0.25, 1, 1]);
  expect(slowStartShare(warm, 0)).toBe(1);
});

test('chance gives each target its share', () => {
  const chosen = (at: number) =>
    [0, 0.49, 0.66, 0.67, 0.99].map(
      (chance) => chooseByShare([warm, fresh], chance, at)?.instanceId,
    );
  expect(chosen(100)).toEqual(Array(5).fill('warm'));
  expect(chosen(150)).toEqual(['warm', 'warm', 'warm', 'fresh', 'fresh']);
  expect(chosen(200)).toEqual(['warm', 'warm', 'fresh', 'fresh', 'fresh']);
});

test('where every share is nothing some target is chosen, and none where there is none', () => {
  expect(chooseByShare([fresh], 0.5, 100)).toBe(fresh);
  expect(chooseByShare([], 0.5, 100)).toBeUndefined();
});
