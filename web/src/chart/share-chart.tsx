// Draws the share chart: the set line, stage rules dashed, observed minutes as bars, what happened on top, and nothing where nothing is known.
import { type ReactElement, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { clockText, minuteText } from '../parts/time.ts';
import { chartInWords, chartSeries } from './chart-series.ts';
import { colourOf } from './colour-of.ts';
import { drawBehind, drawOver } from './draw-chart.ts';

const HEIGHT_PX = 226;
const LABELS_PX = 40;

export function ShareChart({ page }: { readonly page: RunPage }): ReactElement {
  const room = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(page);
  latest.current = page;
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const made = new uPlot(optionsOf(element, latest), dataOf(latest.current), element);
    plot.current = made;
    const resized = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    );
    resized.observe(element);
    const stop = onThemeChange(() => made.redraw(true, true));
    return () => {
      stop();
      resized.disconnect();
      made.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current?.setData(dataOf(page));
  }, [page]);
  return (
    <div ref={room} className="chart-room" role="img" aria-label={chartInWords(page, clockText)} />
  );
}

/** uPlot keeps the scales and axes; everything that has a meaning is drawn from the page itself. */
function dataOf(page: RunPage): uPlot.AlignedData {
  const { from, edge } = chartSeries(page);
  return [
    [from / 1_000, edge / 1_000],
    [0, 100],
  ];
}

function optionsOf(element: HTMLElement, latest: { readonly current: RunPage }): uPlot.Options {
  const colour = (token: string) => () => colourOf(element, token);
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    padding: [LABELS_PX, 18, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    series: [{}, { show: true, paths: () => null, points: { show: false } }],
    scales: {
      x: { time: true, range: () => rangeOf(latest.current) },
      y: { range: [0, 100] },
    },
    axes: [
      {
        stroke: colour('--ink-3'),
        font,
        size: 26,
        grid: { show: false },
        ticks: { show: false },
        values: (_, splits) => splits.map((at) => minuteText(at * 1_000)),
      },
      {
        stroke: colour('--ink-3'),
        font,
        size: 44,
        splits: [0, 25, 50, 75, 100],
        values: (_, splits) => splits.map((at) => (at === 100 ? '100 %' : String(at))),
        grid: { stroke: colour('--line'), width: 1, dash: [2, 4] },
        ticks: { show: false },
      },
    ],
    hooks: {
      drawClear: [(plot) => drawBehind(plot, element, latest.current)],
      draw: [(plot) => drawOver(plot, element, latest.current)],
    },
  };
}

function rangeOf(page: RunPage): uPlot.Range.MinMax {
  const { from, edge } = chartSeries(page);
  return [from / 1_000, edge / 1_000];
}

function onThemeChange(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    system.removeEventListener('change', changed);
    chosen.disconnect();
  };
}
