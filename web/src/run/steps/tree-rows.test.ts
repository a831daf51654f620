// The tree of steps: what is folded is hidden and still counted, and the keys lead where a tree's keys lead.
import { expect, test } from 'vitest';
import type { StepInTree } from '../../../../src/api/schemas/run-parts.ts';
import { rowAfter, treeRows } from './tree-rows.ts';

function step(path: string, parent: string | null, status = 'NotStarted'): StepInTree {
  return {
    ...{
      path,
      parent,
      depth: path.split('/').length,
      kind: 'step',
      name: path,
      type: null,
      status,
    },
    ...{ startedAt: null, endedAt: null, attempt: null, says: null },
  };
}

const steps = [
  step('', null),
  step('a', ''),
  step('a/1', 'a', 'Success'),
  step('a/2', 'a'),
  step('b', ''),
];
const paths = (closed: readonly string[] = []) =>
  treeRows(steps, new Set(closed)).map((row) => row.step.path);

test('all is open at first, in written order, without the pipeline itself', () => {
  expect(paths()).toEqual(['a', 'a/1', 'a/2', 'b']);
});

test('what is folded is hidden, and its steps are still counted', () => {
  expect(paths(['a'])).toEqual(['a', 'b']);
  expect(treeRows(steps, new Set(['a']))[0]?.inside).toEqual({ all: 2, ended: 1 });
});

test('a thousand steps are rows in no time worth telling, each once', () => {
  const many = [step('', null), ...Array.from({ length: 1_000 }, (_, at) => step(`s${at}`, ''))];
  expect(treeRows(many, new Set())).toHaveLength(1_000);
});

test('arrows go down and up, right into what is open, left to what it stands in', () => {
  const rows = treeRows(steps, new Set());
  expect(rowAfter(rows, 0, 'ArrowDown')).toBe(1);
  expect(rowAfter(rows, 0, 'ArrowUp')).toBeUndefined();
  expect(rowAfter(rows, 0, 'ArrowRight')).toBe(1);
  expect(rowAfter(rows, 2, 'ArrowLeft')).toBe(0);
  expect(rowAfter(rows, 0, 'End')).toBe(3);
});
