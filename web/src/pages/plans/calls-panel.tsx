// Every call of a plan in its order, narrowed to writes, to those that move traffic, or to what waits for people.
import { type ReactElement, useState } from 'react';
import type { Outlook } from '../../../../src/api/schemas/outlook.ts';
import { Choices } from '../../parts/field.tsx';
import { percentText } from '../../parts/numbers.ts';
import { Panel } from '../../parts/panel.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';
import { type PlanRow, type PlanSection, planSections } from './plan-rows.ts';

type Shown = 'all' | 'writes' | 'traffic' | 'people';

export function CallsPanel({ outlook }: { readonly outlook: Outlook }): ReactElement {
  const [shown, setShown] = useState<Shown>('all');
  const sections = planSections(outlook);
  const rows = sections.flatMap((section) => section.rows);
  const countOf = (which: Shown) =>
    rows.reduce((sum, row) => sum + (isShown(row, which) ? row.times : 0), 0);
  const narrowed = sections
    .map((section) => ({ ...section, rows: section.rows.filter((row) => isShown(row, shown)) }))
    .filter((section) => section.rows.length > 0);
  const choices = (
    <Choices
      label="Which calls"
      value={shown}
      options={[
        ['all', 'All'],
        ['writes', `Writes ${countOf('writes')}`],
        ['traffic', `Traffic ${countOf('traffic')}`],
        ['people', `People ${countOf('people')}`],
      ]}
      onChoose={setShown}
    />
  );
  return (
    <Panel title="Every call, in order" aside={choices} isFlush>
      <div className="table-room">
        <table className="table calls">
          <thead>
            <tr>
              <th className="number">#</th>
              <th>Kind</th>
              <th>Call</th>
              <th>On</th>
              <th>What</th>
              <th className="number">Takes</th>
            </tr>
          </thead>
          {narrowed.map((section) => (
            <Section key={section.key} section={section} />
          ))}
        </table>
      </div>
      {narrowed.length === 0 ? <p className="calls-none second">Nothing of that kind.</p> : null}
    </Panel>
  );
}

function isShown({ kind, isTraffic }: PlanRow, which: Shown): boolean {
  switch (which) {
    case 'all':
      return true;
    case 'writes':
      return kind === 'write';
    case 'traffic':
      return isTraffic;
    case 'people':
      return kind === 'gate';
  }
}

function Section({ section }: { readonly section: PlanSection }): ReactElement {
  return (
    <tbody>
      <tr className="calls-section">
        <th colSpan={6} scope="rowgroup">
          <b>{section.title}</b> <span className="third">{section.says}</span>
        </th>
      </tr>
      {section.rows.map((row) => (
        <tr key={row.number}>
          <td className="number third">{numberText(row)}</td>
          <td className="label">{row.kind === 'write' ? <b>write</b> : row.kind}</td>
          <td>
            <code>{row.call}</code>
          </td>
          <td>{row.on}</td>
          <td>
            <What row={row} />
          </td>
          <td className="number">{row.takes}</td>
        </tr>
      ))}
    </tbody>
  );
}

function numberText({ number, times }: PlanRow): string {
  return times === 1 ? String(number) : `${number}–${number + times - 1}`;
}

function What({ row }: { readonly row: PlanRow }): ReactElement {
  const { share, what } = row;
  if (share === null) return <>{what}</>;
  return (
    <div className="calls-share">
      <div className="calls-bar">
        <SplitBar percent={share.to} />
      </div>
      <span className="unbroken">
        {percentText(share.from)} → <b>{percentText(share.to)}</b>
      </span>
      <span className="label second">{what}</span>
    </div>
  );
}
