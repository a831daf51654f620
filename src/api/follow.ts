// Follows a stream of the API for as long as the caller wants: comes back by itself, and resumes after the last message.
import { type Clock, sleep } from '../lib/clock.ts';
import { type Answer, ApiError, type Client } from './client.ts';
import type { Problem } from './problem.ts';
import { readStream } from './read-stream.ts';
import type { RouteName } from './route-paths.ts';
import type { Routes } from './routes.ts';

type StreamName = {
  [Name in keyof Routes]: Routes[Name] extends { readonly isStream: true } ? Name : never;
}[keyof Routes] &
  RouteName;

/** `waiting`: until the next try at `retryAt`, and why. */
export type ConnectionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'waiting'; readonly retryAt: number; readonly why: string };

export interface Follow {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: object;
  /** Of the last message that the caller has. */
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly onState?: (state: ConnectionState) => void;
}

export interface Followed<Data> {
  readonly id: string | undefined;
  readonly data: Data;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** The server sends something every 15 s. */
const SILENCE_MS = 40_000;

/**
 * Ends when the server says that nothing more will come, or with the signal. Throws `ApiError` for
 * what another try would not change: nobody signed in, no right, no such thing.
 */
export async function* follow<Name extends StreamName>(
  client: Client,
  name: Name,
  given: Follow,
): AsyncGenerator<Followed<Answer<Name>>, void, undefined> {
  const { signal, clock, onState } = given;
  let lastEventId = given.lastEventId;
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    onState?.({ state: 'connecting' });
    let why = 'The server ended the connection.';
    const connection = openConnection(client, name, { ...given, lastEventId });
    try {
      for await (const event of connection.events()) {
        if (event === 'open') {
          onState?.({ state: 'open' });
          continue;
        }
        if (event.event === 'end') return;
        if (event.event === 'problem') throw new ApiError(JSON.parse(event.data) as Problem);
        if (event.event !== 'message') continue;
        pauseMs = FIRST_PAUSE_MS;
        lastEventId = event.id ?? lastEventId;
        yield { id: event.id, data: JSON.parse(event.data) as Answer<Name> };
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && isFinal(error.problem)) throw error;
      why = connection.isSilent() ? 'The server has been silent.' : wordsOf(error);
    } finally {
      connection.end();
    }
    if (signal.aborted) return;
    onState?.({ state: 'waiting', retryAt: clock.now() + pauseMs, why });
    await sleep(clock, pauseMs, signal).catch(() => undefined);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

function openConnection(
  client: Client,
  name: RouteName,
  given: Omit<Follow, 'lastEventId'> & { readonly lastEventId: string | undefined },
) {
  const { clock, signal, params, query, lastEventId } = given;
  const over = new AbortController();
  const end = (): void => over.abort();
  let isSilent = false;
  let cancelSilence = (): void => undefined;
  const hear = (): void => {
    cancelSilence();
    cancelSilence = clock.after(SILENCE_MS, () => {
      isSilent = true;
      end();
    });
  };
  signal.addEventListener('abort', end);
  return {
    isSilent: () => isSilent,
    end() {
      cancelSilence();
      signal.removeEventListener('abort', end);
      end();
    },
    async *events() {
      hear();
      const answer = await client.open(name, { params, query, lastEventId, signal: over.signal });
      const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
      if (isStream !== true || answer.body === null)
        throw new TypeError('The answer is no stream.');
      yield 'open' as const;
      yield* readStream(answer.body, hear);
    },
  };
}

/** 408, 429 and what the server could not do now may be different in a moment. */
function isFinal({ status }: Problem): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function wordsOf(error: unknown): string {
  return error instanceof ApiError ? error.message : 'The server cannot be reached.';
}
