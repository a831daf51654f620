// Whom the run will ask, gate by gate.
import type { ReactElement } from 'react';
import type { Outlook, OutlookGate } from '../../../../src/api/schemas/outlook.ts';
import { count } from '../../parts/numbers.ts';
import { Panel } from '../../parts/panel.tsx';
import { groupWords } from './plan-rows.ts';

export function GatesPanel({ outlook }: { readonly outlook: Outlook }): ReactElement {
  const gates = outlook.stages.flatMap(({ steps }) =>
    steps.flatMap(({ path, name, gate }) => (gate === null ? [] : [{ path, name, gate }])),
  );
  return (
    <Panel title="Who will be asked" aside={count(gates.length, 'gate')}>
      {gates.length === 0 ? (
        <p className="second">Nobody: the run goes through by itself.</p>
      ) : null}
      <ul className="plan-gates">
        {gates.map(({ path, name, gate }) => (
          <li key={path}>
            <span>{gate.rung ?? name}</span>
            <span className="second">{askedWords(gate)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function askedWords(gate: OutlookGate): string {
  const { minimumCount, userGroups, isExecutorAllowed, disallowed } = gate;
  const not = [...(isExecutorAllowed ? [] : ['you, if you start it']), ...disallowed];
  const who = `${minimumCount} of ${userGroups.map(groupWords).join(', ')}`;
  return not.length === 0 ? who : `${who}; not ${not.join(', ')}`;
}
