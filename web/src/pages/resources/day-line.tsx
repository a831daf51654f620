// Green's share of a rule over the last day as a step line, from the journals' writes.
import type { ReactElement } from 'react';
import type { Resource } from '../../../../src/api/routes/plans.ts';
import { useNow } from '../../parts/clock.tsx';
import { count, percentText } from '../../parts/numbers.ts';

const DAY_MS = 86_400_000;
const WIDTH = 120;
const HEIGHT = 20;

export function DayLine(props: {
  readonly history: Resource['history'];
  readonly name: string;
}): ReactElement {
  const { history, name } = props;
  const now = useNow();
  const from = now - DAY_MS;
  const before = history.findLast(({ at }) => at < from);
  const inside = history.filter(({ at }) => at >= from);
  const x = (at: number) => ((at - from) / DAY_MS) * WIDTH;
  const y = (percent: number) => HEIGHT - 1 - (percent / 100) * (HEIGHT - 2);
  const path = inside.reduce(
    (line, { at, percent }) => `${line}H${x(at).toFixed(1)}V${y(percent).toFixed(1)}`,
    `M0 ${y(before?.percent ?? 0).toFixed(1)}`,
  );
  const last = history.at(-1);
  const words =
    last === undefined
      ? 'nothing known'
      : `${count(inside.length, 'change')}, green now ${percentText(last.percent)} percent`;
  return (
    <svg
      className="day-line"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${name}, last 24 hours: ${words}`}
    >
      <path className="day-top" d={`M0 1H${WIDTH}`} />
      {last === undefined ? null : <path d={`${path}H${WIDTH}`} />}
    </svg>
  );
}
