// What changed between two plans, in a line per change.
import { expect, test } from 'vitest';
import { planOf, stage, step } from '../../tests/plan-builder.ts';
import { planChanges } from './plan-changes.ts';

const plan = (targetGroup: string, ...names: readonly string[]) =>
  planOf([
    stage(
      's',
      names.map((name) => step(name, { spec: { to: [{ targetGroup, weight: 5 }] } })),
    ),
  ]);

test('equal plans have no changes', () => {
  expect(planChanges(plan('a', 'x', 'y'), plan('a', 'x', 'y'))).toEqual([]);
});

test('one change in many steps is one line, with the first of them', () => {
  const names = ['v', 'w', 'x', 'y', 'z'];
  expect(planChanges(plan('a', ...names), plan('b', ...names))).toEqual([
    'a → b in v, w, x and 2 more',
  ]);
});

test('a step that came or went is named', () => {
  const lines = planChanges(plan('a', 'x'), plan('a', 'x', 'y'));
  expect(lines).toContain('nothing → a in y');
  expect(planChanges(plan('a', 'x', 'y'), plan('a', 'x'))).toContain('a → nothing in y');
});
