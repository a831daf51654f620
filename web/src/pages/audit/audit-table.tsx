// Lines of the audit trail; what a line changed opens below it.
import type { ReactElement } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { Moment } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { auditWords } from './audit-words.ts';

type Entry = Answer<'listAudit'>['items'][number];

export function AuditTable({ entries }: { readonly entries: readonly Entry[] }): ReactElement {
  return (
    <div className="table-room">
      <table className="table">
        <thead>
          <tr>
            <th>When</th>
            <th>Who</th>
            <th>What</th>
            <th>On</th>
            <th>Outcome</th>
            <th>From</th>
            <th>Before and after</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ entry }: { readonly entry: Entry }): ReactElement {
  const { at, who, how, what, project, run, outcome, from } = entry;
  return (
    <tr>
      <td className="unbroken">
        <Moment at={at} />
      </td>
      <td>
        <b>{who}</b>
        <div className="label third">{how}</div>
      </td>
      <td>
        {auditWords(what)}
        <div className="label third">
          <code>{what}</code>
        </div>
      </td>
      <td>{[project, run === null ? null : `run ${run}`].filter(Boolean).join(', ') || '–'}</td>
      <td>
        <Outcome outcome={outcome} />
      </td>
      <td className="label">
        <code>{from}</code>
      </td>
      <td>
        <Changes entry={entry} />
      </td>
    </tr>
  );
}

function Outcome({ outcome }: { readonly outcome: string }): ReactElement {
  const isDone = /^(done|ok|accepted|2\d\d)$/.test(outcome);
  return (
    <span className="unbroken">
      <Icon name={isDone ? 'done' : 'broke'} /> {outcome}
    </span>
  );
}

function Changes({ entry: { before, after } }: { readonly entry: Entry }): ReactElement {
  if (before === null && after === null) return <span className="third">–</span>;
  return (
    <details className="audit-changes">
      <summary>Show</summary>
      {before === null ? null : <pre className="audit-before">{textOf(before)}</pre>}
      {after === null ? null : <pre className="audit-after">{textOf(after)}</pre>}
    </details>
  );
}

function textOf(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
