// The share chart's figures: which lines there are, from when to when, and what is to come if somebody approves.
import type { RunPage } from '../../../src/api/schemas/run-page.ts';

export interface SetLine {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly percent: number }[];
}

export interface ChartSeries {
  readonly prod: readonly SetLine[];
  readonly stage: readonly SetLine[];
  readonly from: number;
  /** Until when it is known. */
  readonly to: number;
  /** The right edge: while the run goes on there is room for what comes. */
  readonly edge: number;
  readonly next: { readonly percent: number; readonly says: string } | null;
}

const ROOM_TO_COME = 0.14;
const SHORTEST_MS = 60_000;
const GAP_PX = 6;

export function chartSeries(page: RunPage): ChartSeries {
  const linesOf = (lane: 'prod' | 'stage'): readonly SetLine[] => {
    const points = page.chart.set.filter((point) => point.lane === lane);
    return [...Map.groupBy(points, ({ series }) => series)].map(([name, own]) => ({
      name,
      points: own,
    }));
  };
  const from = page.startedAt;
  const to = Math.max(page.endedAt ?? page.now, from + SHORTEST_MS);
  const isOver = page.endedAt !== null;
  const edge = isOver ? to : to + (to - from) * ROOM_TO_COME;
  return {
    prod: linesOf('prod'),
    stage: linesOf('stage'),
    from,
    to,
    edge,
    next: isOver ? null : nextOf(page),
  };
}

function nextOf(page: RunPage): ChartSeries['next'] {
  const rung = page.gates.find((gate) => gate.rung?.startsWith('prod-'))?.rung;
  if (rung == null) return null;
  const percent = Number(rung.split('-').at(-1));
  return Number.isFinite(percent) ? { percent, says: `${percent}, if approved` } : null;
}

/** The chart in one sentence, for who does not see it. */
export function chartInWords(page: RunPage, clock: (at: number) => string): string {
  const { prod } = chartSeries(page);
  const steps = prod.flatMap(({ name, points }) =>
    points.map(({ at, percent }) => `${name} ${percent} percent at ${clock(at)}`),
  );
  const last = page.chart.observed.at(-1);
  const seen =
    last === undefined
      ? 'nothing observed yet'
      : `last observed ${Math.round(last.percent * 10) / 10} percent at ${clock(last.to)}`;
  return `Green’s share of prod traffic: ${[...steps, seen].join(', ')}.`;
}

/** Where labels stand so that none covers another: for each, first come first served, its row from the bottom, or null when there is no room. */
export function labelRows(
  labels: readonly { readonly x: number; readonly width: number }[],
  rows: number,
): readonly (number | null)[] {
  const taken = Array.from({ length: rows }, (): { from: number; to: number }[] => []);
  return labels.map(({ x, width }) => {
    const own = { from: x - width / 2 - GAP_PX, to: x + width / 2 + GAP_PX };
    const row = taken.findIndex((others) =>
      others.every(({ from, to }) => own.to <= from || own.from >= to),
    );
    taken[row]?.push(own);
    return row < 0 ? null : row;
  });
}

export interface Mark {
  readonly at: number;
  readonly label: string;
  /** Of a weight of prod: placed first, and told in ink. */
  readonly isRung: boolean;
}

/** Weights of prod before everything else, for they get the room that there is. */
export function marksOf(page: RunPage, from: number, to: number): readonly Mark[] {
  const rungs = chartSeries(page).prod.flatMap(({ name, points }) =>
    points.slice(1).map(({ at, percent }) => ({
      at,
      label: `${name} ${Math.round(percent)}`,
      isRung: true,
    })),
  );
  const others = page.chart.markers
    .filter(({ label }) => !label.startsWith('first rung: prod'))
    .map(({ at, label }) => ({ at, label, isRung: false }));
  return [...rungs, ...others].filter(({ at }) => at >= from && at <= to);
}
