// The share chart's figures as a table, in the order in which they came.
import type { ReactElement } from 'react';
import type { RunPage } from '../../../src/api/schemas/run-page.ts';
import { percentText } from '../parts/numbers.ts';
import { clockText, minuteText } from '../parts/time.ts';

interface Row {
  readonly at: number;
  readonly when: string;
  readonly what: string;
  readonly percent: number | null;
}

export function ChartTable({ page }: { readonly page: RunPage }): ReactElement {
  const rows: Row[] = [
    ...page.chart.set.map(({ series, at, percent }) => ({
      at,
      when: clockText(at),
      what: `${series}, set`,
      percent,
    })),
    ...page.chart.observed.map(({ from, to, percent }) => ({
      at: to,
      when: `${minuteText(from)}–${minuteText(to)}`,
      what: 'prod, observed',
      percent,
    })),
    ...page.chart.markers.map(({ at, label }) => ({
      at,
      when: clockText(at),
      what: label,
      percent: null,
    })),
  ].sort((one, other) => one.at - other.at);
  return (
    <section
      className="table-room chart-table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      aria-label="Figures of the chart"
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">UTC</th>
            <th scope="col">What</th>
            <th scope="col" className="number">
              Green, percent
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, when, what, percent }) => (
            <tr key={`${at}/${what}`}>
              <td>{when}</td>
              <td>{what}</td>
              <td className="number">{percent === null ? '' : percentText(percent)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
