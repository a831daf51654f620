// Follows a stream of the API for as long as a page is open, and says how the connection is.
import { ApiError } from '../../../src/api/client.ts';
import {
  type ConnectionState,
  type Follow,
  follow as followStream,
} from '../../../src/api/follow.ts';
import { client } from './client.ts';
import { type Connection, reportConnection } from './connection.ts';

export interface Following {
  readonly route: Parameters<typeof followStream>[1];
  readonly params: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly onMessage: (data: unknown, id: string | null) => void;
  readonly onConnection?: (connection: Connection) => void;
}

const wall: Follow['clock'] = {
  now: () => Date.now(),
  after(delayMs, wake) {
    const timer = setTimeout(wake, Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

/** Returns how to stop. */
export function follow(following: Following): () => void {
  const stop = new AbortController();
  const stream = {};
  const report = (connection: Connection) => {
    if (stop.signal.aborted) return;
    reportConnection(stream, connection);
    following.onConnection?.(connection);
  };
  void keepOn(following, stop.signal, report);
  return () => {
    stop.abort();
    reportConnection(stream, undefined);
  };
}

/** Each turn ends when the stream has, or when a try at once is wanted. */
async function keepOn(
  following: Following,
  signal: AbortSignal,
  report: (connection: Connection) => void,
): Promise<void> {
  const { route, params, query, onMessage } = following;
  const told = teller(report);
  let lastEventId: string | undefined;
  for (let isOver = false; !isOver && !signal.aborted; ) {
    const turn = new AbortController();
    const anew = () => turn.abort();
    window.addEventListener('online', anew);
    const messages = followStream(client, route, {
      params,
      ...(query !== undefined && { query }),
      ...(lastEventId !== undefined && { lastEventId }),
      signal: AbortSignal.any([signal, turn.signal]),
      clock: wall,
      onState: (state) => told(state, anew),
    });
    try {
      for await (const { id, data } of messages) {
        lastEventId = id ?? lastEventId;
        onMessage(data, id ?? null);
      }
      isOver = !turn.signal.aborted;
    } catch (error) {
      isOver = true;
      refused(error, report);
    } finally {
      window.removeEventListener('online', anew);
    }
  }
}

/** Since when it is lost is kept over all tries until it is open again. */
function teller(
  report: (connection: Connection) => void,
): (state: ConnectionState, tryNow: () => void) => void {
  let lostSince: number | undefined;
  let isFirst = true;
  return (state, tryNow) => {
    switch (state.state) {
      case 'connecting':
        if (isFirst) report({ state: 'connecting' });
        isFirst = false;
        return;
      case 'open':
        lostSince = undefined;
        report({ state: 'live', heardAt: Date.now() });
        return;
      case 'waiting':
        lostSince ??= Date.now();
        report({
          state: 'lost',
          since: lostSince,
          nextTryAt: state.retryAt,
          says: state.why,
          tryNow,
        });
    }
  };
}

/** What another try would not change is said once, without a next try. */
function refused(error: unknown, report: (connection: Connection) => void): void {
  const says = error instanceof ApiError ? error.problem.detail : String(error);
  report({ state: 'refused', says });
}
