// One rung: its weight, one row per rule with bar and the trio of numbers, and under them gate, bake and proof with ages.
import type { ReactElement } from 'react';
import type { RungOnPage } from '../../../../src/api/schemas/run-page.ts';
import { useNow } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { ageText } from '../../parts/time.ts';
import type { Cell, RungReading, RungRow } from './rung-reading.ts';

export function RungRowOf({
  rung,
  reading,
}: {
  readonly rung: RungOnPage;
  readonly reading: RungReading;
}): ReactElement {
  const { tone, glyph, rows, gate, bake, verdict, foot, aloud } = reading;
  const trouble = rung.rows.findLast(({ rung: fact }) => fact?.reason != null)?.rung?.reason;
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
          <CellOf cell={verdict} />
        </span>
      </div>
      <div className="rung-numbers" aria-hidden="true">
        {rows.map((row) => (
          <Trio key={row.path} row={row} />
        ))}
        <span className="rung-foot">{foot ?? <Ages rows={rows} />}</span>
      </div>
      {trouble == null || rung.state === 'back' ? null : <p className="rung-reason">{trouble}</p>}
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

function CellOf({ cell }: { readonly cell: Cell }): ReactElement {
  return (
    <span data-is={cell.is}>
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

/** How old the write is, and the proof: the youngest of the rung's rules each. */
function Ages({ rows }: { readonly rows: readonly RungRow[] }): ReactElement | null {
  const now = useNow();
  const writtenAt = latest(rows.map((row) => row.writtenAt));
  const provedAt = latest(rows.map((row) => row.provedAt));
  if (writtenAt === null) return null;
  return (
    <>
      set {ageText(now - writtenAt)}
      {provedAt === null ? '' : `, proved ${ageText(now - provedAt)}`}
    </>
  );
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
