// The approval card: the question with its target, the figures it depends on, who has said what, and then the two buttons.
import { type ReactElement, useState } from 'react';
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { Clock, Elapsed, useNow } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { clockText, durationText } from '../../parts/time.ts';
import { weightOf } from '../numbers.ts';
import { useRun } from '../run-context.tsx';
import { ApprovalForm } from './approval-form.tsx';
import { Evidence } from './evidence.tsx';
import { groupName, myStanding } from './my-standing.ts';
import { useMembers } from './use-members.ts';

export function ApprovalCard({
  gate,
  hasKeys,
}: {
  readonly gate: GateOnPage;
  /** Of several open gates the first has the keys. */
  readonly hasKeys: boolean;
}): ReactElement {
  const { page, me } = useRun();
  // What was looked at: a decision is for this, whatever the page shows by the time it arrives.
  const [bound] = useState({
    gate: gate.path,
    attempt: gate.attempt,
    rung: gate.rung,
    planHash: page.planHash,
  });
  const members = useMembers(gate.userGroups);
  const standing = myStanding(gate, me, page.startedBy, members);
  const what = gate.rung ?? gate.name;
  return (
    <Panel
      title={`Approve ${what}?`}
      tone="person"
      aside={placeOf(gate, page.lanes)}
      className="approval"
      id="approval"
    >
      <p className="label second">{targetOf(gate, page.share?.percent ?? null)}</p>
      {gate.message === '' ? null : <p className="approval-message">{gate.message}</p>}
      {gate.trouble === null ? null : (
        <p className="approval-trouble">
          <Icon name="warning" /> Not well since {clockText(gate.trouble.at)}: {gate.trouble.says}
        </p>
      )}
      <Evidence gate={gate} />
      <Decisions gate={gate} />
      <ApprovalForm gate={gate} bound={bound} standing={standing} hasKeys={hasKeys} what={what} />
    </Panel>
  );
}

function placeOf(
  { rung }: GateOnPage,
  lanes: ReturnType<typeof useRun>['page']['lanes'],
): string | undefined {
  for (const { rungs } of lanes) {
    const at = rungs.findIndex((each) => each.rung === rung && each.state === 'gate open');
    if (at >= 0) return `rung ${at + 1} of ${rungs.length}`;
  }
  return undefined;
}

function targetOf({ rung, name }: GateOnPage, percentNow: number | null): string {
  const weight = weightOf(rung);
  if (rung === null || weight === null) return `Gate ${name}. No rung stands right behind it.`;
  const [lane] = rung.split('-');
  const from = lane === 'prod' && percentNow !== null ? `${percentNow} → ` : '';
  return `${lane === 'prod' ? 'Prod' : 'Stage'} ${from}${weight} % green: written once, then proved.`;
}

function Decisions({ gate }: { readonly gate: GateOnPage }): ReactElement {
  const missing = Math.max(0, gate.needed - gate.given);
  const groups = gate.userGroups.map(groupName).join(', ');
  return (
    <ul className="approval-people">
      {gate.decisions.map(({ by, decision, comment, at }) => (
        <li key={`${by}/${at}`}>
          <Icon name={decision === 'approve' ? 'done' : 'broke'} says={decision} />
          <span>
            <b>{by}</b> <Clock at={at} /> {comment === null ? null : <q>{comment}</q>}
          </span>
        </li>
      ))}
      <li>
        <Icon name="person" />
        <span>
          <b>
            {missing === 1 ? 'One more' : `${missing} more`} of {groups}.
          </b>{' '}
          {gate.disallowPipelineExecutor ? 'Not who started the run. ' : ''}
          Open <Elapsed from={gate.openedAt} />, expires <Until at={gate.expiresAt} />.
        </span>
      </li>
    </ul>
  );
}

function Until({ at }: { readonly at: number }): ReactElement {
  const now = useNow();
  return <>{at <= now ? 'now' : `in ${durationText(at - now)}`}</>;
}
