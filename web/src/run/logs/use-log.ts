// Reads a log from its first line on, then follows it; of a search only the pages are read.
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { follow } from '../../live/follow.ts';
import { useRun } from '../run-context.tsx';

type LogLine = Answer<'readLog'>['lines'][number];

export interface ReadLog {
  readonly lines: readonly LogLine[];
  readonly trouble: string | undefined;
  /** All that there is now has been read; what comes is followed. */
  readonly isWhole: boolean;
  readonly readOn: () => void;
}

const KEPT_MAX = 50_000;

export function useLog(step: string, attempt: number, search: string): ReadLog {
  const { client, project, run, page } = useRun();
  const [lines, add] = useReducer(withLines, []);
  const [from, setFrom] = useState(1);
  const [next, setNext] = useState<number | null>(1);
  const [trouble, setTrouble] = useState<string>();
  const isOver = useRef(page.endedAt !== null);
  isOver.current = page.endedAt !== null;
  useEffect(() => {
    const stop = new AbortController();
    client
      .call('readLog', {
        params: { project, run },
        query: { step, attempt, from, ...(search !== '' && { search }) },
        signal: stop.signal,
      })
      .then(
        (read) => {
          add(read.lines);
          setNext(read.next);
          setTrouble(undefined);
        },
        (error: Error) => stop.signal.aborted || setTrouble(error.message),
      );
    return () => stop.abort();
  }, [client, project, run, step, attempt, search, from]);
  const isWhole = next === null;
  useEffect(() => {
    if (!isWhole || search !== '' || isOver.current) return undefined;
    return follow({
      route: 'followLog',
      params: { project, run },
      query: { step, attempt },
      onMessage: (data) => add((data as Answer<'followLog'>).lines),
    });
  }, [isWhole, search, project, run, step, attempt]);
  const readOn = useCallback(() => {
    if (next !== null) setFrom(next);
  }, [next]);
  return { lines, trouble, isWhole, readOn };
}

/** Each line once, whatever is told twice; of a flood the newest. */
function withLines(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const last = lines.at(-1)?.number ?? 0;
  const fresh = more.filter(({ number }) => number > last);
  if (fresh.length === 0) return lines;
  return [...lines, ...fresh].slice(-KEPT_MAX);
}
