// What people should know beside the course of the run: the newest few, the others behind a click.
import type { ReactElement } from 'react';
import { Panel } from '../../parts/panel.tsx';

const SHOWN = 3;

export function Notices({ notices }: { readonly notices: readonly string[] }): ReactElement | null {
  if (notices.length === 0) return null;
  const newest = notices.slice(-SHOWN).reverse();
  const older = notices.slice(0, -SHOWN).reverse();
  return (
    <Panel title="To know" aside={notices.length > SHOWN ? `${notices.length} in all` : undefined}>
      <List notices={newest} />
      {older.length === 0 ? null : (
        <details>
          <summary>{older.length} before</summary>
          <List notices={older} />
        </details>
      )}
    </Panel>
  );
}

function List({ notices }: { readonly notices: readonly string[] }): ReactElement {
  return (
    <ul className="notices">
      {notices.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two notices may say the same
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}
