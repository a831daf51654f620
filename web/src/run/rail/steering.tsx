// Steering beside the way back: pause and go on, abort with a choice, mark as failed, go on with a run that stands still, what follows an end.
import { type ReactElement, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { useKeys } from '../../parts/keys.ts';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { useWord, type Word } from '../use-word.ts';
import { Ask, type Asked, questionsOf } from './ask.tsx';

export function Steering(): ReactElement | null {
  const { client, project, run, page, me, isLive, isReplay } = useRun();
  const [asked, setAsked] = useState<Asked>();
  const word = useWord();
  const cannot = !isLive || isReplay || word.state.is === 'sending';
  const params = { project, run };
  const isOn = page.endedAt === null;
  const mayPause = isOn && me.mayOperate && page.abort === null && !page.isRollingBack;
  const pause = () => {
    if (cannot || !mayPause) return;
    const route = page.isPaused === null ? 'pauseRun' : 'unpauseRun';
    void word.send(() => client.call(route, { params, body: {} }));
  };
  const pauseWord = page.isPaused === null ? 'Pause' : 'Go on';
  useKeys(
    'Steering',
    mayPause ? [{ keys: 'p', does: `${pauseWord} (the way back is not held)`, run: pause }] : [],
  );
  const questions = questionsOf(page);
  if (isReplay || !me.mayOperate) return null;
  return (
    <div className="steering">
      <div className="row">
        {mayPause ? (
          <Button
            icon={page.isPaused === null ? 'pause' : 'play'}
            keyHint="P"
            disabled={cannot}
            onClick={pause}
          >
            {pauseWord}
          </Button>
        ) : null}
        {page.standsStill && isOn ? <Resume word={word} isOff={cannot} /> : null}
        {questions.map((question) => (
          <Button
            key={question.id}
            disabled={cannot}
            aria-expanded={asked === question.id}
            onClick={() => setAsked(asked === question.id ? undefined : question.id)}
          >
            {question.button}
          </Button>
        ))}
      </div>
      {asked === undefined ? null : (
        <Ask key={asked} asked={asked} word={word} onDone={() => setAsked(undefined)} />
      )}
      <Said state={word.state} />
    </div>
  );
}

function Resume({ word, isOff }: { readonly word: Word; readonly isOff: boolean }): ReactElement {
  const { client, project, run } = useRun();
  return (
    <Button
      kind="primary"
      icon="play"
      disabled={isOff}
      onClick={() =>
        void word.send(() => client.call('resumeRun', { params: { project, run }, body: {} }))
      }
    >
      Go on with this run
    </Button>
  );
}
