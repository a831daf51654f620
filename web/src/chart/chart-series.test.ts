// The share chart's figures: labels never cover each other, and nothing is drawn beyond what is known.
import { expect, test } from 'vitest';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { chartInWords, chartSeries, labelRows, marksOf } from './chart-series.ts';

const page = {
  ...{ startedAt: 0, now: 600_000, endedAt: null },
  gates: [{ rung: 'prod-50' }],
  chart: {
    set: [
      { series: 'prod', lane: 'prod', at: 10_000, percent: 0 },
      { series: 'prod', lane: 'prod', at: 300_000, percent: 25 },
      { series: 'dev', lane: 'stage', at: 100_000, percent: 100 },
    ],
    observed: [{ from: 360_000, to: 420_000, percent: 24.84 }],
    markers: [
      { at: 50_000, label: 'green healthy' },
      { at: 300_000, label: 'first rung: prod-25' },
    ],
  },
} as unknown as RunPage;

test('lines are by rule, and what comes after now is only what an approval would bring', () => {
  const { prod, stage, to, edge, next } = chartSeries(page);
  expect(prod.map(({ name, points }) => [name, points.length])).toEqual([['prod', 2]]);
  expect(stage.map(({ name }) => name)).toEqual(['dev']);
  expect(to).toBe(600_000);
  expect(edge).toBeGreaterThan(to);
  expect(next).toEqual({ percent: 50, says: '50, if approved' });
});

test('a run that is over ends at its end', () => {
  const { to, edge, next } = chartSeries({ ...page, endedAt: 500_000 });
  expect([to, edge, next]).toEqual([500_000, 500_000, null]);
});

test('weights of prod are labelled once and before everything else', () => {
  expect(marksOf(page, 0, 600_000).map(({ label }) => label)).toEqual(['prod 25', 'green healthy']);
});

test('labels that would cover each other stand in rows, and those without room are left out', () => {
  const labels = [100, 110, 120, 400].map((x) => ({ x, width: 60 }));
  expect(labelRows(labels, 2)).toEqual([0, 1, null, 0]);
});

test('in words it says every step, and what was seen last', () => {
  expect(chartInWords(page, (at) => `${at / 1_000} s`)).toContain(
    'prod 25 percent at 300 s, last observed 24.8 percent at 420 s',
  );
});
