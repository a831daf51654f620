// The proof of a way back: each rule with the hash of its actions before and after, which are the same bytes or are said to differ.
import type { ReactElement } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import { Clock } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';

const SHORT = 12;
const OUTCOMES = {
  restored: 'written back',
  untouched: 'had never changed',
  left: 'left as another hand made it',
} as const;

export function RestoredProof({ page }: { readonly page: RunPage }): ReactElement | null {
  const { restored } = page;
  if (restored.length === 0) return null;
  const areEqual = restored.every(({ beforeHash, afterHash }) => beforeHash === afterHash);
  return (
    <Panel
      title={
        areEqual
          ? 'Proof: the rules are byte-equal to before'
          : 'The rules against their before images'
      }
      tone={areEqual ? 'plain' : 'repair'}
      isFlush
    >
      <div className="table-room">
        <table className="table restored">
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">What was done</th>
              <th scope="col">Before</th>
              <th scope="col">
                <span className="only-read">compared</span>
              </th>
              <th scope="col">After</th>
              <th scope="col" className="number">
                Written
              </th>
            </tr>
          </thead>
          <tbody>
            {restored.map((each) => (
              <tr key={each.ruleArn} data-differs={each.beforeHash !== each.afterHash || undefined}>
                <td title={each.ruleArn}>
                  <b>{each.label}</b>
                </td>
                <td>
                  {OUTCOMES[each.outcome]}
                  {each.reason === null ? null : <div className="label second">{each.reason}</div>}
                </td>
                <td>
                  <Hash of={each.beforeHash} />
                </td>
                <td>
                  {each.beforeHash === each.afterHash ? (
                    '='
                  ) : (
                    <Icon name="differs" says="differs" />
                  )}
                </td>
                <td>
                  <Hash of={each.afterHash} />
                </td>
                <td className="number">
                  {each.writtenAt === null ? '–' : <Clock at={each.writtenAt} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Hash({ of }: { readonly of: string }): ReactElement {
  return (
    <code title={of} className="unbroken">
      {of.slice(0, SHORT)}
    </code>
  );
}
