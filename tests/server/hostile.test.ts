// Hostile input over a real socket: each is refused with a clear error, nothing is changed, and the server lives.
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/api/problem.ts';
import { eventually } from '../eventually.ts';
import { rawRequest } from '../raw-request.ts';
import { type StartedServer, startServer } from './started-server.ts';

let server: StartedServer;
let asked = 0;

beforeEach(async () => {
  asked = 0;
  server = await startServer({
    options: {
      limits: { headersMs: 150, requestMs: 300, connections: 20, idleMs: 1_000, streams: 3 },
    },
    handlers: {
      validate: async () => {
        asked += 1;
        return { diagnostics: [] };
      },
      pauseRun: async () => {
        asked += 1;
        return { status: 'accepted', by: 'open', says: 'It is paused.' };
      },
      readRun: async () => {
        asked += 1;
        throw new Error('no test asks for it');
      },
    },
  });
});

/** Whatever was sent: the server answers as ever, no handler was asked, and no defect of ours showed. */
afterEach(async () => {
  const alive = await fetch(`${server.url}/healthz`);
  const { asked: calls, defects } = { asked, defects: server.defects };
  await server.close();
  expect({ alive: alive.status, calls, defects }).toEqual({ alive: 200, calls: 0, defects: [] });
});

const LINE = 'POST /api/projects/shop/validate HTTP/1.1\r\nHost: localhost\r\n';
const HEAD = `${LINE}X-Penstock-Request: 1\r\nContent-Type: application/json\r\n`;

interface Answered {
  readonly status: number;
  readonly problem: Problem;
}

function read(answer: string): Answered {
  const [head = '', ...body] = answer.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  expect(head, answer).toMatch(/content-type: application\/problem\+json/i);
  return { status: Number(head.split(' ')[1]), problem: JSON.parse(json) as Problem };
}

async function send(bytes: string): Promise<Answered> {
  return read(await rawRequest(server.port, bytes));
}

function withBody(body: string, headers = ''): string {
  const length = Buffer.byteLength(body, 'latin1');
  return `${HEAD}${headers}Content-Length: ${length}\r\nConnection: close\r\n\r\n${body}`;
}

async function expectRefused(bytes: string, code: string, says: RegExp): Promise<void> {
  const { status, problem } = await send(bytes);
  expect(problem).toMatchObject({ code, status, wasWritten: false });
  expect(problem.detail).toMatch(says);
  expect(problem.detail).toMatch(/nothing was changed/i);
}

describe('A body', () => {
  test('that says it is over the limit is refused before it is read', async () => {
    const bytes = `${HEAD}Content-Length: 999999999\r\n\r\n{`;
    await expectRefused(bytes, 'body-too-large', /1,048,576 bytes/);
  });

  test('that turns out to be over the limit is refused on the way', async () => {
    const chunk = 'x'.repeat(0x10000);
    const chunks = Array.from({ length: 20 }, () => `10000\r\n${chunk}\r\n`).join('');
    const bytes = `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`;
    await expectRefused(bytes, 'body-too-large', /larger than/);
  });

  test('of a route that takes no text is refused from 100 kB on', async () => {
    const answer = await fetch(`${server.url}/api/projects/shop/runs/r1/pause`, {
      method: 'POST',
      headers: { 'x-penstock-request': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ comment: 'x'.repeat(100_001) }),
    });
    expect(answer.status).toBe(413);
  });

  test.each([
    ['arrays', '['.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000)],
    ['closed arrays', `${'['.repeat(65)}${']'.repeat(65)}`],
  ])('of deep %s is refused before it is parsed', async (_, body) => {
    await expectRefused(withBody(body), 'too-deep', /64 deep/);
  });

  test('whose depth stands inside a text is not deep', async () => {
    const body = JSON.stringify({ nothing: '[{'.repeat(500) });
    await expectRefused(withBody(body), 'bad-request', /nothing/);
  });

  test.each([
    ['a lone byte', '{"text":"\xff"}'],
    ['an overlong slash', '{"text":"\xc0\xaf"}'],
    ['half a letter', '{"text":"\xe2\x82"}'],
    ['a surrogate', '{"text":"\xed\xa0\x80"}'],
  ])('with %s is no UTF-8', async (_, body) => {
    await expectRefused(withBody(body), 'not-utf8', /UTF-8/);
  });

  test('in another charset or packed is refused', async () => {
    const latin = `${LINE}X-Penstock-Request: 1\r\nContent-Type: application/json; charset=latin1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
    await expectRefused(latin, 'not-utf8', /UTF-8/);
    await expectRefused(
      withBody('xx', 'Content-Encoding: gzip\r\n'),
      'bad-request',
      /without compression/,
    );
  });

  test.each([
    ['no JSON', '{"text":', /not JSON/],
    ['a key of the prototype', '{"__proto__":{"isStrict":true}}', /__proto__/],
    ['an escaped key of the prototype', '{"\\u005f_proto__":{}}', /__proto__/],
    ['no object', 'null', /not what this route takes/],
    ['unknown keys', '{"admin":true}', /admin/],
  ])('that is %s is refused', async (_, body, says) => {
    await expectRefused(withBody(body), 'bad-request', says);
  });

  test('of a form is refused: a foreign page could send it', async () => {
    const bytes = `${LINE}X-Penstock-Request: 1\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
    await expectRefused(bytes, 'bad-request', /application\/json/);
  });
});

