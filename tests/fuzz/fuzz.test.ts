// Made-up and damaged texts: whatever they are, they are answered, and with plain data.
import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';
import { CANARY, judge } from './judge.ts';

test('20,000 cases are answered', { timeout: 600_000 }, () => {
  const { findings, runs, projects } = fuzz({
    seed: 20_000_000,
    runs: 20_000,
    limitMs: 1_000,
  });
  expect(findings).toEqual([]);
  expect({ runs, hasProjects: projects > 1_000 }).toEqual({ runs: 20_000, hasProjects: true });
});

test('a text that holds what only the host knows is found out', () => {
  expect(judge({ kind: 'expression', text: CANARY })).toBe('the process was read');
});
