// What of the share chart is drawn onto the canvas: the ground, hatched minutes, step lines, markers with labels, and now.
import type uPlot from 'uplot';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { clockText } from '../parts/time.ts';
import { type ChartSeries, chartSeries, labelRows, marksOf, type SetLine } from './chart-series.ts';
import { colourOf } from './colour-of.ts';

const LABEL_ROWS = 2;
const ROW_PX = 16;

interface Brush {
  readonly context: CanvasRenderingContext2D;
  /** Canvas pixels per CSS pixel. */
  readonly ratio: number;
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly x: (at: number) => number;
  readonly y: (percent: number) => number;
  readonly colour: (token: string) => string;
  readonly font: (weight: number) => string;
}

/** Under the grid: how far it is known, and what was seen. */
export function drawBehind(plot: uPlot, element: HTMLElement, page: RunPage): void {
  const brush = brushOf(plot, element);
  const { context, box, x, y, colour } = brush;
  const { to } = chartSeries(page);
  context.save();
  context.fillStyle = colour('--blue-soft');
  context.fillRect(box.left, box.top, x(to) - box.left, box.bottom - box.top);
  const hatch = hatchOf(brush);
  for (const bar of page.chart.observed) {
    const left = x(bar.from);
    const width = Math.max(brush.ratio, x(bar.to) - left - brush.ratio);
    context.fillStyle = hatch;
    context.fillRect(left, y(bar.percent), width, box.bottom - y(bar.percent));
    context.fillStyle = colour('--green-line');
    context.fillRect(left, y(bar.percent), width, brush.ratio);
  }
  context.restore();
}

export function drawOver(plot: uPlot, element: HTMLElement, page: RunPage): void {
  const brush = brushOf(plot, element);
  const series = chartSeries(page);
  brush.context.save();
  drawMarkers(brush, page, series);
  for (const line of series.stage) drawLine(brush, line, series.to, 'stage');
  for (const line of series.prod) drawLine(brush, line, series.to, 'prod');
  if (page.endedAt === null) drawNow(brush, page, series);
  brush.context.restore();
}

function brushOf(plot: uPlot, element: HTMLElement): Brush {
  const { left, top, width, height } = plot.bbox;
  const style = getComputedStyle(element);
  const ratio = devicePixelRatio;
  return {
    context: plot.ctx,
    ratio,
    box: { left, top, right: left + width, bottom: top + height },
    x: (at) => plot.valToPos(at / 1_000, 'x', true),
    y: (percent) => plot.valToPos(percent, 'y', true),
    colour: (token) => colourOf(element, token),
    font: (weight) => `${weight} ${12 * ratio}px ${style.fontFamily}`,
  };
}

function hatchOf({ context, ratio, colour }: Brush): CanvasPattern | string {
  const size = Math.round(7 * ratio);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const on = tile.getContext('2d');
  if (on === null) return colour('--green');
  on.fillStyle = colour('--green');
  on.fillRect(0, 0, size, size);
  on.strokeStyle = colour('--green-line');
  on.lineWidth = 1.6 * ratio;
  on.beginPath();
  for (const shift of [-size, 0, size]) {
    on.moveTo(shift, size);
    on.lineTo(shift + size, 0);
  }
  on.stroke();
  return context.createPattern(tile, 'repeat') ?? colour('--green');
}

function drawLine(
  { context, ratio, x, y, colour }: Brush,
  line: SetLine,
  to: number,
  lane: 'prod' | 'stage',
): void {
  const [first] = line.points;
  if (first === undefined) return;
  context.strokeStyle = colour(lane === 'prod' ? '--ink' : '--ink-3');
  context.lineWidth = (lane === 'prod' ? 2 : 1.5) * ratio;
  context.setLineDash(lane === 'prod' ? [] : [4 * ratio, 3 * ratio]);
  context.beginPath();
  context.moveTo(x(first.at), y(first.percent));
  let last = first;
  for (const point of line.points.slice(1)) {
    context.lineTo(x(point.at), y(last.percent));
    context.lineTo(x(point.at), y(point.percent));
    last = point;
  }
  context.lineTo(x(to), y(last.percent));
  context.stroke();
  context.setLineDash([]);
}

function drawMarkers(brush: Brush, page: RunPage, { from, to }: ChartSeries): void {
  const { context, ratio, box, x, colour, font } = brush;
  const marks = marksOf(page, from, to);
  const placed = marks.map(({ at, label, isRung }) => {
    context.font = font(isRung ? 650 : 400);
    const width = context.measureText(label).width;
    const centre = Math.min(box.right - width / 2, Math.max(box.left + width / 2, x(at)));
    return { x: centre, width, line: x(at), label, isRung };
  });
  const rows = labelRows(placed, LABEL_ROWS);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineWidth = ratio;
  placed.forEach(({ x: centre, line, label, isRung }, index) => {
    const row = rows[index] ?? null;
    context.strokeStyle = colour('--line-strong');
    context.setLineDash([ratio, 3 * ratio]);
    context.beginPath();
    context.moveTo(line, box.top - (row === null ? 0 : (4 + row * ROW_PX) * ratio));
    context.lineTo(line, box.bottom);
    context.stroke();
    if (row === null) return;
    context.font = font(isRung ? 650 : 400);
    context.fillStyle = colour(isRung ? '--ink' : '--ink-3');
    context.fillText(label, centre, box.top - (6 + row * ROW_PX) * ratio);
  });
  context.setLineDash([]);
}

function drawNow(
  { context, ratio, box, x, y, colour, font }: Brush,
  page: RunPage,
  { to, edge, next, prod }: ChartSeries,
): void {
  const now = x(to);
  context.strokeStyle = colour('--ink');
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  context.moveTo(now, box.top);
  context.lineTo(now, box.bottom);
  context.stroke();
  context.fillStyle = colour('--ink');
  context.font = font(650);
  const says = `now ${clockText(page.now)}`;
  const fits = now + 6 * ratio + context.measureText(says).width <= box.right;
  context.textAlign = fits ? 'left' : 'right';
  context.fillText(says, now + (fits ? 6 : -6) * ratio, box.top + 12 * ratio);
  if (next === null) return;
  const stands = prod[0]?.points.at(-1)?.percent ?? 0;
  const turn = now + (x(edge) - now) * 0.12;
  context.strokeStyle = colour('--amber');
  context.lineWidth = 2 * ratio;
  context.setLineDash([2 * ratio, 3 * ratio]);
  context.beginPath();
  context.moveTo(now, y(stands));
  context.lineTo(turn, y(stands));
  context.lineTo(turn, y(next.percent));
  context.lineTo(x(edge), y(next.percent));
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colour('--amber-ink');
  context.font = font(400);
  context.textAlign = 'right';
  const above = next.percent > 88 ? 30 : -6;
  if (context.measureText(next.says).width > x(edge) - turn) return;
  context.fillText(next.says, box.right, y(next.percent) + above * ratio);
}