describe('A path', () => {
  test.each([
    '/api/projects/shop/../../../etc/passwd',
    '/api/projects/%2e%2e/runs',
    '/api/projects/%2E%2E%2Fshop/runs',
    '/api/projects/shop%5c..%5c..%5cruns/runs',
    '/api/projects/shop/pipelines/..%2f..%2fsecret.yaml/inputs',
    '/api//projects',
    '//evil.example/api',
    '/api/projects/shop/runs/a%00b',
    '/api/projects/shop/runs/a%0d%0aset-cookie:x',
    '/api/projects/%zz/runs',
    '/api/projects/%c0%af/runs',
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
  ])('%s is refused', (path) => expectNoPath(path));

  test('longer than any of ours is refused', () => expectNoPath(`/${'a'.repeat(9_000)}`));

  async function expectNoPath(path: string): Promise<void> {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const { status, problem } = await send(bytes);
    expect([400, 404]).toContain(status);
    expect(problem.detail).toMatch(/nothing was changed/i);
  }

  test('with an encoded slash reaches no other route', async () => {
    const bytes = `GET /api/projects/shop%2Fruns/runs/r1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const { status } = await send(bytes);
    expect(status).toBe(404);
  });

  test('of another server, or none at all, is refused', async () => {
    for (const target of ['http://evil.example/api', '*', 'api/projects']) {
      const answer = await rawRequest(
        server.port,
        `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer, target).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});

describe('What is no request', () => {
  test.each([
    ['noise', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03'],
    [
      'a header that never ends',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    ],
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    [
      'a length and chunks',
      `${HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a negative length', `${HEAD}Content-Length: -1\r\n\r\n{}`],
    ['no host', 'GET /api/projects HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('%s ends the connection with an answer', async (_, bytes) => {
    expect(await rawRequest(server.port, bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each(['TRACE', 'CONNECT', 'OPTIONS', 'PROPFIND'])(
    '%s is taken by no path',
    async (method) => {
      const target = method === 'CONNECT' ? 'evil.example:443' : '/api/projects/shop/validate';
      const bytes = `${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
      const answer = await rawRequest(server.port, bytes);
      expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    },
  );
});

describe('A slow client', () => {
  function hold(bytes: string): Promise<string> {
    return rawRequest(server.port, bytes);
  }

  test('that never ends its headers is answered 408 and let go', async () => {
    const { status, problem } = read(await hold('GET /healthz HTTP/1.1\r\nHost: localhost\r\n'));
    expect({ status, code: problem.code }).toEqual({ status: 408, code: 'too-slow' });
  });

  test('that never ends its body is answered 408 and let go', async () => {
    const { status, problem } = read(await hold(`${HEAD}Content-Length: 50\r\n\r\n{"text":`));
    expect({ status, code: problem.code }).toEqual({ status: 408, code: 'too-slow' });
  });

  test('that takes every connection is let go in time, and others come through again', async () => {
    const held: Socket[] = [];
    for (let each = 0; each < 30; each += 1) {
      const socket = connect(server.port, '127.0.0.1', () => socket.write('GET / HT'));
      socket.on('error', () => undefined);
      socket.resume();
      held.push(socket);
    }
    await eventually('somebody else is answered', async () => {
      const answer = await fetch(`${server.url}/healthz`).catch(() => undefined);
      return answer?.status === 200;
    });
    for (const socket of held) socket.destroy();
  });
});

describe('A request of another', () => {
  test('that was recorded is refused without its key, its page and its person', async () => {
    const closed = await startServer({ isOpen: false });
    for (const headers of [
      { cookie: 'penstock_session=stolen-or-made-up' },
      { authorization: 'Bearer pst_made-up' },
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      { authorization: `Bearer ${'x'.repeat(10_000)}` },
    ]) {
      const answer = await fetch(`${closed.url}/api/users`, { headers });
      expect(answer.status).toBe(401);
    }
    expect(closed.defects).toEqual([]);
    await closed.close();
  });

  test('with a message id that no server gave is refused', async () => {
    const streams = await startServer({
      handlers: {
        async *watchRuns() {
          yield { json: '{}' };
        },
      },
    });
    const answer = await rawRequest(
      streams.port,
      `GET /api/projects/shop/watch HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: a b\x01\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await streams.close();
  });
});
