// The one more question behind a button with an ellipsis: abort and restore or leave, which step has failed, from where to try again.
import { type ReactElement, useState } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import type { StepInTree } from '../../../../src/api/schemas/run-parts.ts';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { useRun } from '../run-context.tsx';
import type { Word } from '../use-word.ts';

export type Asked = 'abort' | 'fail' | 'retry' | 'clean-up';

/** What may be asked for, as the run stands; the server has the last word. */
export function questionsOf(
  page: RunPage,
): readonly { readonly id: Asked; readonly button: string }[] {
  if (page.endedAt === null) {
    const mayAbort = page.abort === null && !page.isRollingBack;
    return [
      ...(mayAbort && page.running.length > 0
        ? [{ id: 'fail' as const, button: 'Mark as failed…' }]
        : []),
      ...(mayAbort ? [{ id: 'abort' as const, button: 'Abort…' }] : []),
    ];
  }
  if (page.follows !== null && page.follows.kind !== 'retry') return [];
  if (page.status === 'Success') return [{ id: 'clean-up', button: 'Clean up…' }];
  return page.status === 'Dirty' ? [] : [{ id: 'retry', button: 'Try again…' }];
}

export function Ask(props: {
  readonly asked: Asked;
  readonly word: Word;
  readonly onDone: () => void;
}): ReactElement {
  const [comment, setComment] = useState('');
  const { asked, word, onDone } = props;
  const said = comment.trim() === '' ? {} : { comment: comment.trim() };
  const send = (call: Parameters<Word['send']>[0]) => {
    void word.send(call).then((isDone) => isDone && onDone());
  };
  return (
    <div className="ask">
      {asked === 'retry' ? null : (
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
      )}
      {asked === 'abort' ? <AskAbort said={said} send={send} /> : null}
      {asked === 'fail' ? <AskFailed said={said} send={send} /> : null}
      {asked === 'retry' ? <AskRetry send={send} /> : null}
      {asked === 'clean-up' ? <AskCleanUp said={said} send={send} /> : null}
    </div>
  );
}

interface Asking {
  readonly said?: { readonly comment?: string };
  readonly send: (call: Parameters<Word['send']>[0]) => void;
}

function AskAbort({ said = {}, send }: Asking): ReactElement {
  const { client, project, run, page } = useRun();
  const abort = (restore: boolean) =>
    send(() => client.call('abortRun', { params: { project, run }, body: { restore, ...said } }));
  return (
    <>
      <Button kind="danger" isWide onClick={() => abort(true)}>
        Abort and put everything back
      </Button>
      <Button isWide onClick={() => abort(false)}>
        Abort and leave it as it stands
      </Button>
      <p className="label second">
        {page.isTouched
          ? 'Left as it stands it ends Dirty, and its locks stay until somebody resolves it.'
          : 'Nothing has been touched yet: it ends Aborted either way.'}
      </p>
    </>
  );
}

function AskFailed({ said = {}, send }: Asking): ReactElement {
  const { client, project, run, page } = useRun();
  const [path, setPath] = useState('');
  return (
    <>
      <Field label="Which step">
        {(wiring) => (
          <select
            {...wiring}
            className="input"
            value={path}
            onChange={({ target }) => setPath(target.value)}
          >
            <option value="">everything that runs</option>
            {page.running.map((step) => (
              <option key={step.path} value={step.path}>
                {step.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Button
        isWide
        onClick={() =>
          send(() =>
            client.call('markAsFailed', {
              params: { project, run },
              body: { ...(path !== '' && { path }), ...said },
            }),
          )
        }
      >
        Mark as failed, and let its failure strategy act
      </Button>
    </>
  );
}

function AskRetry({ send }: Asking): ReactElement {
  const { client, project, run, page, steps } = useRun();
  const places = retryPlaces(steps);
  const [from, setFrom] = useState(page.failure?.path ?? '');
  return (
    <>
      <Field label="From where" hint="What has succeeded before it is not done again.">
        {(wiring) => (
          <select
            {...wiring}
            className="input"
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          >
            <option value="">the stage that failed</option>
            {places.map((step) => (
              <option key={step.path} value={step.path}>
                {step.name}
                {step.type === null ? '' : ` (${step.type})`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Button
        isWide
        onClick={() =>
          send(() =>
            client.call('retryRun', {
              params: { project, run },
              body: from === '' ? {} : { from },
            }),
          )
        }
      >
        Try again as a new run
      </Button>
    </>
  );
}

const PLACES_MAX = 100;

/** Stages and steps that had begun. */
function retryPlaces(steps: readonly StepInTree[]): readonly StepInTree[] {
  return steps
    .filter(({ kind, startedAt }) => startedAt !== null && (kind === 'stage' || kind === 'step'))
    .slice(0, PLACES_MAX);
}

function AskCleanUp({ said = {}, send }: Asking): ReactElement {
  const { client, project, run } = useRun();
  return (
    <>
      <Button
        isWide
        onClick={() =>
          send(() => client.call('cleanUp', { params: { project, run }, body: { ...said } }))
        }
      >
        Drain and remove blue now
      </Button>
      <p className="label second">
        After that rolling back needs a new deployment of the old version.
      </p>
    </>
  );
}
