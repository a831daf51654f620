// Says that what a Dirty run left over is dealt with: read back first, and only then are its locks freed.
import { type ReactElement, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Clock } from '../../parts/clock.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { count } from '../../parts/numbers.ts';
import { Panel } from '../../parts/panel.tsx';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { shortArns } from '../short-arns.ts';
import { useWord } from '../use-word.ts';

export function ResolveCard(): ReactElement {
  const { page } = useRun();
  const { resolved, holds } = page;
  return (
    <>
      <Panel
        title="Settle"
        aside={resolved === null ? `${count(page.leftovers.length, 'thing')} left over` : 'done'}
      >
        {resolved === null ? (
          <ResolveForm />
        ) : (
          <p>
            <Icon name="done" /> {resolved.by} resolved it <Clock at={resolved.at} />
            {resolved.comment === null ? (
              ''
            ) : (
              <>
                : <q>{resolved.comment}</q>
              </>
            )}
            . The locks are free.
          </p>
        )}
        {resolved !== null && resolved.stillThere.length > 0 ? (
          <>
            <p className="person-ink">Not seen to be gone then:</p>
            <ul className="still-there">
              {resolved.stillThere.map((each) => (
                <li key={each} title={each}>
                  {shortArns(each)}
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </Panel>
      {holds.length === 0 ? null : (
        <Panel title="Locks held" aside={`by run ${page.run}`}>
          <ul className="locks">
            {holds.map((each) => (
              <li key={each} title={each}>
                <Icon name="lock" /> {shortArns(each)}
              </li>
            ))}
          </ul>
          <p className="label second">Runs that need one of them wait until this one is settled.</p>
        </Panel>
      )}
    </>
  );
}

function ResolveForm(): ReactElement {
  const { client, project, run, me, isLive, isReplay } = useRun();
  const [comment, setComment] = useState('');
  const word = useWord();
  const cannot = !isLive || isReplay || word.state.is === 'sending';
  const resolve = (evenIfStillThere: boolean) => {
    if (cannot) return;
    void word.send(() =>
      client.call('resolveRun', {
        params: { project, run },
        body: { evenIfStillThere, ...(comment.trim() !== '' && { comment: comment.trim() }) },
      }),
    );
  };
  if (!me.mayOperate) return <p>Settling a run needs the role operator in this project.</p>;
  return (
    <form
      className="approval-form"
      onSubmit={(event) => {
        event.preventDefault();
        resolve(false);
      }}
    >
      <p className="second">
        Penstock reads every thing back first. When all are gone the run is settled: it stays Dirty
        in the history, and its locks open.
      </p>
      <Field label="Note for the next person">
        {(wiring) => (
          <input
            {...wiring}
            className="input"
            value={comment}
            maxLength={2_000}
            placeholder="What you did, ticket"
            onChange={({ target }) => setComment(target.value)}
          />
        )}
      </Field>
      <Said state={word.state} />
      <Button kind="primary" size="big" isWide type="submit" disabled={cannot}>
        Read back and settle
      </Button>
      {word.state.is === 'refused' && word.state.code === 'refused' ? (
        <Button isWide disabled={cannot} onClick={() => resolve(true)}>
          Settle although it is still there
        </Button>
      ) : null}
    </form>
  );
}
