// What a step asks a person to choose, or what shall follow of one that broke: the question, what differs, and each answer with its consequence.
import { type ReactElement, useState } from 'react';
import type { ChoiceOnPage } from '../../../../src/api/schemas/run-waits.ts';
import { Button } from '../../parts/button.tsx';
import { useNow } from '../../parts/clock.tsx';
import { Field } from '../../parts/field.tsx';
import { useKeys } from '../../parts/keys.ts';
import { Panel } from '../../parts/panel.tsx';
import { durationText } from '../../parts/time.ts';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { useWord } from '../use-word.ts';

const KEYED_MAX = 9;

export function ChoiceCard({
  choice,
  hasKeys,
}: {
  readonly choice: ChoiceOnPage;
  readonly hasKeys: boolean;
}): ReactElement {
  const { client, project, run, me, isLive, isReplay } = useRun();
  const [comment, setComment] = useState('');
  const word = useWord();
  const cannot = !isLive || isReplay || !me.mayOperate || word.state.is === 'sending';
  const choose = (option: string) => {
    if (cannot) return;
    const said = comment.trim() === '' ? {} : { comment: comment.trim() };
    const params = { project, run };
    void word.send(() =>
      choice.kind === 'choice'
        ? client.call('makeChoice', { params, body: { path: choice.path, option, ...said } })
        : client.call('intervene', {
            params,
            body: { path: choice.path, action: option, ...said },
          }),
    );
  };
  useKeys(
    'Choice',
    hasKeys
      ? choice.options.slice(0, KEYED_MAX).map(({ id, label }, index) => ({
          keys: String(index + 1),
          does: label,
          run: () => choose(id),
        }))
      : [],
  );
  return (
    <Panel title={choice.name} tone="person" aside="you choose" id="choice" className="choice">
      <p>{choice.question}</p>
      <Differences choice={choice} />
      <ol className="choice-options">
        {choice.options.map(({ id, label, consequence }, index) => (
          <li key={id}>
            <Button
              isWide
              disabled={cannot}
              onClick={() => choose(id)}
              {...(hasKeys && index < KEYED_MAX && { keyHint: String(index + 1) })}
            >
              {label}
            </Button>
            <p className="label second">{consequence}</p>
          </li>
        ))}
      </ol>
      <Field label="Comment">
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            value={comment}
            maxLength={2_000}
            onChange={({ target }) => setComment(target.value)}
          />
        )}
      </Field>
      {me.mayOperate ? null : (
        <p className="label">Choosing needs the role operator in this project.</p>
      )}
      <Said state={word.state} />
      <p className="label second">
        <Otherwise choice={choice} />
      </p>
    </Panel>
  );
}

function Differences({ choice }: { readonly choice: ChoiceOnPage }): ReactElement | null {
  if (choice.differences.length === 0) return null;
  return (
    <dl className="differences">
      {choice.differences.map(({ what, left, found }) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            <del>
              <span className="only-read">as this run left it: </span>
              {left}
            </del>
          </dd>
          <dd>
            <ins>
              <span className="only-read">as it was found: </span>
              {found}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Otherwise({ choice }: { readonly choice: ChoiceOnPage }): ReactElement {
  const now = useNow();
  const rest = choice.expiresAt - now;
  return (
    <>
      Nothing moves until then. With no answer{' '}
      {rest > 0 ? `within ${durationText(rest)}` : 'in time'}, {choice.otherwise}.
    </>
  );
}
