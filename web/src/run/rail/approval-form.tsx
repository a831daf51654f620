// What an approver fills in and presses: inputs, a comment, what it is bound to, approve or reject; or why this person may not.
import { type ReactElement, useId, useState } from 'react';
import type { GateOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { Button } from '../../parts/button.tsx';
import { Clock } from '../../parts/clock.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useKeys } from '../../parts/keys.ts';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { GateInputs, initialValues, missingInputs } from './gate-inputs.tsx';
import { gateKey, useGateWords } from './gate-words.ts';
import type { MyStanding } from './my-standing.ts';

export interface Bound {
  readonly gate: string;
  readonly attempt: number;
  readonly rung: string | null;
  readonly planHash: string;
}

interface ApprovalFormProps {
  readonly gate: GateOnPage;
  readonly bound: Bound;
  readonly standing: MyStanding;
  readonly hasKeys: boolean;
  readonly what: string;
}

const SHORT_HASH = 12;

export function ApprovalForm(props: ApprovalFormProps): ReactElement {
  const { standing, gate } = props;
  if (standing.is === 'counted') {
    const missing = gate.needed - gate.given;
    return (
      <p className="approval-state">
        <Icon name="done" />
        <span>
          You {standing.decision === 'approve' ? 'approved' : 'rejected'} <Clock at={standing.at} />
          {missing > 0 ? `, ${missing === 1 ? 'one' : missing} more needed` : ''}
        </span>
      </p>
    );
  }
  if (standing.is === 'may-not') return <p className="approval-state">{standing.why}</p>;
  return <OpenForm {...props} />;
}

function OpenForm({ gate, bound, hasKeys, what }: ApprovalFormProps): ReactElement {
  const { client, project, run, isLive, isReplay } = useRun();
  const [values, setValues] = useState(() => initialValues(gate.inputs));
  const [comment, setComment] = useState('');
  const [isRejecting, setRejecting] = useState(false);
  const [isTried, setTried] = useState(false);
  const { word, about, tell } = useGateWords();
  const own = gateKey(gate);
  const missing = missingInputs(gate.inputs, values);
  const cannot = !isLive || isReplay || word.state.is === 'sending';
  const decide = (decision: 'approve' | 'reject') => {
    setTried(true);
    if (cannot || (decision === 'approve' && missing.length > 0)) return;
    tell(own);
    void word.send(() =>
      client.call('decideGate', {
        params: { project, run },
        body: {
          decision,
          gate: bound.gate,
          attempt: bound.attempt,
          ...(bound.rung !== null && { rung: bound.rung }),
          planHash: bound.planHash,
          ...(comment.trim() !== '' && { comment: comment.trim() }),
          ...(decision === 'approve' && { inputs: values }),
        },
      }),
    );
  };
  useDecisionKeys(hasKeys, isRejecting, what, decide, setRejecting);
  return (
    <form
      className="approval-form"
      onSubmit={(event) => {
        event.preventDefault();
        decide(isRejecting ? 'reject' : 'approve');
      }}
    >
      <GateInputs
        inputs={gate.inputs}
        values={values}
        missing={isTried ? missing : []}
        onChange={setValues}
      />
      <CommentField
        label={isRejecting ? 'Why not' : 'Comment'}
        value={comment}
        onChange={setComment}
      />
      <BoundTo bound={bound} />
      {about === own ? <Said state={word.state} /> : null}
      {isRejecting ? (
        <div className="approval-buttons">
          <Button kind="danger" size="big" type="submit" keyHint="↵" disabled={cannot} autoFocus>
            Reject {what}
          </Button>
          <Button size="big" onClick={() => setRejecting(false)}>
            Back
          </Button>
        </div>
      ) : (
        <div className="approval-buttons">
          <Button kind="primary" size="big" type="submit" icon="done" keyHint="A" disabled={cannot}>
            Approve {what}
          </Button>
          <Button size="big" keyHint="X" disabled={cannot} onClick={() => setRejecting(true)}>
            Reject…
          </Button>
        </div>
      )}
    </form>
  );
}

function useDecisionKeys(
  hasKeys: boolean,
  isRejecting: boolean,
  what: string,
  decide: (decision: 'approve') => void,
  setRejecting: (is: boolean) => void,
): void {
  useKeys(
    'Approval',
    hasKeys
      ? [
          { keys: 'a', does: `Approve ${what}`, run: () => !isRejecting && decide('approve') },
          { keys: 'x', does: `Reject ${what}…`, run: () => setRejecting(true) },
          ...(isRejecting
            ? [
                {
                  keys: 'escape',
                  does: 'Do not reject',
                  isAlways: true,
                  run: () => setRejecting(false),
                },
              ]
            : []),
        ]
      : [],
  );
}

function CommentField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}): ReactElement {
  return (
    <Field label={props.label}>
      {(wiring) => (
        <input
          {...wiring}
          className="input"
          value={props.value}
          maxLength={2_000}
          placeholder="What you looked at"
          onChange={({ target }) => props.onChange(target.value)}
        />
      )}
    </Field>
  );
}

function BoundTo({ bound }: { readonly bound: Bound }): ReactElement {
  const id = useId();
  return (
    <p className="label second" id={id}>
      Counts once, for {bound.rung === null ? 'this gate' : <b>{bound.rung}</b>}
      {bound.attempt > 1 ? `, attempt ${bound.attempt},` : ''} of plan{' '}
      <code title={bound.planHash}>{bound.planHash.slice(0, SHORT_HASH)}</code>. If the plan or the
      rung has changed, it is refused.
    </p>
  );
}
