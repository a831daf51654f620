// Streams over a real socket: what a watcher sees, how it comes back, who is cut, and who may look no longer.
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError, createClient } from '../../src/api/client.ts';
import { type ConnectionState, follow } from '../../src/api/follow.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Encoded, Handlers } from '../../src/server/handler.ts';
import { ProblemError } from '../../src/server/problem-error.ts';
import { eventually } from '../eventually.ts';
import { type StartedServer, type StartedWith, startServer } from './started-server.ts';

let running: StartedServer[] = [];
const leaving: AbortController[] = [];

async function start(given: StartedWith = {}): Promise<StartedServer> {
  const server = await startServer(given);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const each of leaving.splice(0)) each.abort();
  for (const server of running) await server.close();
  running = [];
});

/** Its pauses pass fifty times as fast. */
const hurried: Clock = {
  ...createSystemClock(),
  after: (delayMs, wake) => createSystemClock().after(delayMs / 50, wake),
};

function watcher(server: StartedServer, lastEventId?: string) {
  const leave = new AbortController();
  leaving.push(leave);
  const got: unknown[] = [];
  const states: ConnectionState['state'][] = [];
  const client = createClient({ baseUrl: server.url });
  const ended = (async (): Promise<unknown> => {
    const stream = follow(client, 'followEvents', {
      params: { project: 'shop', run: 'r1' },
      ...(lastEventId !== undefined && { lastEventId }),
      signal: leave.signal,
      clock: hurried,
      onState: ({ state }) => states.push(state),
    });
    for await (const { id, data } of stream) got.push([id, data]);
    return 'ended';
  })().catch((error: unknown) => error);
  return { got, states, ended, leave: () => leave.abort() };
}

/** As the first administrator: the cookie. */
async function signedIn(server: StartedServer): Promise<string> {
  const secret = server.people.renewFirstLink()?.split('secret=')[1] ?? '';
  const first = await fetch(`${server.url}/api/session/first`, {
    method: 'POST',
    headers: { 'x-penstock-request': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ secret, user: 'ada', name: 'Ada', password: 'a long enough one' }),
  });
  return first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** A journal of numbers that grows while it is watched. */
function numbers() {
  const written: Encoded[] = [];
  const waiting = new Set<() => void>();
  let hasEnded = false;
  let left = 0;
  const wakeAll = (): void => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const handlers: Pick<Handlers<'followEvents'>, 'followEvents'> = {
    async *followEvents({ lastEventId, signal }) {
      let next = lastEventId === undefined ? 0 : Number(lastEventId) + 1;
      signal.addEventListener('abort', wakeAll);
      try {
        while (!signal.aborted) {
          const message = written[next];
          if (message !== undefined) {
            next += 1;
            yield message;
          } else if (hasEnded) return;
          else await new Promise<void>((resolve) => waiting.add(resolve));
        }
      } finally {
        left += 1;
      }
    },
  };
  return {
    handlers,
    left: () => left,
    write() {
      written.push({
        id: String(written.length),
        json: JSON.stringify({ number: written.length }),
      });
      wakeAll();
    },
    end() {
      hasEnded = true;
      wakeAll();
    },
  };
}

