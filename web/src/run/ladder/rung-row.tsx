// One rung: its weight, one row per rule with bar and the trio of numbers, and under them gate, bake and proof with ages.
import type { ReactElement } from 'react';
import type { RungOnPage } from '../../../../src/api/schemas/run-page.ts';
import { useNow } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { shortText } from '../numbers.ts';
import type { Cell, RungReading, RungRow } from './rung-reading.ts';

export function RungRowOf({
  rung,
  reading,
}: {
  readonly rung: RungOnPage;
  readonly reading: RungReading;
}): ReactElement {
  const { tone, glyph, rows, gate, bake, verdict, foot, reason, aloud } = reading;
  return (
    <li className="rung" data-tone={tone} data-rung={rung.rung} tabIndex={-1}>
      <span className="only-read">{aloud}</span>
      <span className="rung-mark" aria-hidden="true">
        <Icon name={glyph} />
      </span>
      <span className="rung-weight" aria-hidden="true">
        {rung.weight}
        <small>%</small>
      </span>
      <div className="rung-body" aria-hidden="true">
        {rows.map((row) => (
          <Rule key={row.path} row={row} />
        ))}
        <span className="rung-cells">
          <CellOf cell={gate} />
          <CellOf cell={bake} />
          <CellOf cell={verdict} says={proofOf(rung)} />
        </span>
      </div>
      <div className="rung-numbers" aria-hidden="true">
        {rows.map((row) => (
          <Trio key={row.path} row={row} />
        ))}
        {foot === undefined ? <Ages rows={rows} /> : <span className="rung-foot">{foot}</span>}
      </div>
      {reason === undefined ? null : <p className="rung-reason">{reason}</p>}
    </li>
  );
}

function Rule({ row }: { readonly row: RungRow }): ReactElement {
  return (
    <span className="rung-rule">
      <span title={row.label}>{row.label}</span>
      <SplitBar percent={row.bar.percent} look={row.bar.kind} />
    </span>
  );
}

function proofOf({ rows }: RungOnPage): string | undefined {
  return rows.findLast(({ rung }) => rung?.reason != null)?.rung?.reason ?? undefined;
}

function CellOf({
  cell,
  says,
}: {
  readonly cell: Cell;
  readonly says?: string | undefined;
}): ReactElement {
  return (
    <span data-is={cell.is} title={says}>
      {cell.is === 'done' ? <Icon name="done" /> : null}
      {cell.text}
    </span>
  );
}

function Trio({ row }: { readonly row: RungRow }): ReactElement {
  return (
    <span className="trio">
      <span>{row.set}</span>
      <span className="trio-sign">{row.agrees}</span>
      <span>{row.reported}</span>
      <span className="trio-sign">{row.matches}</span>
      <span>{row.observed}</span>
    </span>
  );
}

/** How old the write is, and the proof, under the numbers that they speak of: the youngest of the rung's rules each. */
function Ages({ rows }: { readonly rows: readonly RungRow[] }): ReactElement {
  const now = useNow();
  const writtenAt = latest(rows.map((row) => row.writtenAt));
  const provedAt = latest(rows.map((row) => row.provedAt));
  return (
    <span className="trio rung-ages">
      <span title="since it was set">{writtenAt === null ? '' : shortText(now - writtenAt)}</span>
      <span />
      <span />
      <span />
      <span title="since it was proved">
        {provedAt === null ? '' : `${shortText(now - provedAt)} ago`}
      </span>
    </span>
  );
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
