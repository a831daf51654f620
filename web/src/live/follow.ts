// Follows a stream of the API for as long as a page is open: resumes after the last message, tries again with growing pauses.
import type { Problem } from '../../../src/api/problem.ts';
import { readStream } from '../../../src/api/read-stream.ts';
import type { RouteName } from '../../../src/api/route-paths.ts';
import { client } from './client.ts';
import { type Connection, reportConnection } from './connection.ts';

export interface Following {
  readonly route: RouteName;
  readonly params: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly onMessage: (data: unknown, id: string | null) => void;
  readonly onConnection?: (connection: Connection) => void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** The server sends something at least every 15 s. */
const SILENCE_MS = 40_000;

/** Returns how to stop. */
export function follow(following: Following): () => void {
  const stop = new AbortController();
  const stream = {};
  const report = (connection: Connection) => {
    if (stop.signal.aborted) return;
    reportConnection(stream, connection);
    following.onConnection?.(connection);
  };
  report({ state: 'connecting' });
  void keepOn(following, stop.signal, report);
  return () => {
    stop.abort();
    reportConnection(stream, undefined);
  };
}

async function keepOn(
  following: Following,
  signal: AbortSignal,
  report: (connection: Connection) => void,
): Promise<void> {
  let lastId: string | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let lostSince: number | undefined;
  while (!signal.aborted) {
    const says = await once(following, signal, lastId, {
      heard() {
        pauseMs = FIRST_PAUSE_MS;
        lostSince = undefined;
        report({ state: 'live', heardAt: Date.now() });
      },
      got(id) {
        lastId = id ?? lastId;
      },
    });
    if (signal.aborted || says === undefined) return;
    lostSince ??= Date.now();
    await pause(pauseMs, signal, (nextTryAt, tryNow) => {
      report({ state: 'lost', since: lostSince ?? nextTryAt, nextTryAt, says, tryNow });
    });
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/** Follows until the connection ends, and answers why it did; undefined when nothing more will come. */
async function once(
  { route, params, query, onMessage }: Following,
  signal: AbortSignal,
  lastId: string | null,
  told: { heard(): void; got(id: string | null): void },
): Promise<string | undefined> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const answer = await fetch(client.urlOf(route, params, query), {
      headers: {
        accept: 'text/event-stream',
        ...(lastId !== null && { 'last-event-id': lastId }),
      },
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!answer.ok) return `The server answered ${answer.status}.`;
    told.heard();
    if (answer.body === null) throw new TypeError('the answer has no body');
    const hear = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      told.heard();
    };
    for await (const { event, id = null, data } of readStream(answer.body, hear)) {
      if (event === 'end') return undefined;
      if (event === 'problem') return (JSON.parse(data) as Problem).detail;
      told.got(id);
      onMessage(JSON.parse(data), id);
    }
    return 'The server ended the stream.';
  } catch {
    return silence.signal.aborted ? 'The server has been silent.' : 'The server cannot be reached.';
  } finally {
    clearTimeout(timer);
  }
}

/** Ends early when `tryNow` is called, when the browser is online again, or when the caller stops. */
function pause(
  pauseMs: number,
  signal: AbortSignal,
  told: (nextTryAt: number, tryNow: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, pauseMs);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
    told(Date.now() + pauseMs, end);
  });
}
