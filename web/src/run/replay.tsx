// Replay: the page of a run as it was at one of its events, with a scrubber; nothing can be decided there.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { client } from '../live/client.ts';
import { Button } from '../parts/button.tsx';
import { useKeys } from '../parts/keys.ts';
import { clockText } from '../parts/time.ts';

/** Page and steps as they were when the journal held `at` events; null follows the present. */
export function useReplay(project: string, run: string, at: number | null) {
  return useQuery({
    queryKey: ['replay', project, run, at],
    queryFn: async ({ signal }) => {
      const asked = { params: { project, run }, query: { at: at ?? 1 }, signal };
      const [page, steps] = await Promise.all([
        client.call('readRun', asked),
        client.call('readSteps', asked),
      ]);
      return { page, steps };
    },
    enabled: at !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function ReplayBar(props: {
  readonly at: number;
  readonly length: number;
  readonly shownAt: number | undefined;
  readonly onMove: (at: number) => void;
  readonly onEnd: () => void;
}): ReactElement {
  const { at, length, shownAt, onMove, onEnd } = props;
  const move = (by: number) => onMove(Math.min(length, Math.max(1, at + by)));
  useKeys('Replay', [
    { keys: 'arrowleft', does: 'One event back', run: () => move(-1) },
    { keys: 'arrowright', does: 'One event on', run: () => move(1) },
    { keys: 'escape', does: 'Back to now', run: onEnd, isAlways: true },
  ]);
  return (
    <section className="replay" aria-label="Replay">
      <b>Replay</b>
      <input
        type="range"
        min={1}
        max={length}
        value={at}
        aria-label="Event"
        aria-valuetext={`event ${at} of ${length}`}
        onChange={({ target }) => onMove(Number(target.value))}
      />
      <span className="second">
        event {at} of {length}
        {shownAt === undefined ? '' : `, ${clockText(shownAt)}`}
      </span>
      <Button size="small" keyHint="Y" onClick={onEnd}>
        Back to now
      </Button>
    </section>
  );
}