describe('A watcher', () => {
  test('gets every message with its id, and is told when nothing more will come', async () => {
    const journal = numbers();
    const server = await start({ handlers: journal.handlers });
    journal.write();
    const { got, states, ended } = watcher(server);
    await eventually('the first message', () => got.length === 1);
    journal.write();
    await eventually('the second message', () => got.length === 2);
    journal.end();
    expect(await ended).toBe('ended');
    expect(got).toEqual([
      ['0', { number: 0 }],
      ['1', { number: 1 }],
    ]);
    expect(states).toEqual(['connecting', 'open']);
  });

  test('resumes after the last message that it has', async () => {
    const journal = numbers();
    const server = await start({ handlers: journal.handlers });
    for (let each = 0; each < 5; each += 1) journal.write();
    const { got } = watcher(server, '2');
    await eventually('the rest', () => got.length === 2);
    expect(got.map((each) => (each as [string])[0])).toEqual(['3', '4']);
  });

  test('whose server goes away comes back to the next one, misses nothing and doubles nothing', async () => {
    const journal = numbers();
    const first = await startServer({ handlers: journal.handlers });
    const { got, states } = watcher(first);
    journal.write();
    await eventually('a message', () => got.length === 1);
    await first.close();
    journal.write();
    await eventually('the pause', () => states.includes('waiting'));
    await start({ handlers: journal.handlers, options: { port: first.port } });
    journal.write();
    await eventually('all messages', () => got.length === 3);
    expect(got.map((each) => (each as [string])[0])).toEqual(['0', '1', '2']);
  });

  test('that leaves is let go of at once', async () => {
    const journal = numbers();
    const server = await start({ handlers: journal.handlers });
    const { leave, states } = watcher(server);
    await eventually('the stream', () => states.includes('open'));
    expect(server.streams()).toBe(1);
    leave();
    await eventually('the end', () => server.streams() === 0 && journal.left() === 1);
  });

  test('that may not look is answered so, and does not try again', async () => {
    const server = await start({ isOpen: false, handlers: numbers().handlers });
    const { ended, states } = watcher(server);
    const error = await ended;
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).problem.code).toBe('not-signed-in');
    expect(states).toEqual(['connecting']);
  });

  test('of what is not there is told so before the stream begins', async () => {
    const server = await start({
      handlers: {
        // biome-ignore lint/correctness/useYield: it fails before its first message
        async *followEvents() {
          throw new ProblemError('not-found', 'There is no run r1.');
        },
      },
    });
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found', detail: 'There is no run r1.' });
  });

  test('hears a heartbeat while nothing happens', async () => {
    const server = await start({
      handlers: numbers().handlers,
      options: { limits: { heartbeatMs: 20 } },
    });
    const leave = new AbortController();
    leaving.push(leave);
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`, {
      signal: leave.signal,
    });
    const reader = answer.body?.getReader();
    let heard = '';
    await eventually('two heartbeats', async () => {
      heard += new TextDecoder().decode((await reader?.read())?.value);
      return heard.split(':\n\n').length > 2;
    });
  });

  test('whose rights end is told so at the next heartbeat, and its stream ends', async () => {
    const server = await start({
      isOpen: false,
      handlers: numbers().handlers,
      options: { limits: { heartbeatMs: 20 } },
    });
    const cookie = await signedIn(server);
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`, {
      headers: { cookie },
    });
    expect(answer.status).toBe(200);
    await fetch(`${server.url}/api/session`, {
      method: 'DELETE',
      headers: { cookie, 'x-penstock-request': '1' },
    });
    const text = await answer.text();
    expect(text).toContain('event: problem');
    expect(text).toContain('not-signed-in');
  });

  test('whose rights cannot be looked up is ended, and the server lives', async () => {
    const server = await start({
      isOpen: false,
      handlers: numbers().handlers,
      options: { limits: { heartbeatMs: 20 } },
    });
    const cookie = await signedIn(server);
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`, {
      headers: { cookie },
    });
    expect(answer.status).toBe(200);
    server.database.run('ALTER TABLE sessions RENAME TO elsewhere');
    expect(await answer.text()).toContain('"code":"server-error"');
    server.database.run('ALTER TABLE elsewhere RENAME TO sessions');
    expect(server.defects).toHaveLength(1);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test('that takes nothing is cut, and holds one message at most meanwhile', async () => {
    let made = 0;
    const server = await start({
      handlers: {
        async *followEvents() {
          const json = JSON.stringify('x'.repeat(1_000_000));
          for (;;) {
            made += 1;
            yield { json };
          }
        },
      },
      options: { limits: { drainMs: 100 } },
    });
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.pause();
      socket.write(
        'GET /api/projects/shop/runs/r1/events/follow HTTP/1.1\r\nHost: localhost\r\n\r\n',
      );
    });
    socket.on('error', () => undefined);
    await eventually('the stream', () => server.streams() === 1);
    await eventually('the cut', () => server.streams() === 0);
    expect(made).toBeLessThan(30);
    socket.destroy();
  });

  test('of one person too many is told to close some, and may come when a place is free', async () => {
    const server = await start({
      isOpen: false,
      handlers: numbers().handlers,
      options: { limits: { streamsPerCaller: 2 } },
    });
    const cookie = await signedIn(server);
    const ask = (signal?: AbortSignal): Promise<Response> =>
      fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`, {
        headers: { cookie },
        ...(signal !== undefined && { signal }),
      });
    const leave = new AbortController();
    const rest = new AbortController();
    leaving.push(leave, rest);
    await Promise.all([ask(leave.signal), ask(rest.signal)]);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('15');
    leave.abort();
    await eventually('a free place', () => server.streams() === 1);
    expect((await ask(rest.signal)).status).toBe(200);
  });

  test('of all too many is told so, whoever it is', async () => {
    const server = await start({
      handlers: numbers().handlers,
      options: { limits: { streams: 1, streamsPerCaller: 1 } },
    });
    const { states } = watcher(server);
    await eventually('the first', () => states.includes('open'));
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`);
    expect(answer.status).toBe(429);
  });

  test('by a page of another site is refused: it would take places away', async () => {
    const server = await start({ handlers: numbers().handlers });
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/events/follow`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });
});

test('A server that ends lets its watchers go, and ends in time', async () => {
  const server = await startServer({ handlers: numbers().handlers });
  const { states, leave } = watcher(server);
  await eventually('the stream', () => states.includes('open'));
  await server.close();
  await eventually('the pause', () => states.includes('waiting'));
  leave();
});
