// The way back, always in the same place: the red button, what it will do, how long that takes and from what it was measured.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import type { WayBack } from '../../../../src/api/schemas/run-parts.ts';
import { Button } from '../../parts/button.tsx';
import { Age } from '../../parts/clock.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useKeys } from '../../parts/keys.ts';
import { count } from '../../parts/numbers.ts';
import { Panel } from '../../parts/panel.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { durationText } from '../../parts/time.ts';
import { useRun } from '../run-context.tsx';
import { Said } from '../said.tsx';
import { useWord, type Word } from '../use-word.ts';
import { confirmation, rollBackState } from './roll-back.ts';

const EVERY_MS = 5_000;
const PRESSED_FOR_MS = 8_000;

export function WayBackCard(): ReactElement | null {
  const { client, project, run, page, isReplay } = useRun();
  const mayGoBack = page.endedAt === null || page.status === 'Success';
  const read = useQuery({
    queryKey: ['way-back', project, run, stampOf(page)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.call('readWayBack', { params: { project, run }, signal }),
    enabled: !isReplay && mayGoBack,
    refetchInterval: EVERY_MS,
  });
  const word = useWord();
  if ((page.follows !== null && page.endedAt !== null) || isReplay) return null;
  // What was read before the newest write would put back something else.
  const wayBack = isOlder(read.data, page) ? undefined : read.data;
  return (
    <Panel
      title="Way back"
      id="way-back"
      className="way-back"
      aside={
        wayBack === undefined || !mayGoBack ? undefined : (
          <>
            checked <Age at={wayBack.readAt} />
          </>
        )
      }
    >
      <RollBackButton wayBack={wayBack} word={word} />
      <Said state={word.state} />
      {mayGoBack && !page.isRollingBack ? (
        <Expectation wayBack={wayBack} error={read.error} />
      ) : null}
    </Panel>
  );
}

function isOlder(wayBack: WayBack | undefined, page: RunPage): boolean {
  const written = page.lanes.flatMap(({ rungs }) =>
    rungs.flatMap(({ rows }) => rows.map(({ rung }) => rung?.writtenAt ?? 0)),
  );
  return wayBack !== undefined && wayBack.readAt < Math.max(0, ...written);
}

/** Another one when what would be put back is another. */
function stampOf(page: RunPage): string {
  const written = page.chart.set.length;
  return `${page.status} ${written} ${page.gates.length}`;
}

function RollBackButton({
  wayBack,
  word,
}: {
  readonly wayBack: WayBack | undefined;
  readonly word: Word;
}): ReactElement {
  const { client, project, run, page, me, isLive, isReplay } = useRun();
  const [isPressed, setPressed] = useState(false);
  const state = rollBackState(page, wayBack);
  const cannot = !isLive || isReplay || !me.mayOperate || word.state.is === 'sending';
  useEffect(() => {
    if (!isPressed) return undefined;
    const timer = setTimeout(() => setPressed(false), PRESSED_FOR_MS);
    return () => clearTimeout(timer);
  }, [isPressed]);
  const isReady = state.is === 'ready' && !cannot;
  const press = () => {
    if (!isReady) return;
    if (!isPressed) return setPressed(true);
    setPressed(false);
    void word.send(() => client.call('rollBack', { params: { project, run }, body: {} }));
  };
  useKeys('Way back', isReady ? keysOf(isPressed, press, setPressed) : []);
  if (state.is === 'in-flight') {
    return (
      <p className="roll-back-flight" role="status">
        <Icon name="moving" /> {state.says}
      </p>
    );
  }
  if (state.is === 'none') return <p className="roll-back-none">{state.says}</p>;
  if (!me.mayOperate) {
    return <p className="roll-back-none">Rolling back needs the role operator in this project</p>;
  }
  return (
    <Button
      kind="danger"
      size="big"
      isWide
      className="roll-back"
      icon="back"
      keyHint={isPressed ? '↵' : '⇧R'}
      disabled={cannot}
      onClick={press}
      data-pressed={isPressed || undefined}
    >
      <span aria-live="assertive">{isPressed ? confirmation(page) : state.says}</span>
    </Button>
  );
}

function keysOf(isPressed: boolean, press: () => void, setPressed: (is: boolean) => void) {
  const first = { keys: 'shift+r', does: 'Roll back: asks once more', run: () => setPressed(true) };
  if (!isPressed) return [first];
  return [
    first,
    { keys: 'enter', does: 'Roll back now', run: press },
    { keys: 'escape', does: 'Do not roll back', isAlways: true, run: () => setPressed(false) },
  ];
}

function Expectation({
  wayBack,
  error,
}: {
  readonly wayBack: WayBack | undefined;
  readonly error: Error | null;
}): ReactElement | null {
  const { page } = useRun();
  // Beside an open question there is no room for all of it.
  const isCrowded = page.gates.length + page.choices.length > 0;
  if (wayBack === undefined) {
    if (error === null) return <Skeleton lines={4} />;
    return (
      <p className="label second">
        What it would do could not be read: {error.message} It can be pressed all the same.
      </p>
    );
  }
  if (wayBack.kind === 'none') return null;
  return (
    <>
      {wayBack.expectedMs === null && wayBack.expectedProofMs === null ? (
        <p className="label second">How long it takes has not been measured here yet.</p>
      ) : (
        <dl className="expected">
          <Expected ms={wayBack.expectedMs} says="until AWS has all rules back" />
          <Expected
            ms={wayBack.expectedProofMs}
            says={`until proved in traffic. From ${count(wayBack.measuredFrom, 'way back', 'ways back')}.`}
          />
        </dl>
      )}
      {wayBack.says === '' ? null : <p className="second">{wayBack.says}</p>}
      <details className="way-back-plan" open={!isCrowded}>
        <summary>What it does, in {count(wayBack.steps.length, 'step')}</summary>
        <ol className="way-back-steps">
          {wayBack.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
    </>
  );
}

function Expected({
  ms,
  says,
}: {
  readonly ms: number | null;
  readonly says: string;
}): ReactElement {
  return (
    <div>
      <dt>
        {ms === null ? '–' : `≈ ${durationText(Math.max(1_000, Math.round(ms / 100) * 100))}`}
      </dt>
      <dd className="label second">{says}</dd>
    </div>
  );
}
