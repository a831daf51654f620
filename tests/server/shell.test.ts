// The server's shell over a real socket: routes, refusals, headers, pages and requests that are replayed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/api/problem.ts';
import { readPages } from '../../src/server/http/pages.ts';
import { ProblemError } from '../../src/server/problem-error.ts';
import { rawRequest } from '../raw-request.ts';
import { type StartedServer, type StartedWith, startServer } from './started-server.ts';

let running: StartedServer[] = [];

async function start(given: StartedWith = {}): Promise<StartedServer> {
  const server = await startServer(given);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running) await server.close();
  running = [];
});

const OWN = { 'x-penstock-request': '1', 'content-type': 'application/json' };
const COUNTED = { status: 'accepted', by: 'ada', says: 'It is paused.' } as const;

async function problemIn(answer: Response): Promise<Problem> {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return (await answer.json()) as Problem;
}

function pause(url: string, headers: object = {}, body: object = {}): Promise<Response> {
  return fetch(`${url}/api/projects/shop/runs/r1/pause`, {
    method: 'POST',
    headers: { ...OWN, ...headers },
    body: JSON.stringify(body),
  });
}

describe('A route', () => {
  test('answers what its handler makes of path, query and body', async () => {
    const { url } = await start({
      handlers: {
        listRuns: async ({ params, query }) => ({
          items: [],
          next: `${params.project} ${query.limit} ${query.status ?? 'any'}`,
        }),
      },
    });
    const answer = await fetch(`${url}/api/projects/shop/runs?limit=7`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ items: [], next: 'shop 7 any' });
  });

  test('takes a parameter with a slash where it is a path in a project', async () => {
    const { url } = await start({
      handlers: {
        readPipelineInputs: async ({ params }) => ({
          inputs: [],
          inputSets: [{ identifier: params.pipeline, name: '' }],
        }),
      },
    });
    const answer = await fetch(`${url}/api/projects/shop/pipelines/a%2Fb%20c.yaml/inputs`);
    expect(await answer.json()).toMatchObject({ inputSets: [{ identifier: 'a/b c.yaml' }] });
  });

  test('refuses a key behind the question mark that it does not know, or that stands twice', async () => {
    const { url } = await start({
      handlers: { listRuns: async () => ({ items: [], next: null }) },
    });
    const misspelt = await problemIn(await fetch(`${url}/api/projects/shop/runs?staus=Failed`));
    expect(misspelt).toMatchObject({ status: 400, code: 'bad-request' });
    expect(misspelt.detail).toContain('"staus"');
    expect(misspelt.detail).toContain('status');
    const twice = await problemIn(await fetch(`${url}/api/projects/shop/runs?limit=1&limit=2`));
    expect(twice.detail).toContain('given twice');
  });

  test('says where a body does not fit, and never what stood there', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/api/users`, {
      method: 'POST',
      headers: OWN,
      body: JSON.stringify({ user: 'ada', name: 'Ada', password: 'tooshort-x9', isOwner: 'yes' }),
    });
    const { status, detail } = await problemIn(answer);
    expect(status).toBe(400);
    expect(detail).toMatch(/password: .*12/);
    expect(detail).toContain('isOwner');
    expect(detail).not.toContain('tooshort');
  });

  test('has an answer for every other method, and names the ones it takes', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/api/users`, { method: 'PUT', headers: OWN, body: '{}' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(await problemIn(answer)).toMatchObject({ code: 'wrong-method', wasWritten: false });
  });

  test('that does not exist is a problem, and no page', async () => {
    const { url } = await start();
    expect(await problemIn(await fetch(`${url}/api/nothing`))).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  });

  test('without anybody signed in answers 401, whatever else is wrong with the request', async () => {
    const { url } = await start({ isOpen: false, handlers: { pauseRun: async () => COUNTED } });
    const answer = await fetch(`${url}/api/projects/shop/runs/r1/pause`, {
      method: 'POST',
      body: 'no JSON',
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('that fails by a defect of ours tells the request, not the defect', async () => {
    const { url, defects } = await start({
      handlers: {
        listProjects: async () => {
          throw new Error('the secret inside');
        },
      },
    });
    const answer = await fetch(`${url}/api/projects`);
    const problem = await problemIn(answer);
    expect(problem).toMatchObject({ status: 500, code: 'server-error', wasWritten: false });
    expect(problem.detail).toContain(answer.headers.get('x-request-id'));
    expect(problem.detail).not.toContain('secret');
    expect(defects.map(String)).toEqual(['Error: the secret inside']);
  });

  test('says when another try is worth it', async () => {
    const { url } = await start({
      handlers: {
        listProjects: async () => {
          throw new ProblemError('too-many-requests', 'Later.', { retryAfterMs: 1_500 });
        },
      },
    });
    expect((await fetch(`${url}/api/projects`)).headers.get('retry-after')).toBe('2');
  });
});

describe('A request that changes something', () => {
  test('by cookie or open loopback counts from a page of this server alone', async () => {
    let paused = 0;
    const { url } = await start({
      handlers: {
        pauseRun: async () => {
          paused += 1;
          return COUNTED;
        },
      },
    });
    const foreign: readonly Record<string, string>[] = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      expect(await problemIn(await pause(url, headers)), JSON.stringify(headers)).toMatchObject({
        status: 403,
        code: 'csrf-refused',
      });
    }
    const plain = await fetch(`${url}/api/projects/shop/runs/r1/pause`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await problemIn(plain)).toMatchObject({ code: 'csrf-refused' });
    expect(paused).toBe(0);
    expect((await pause(url, { origin: url, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(paused).toBe(1);
  });

  test('stands in the audit trail with what came of it, refused ones too', async () => {
    const { url } = await start({
      handlers: {
        pauseRun: async ({ note, body }) => {
          if (body.comment === 'no') throw new ProblemError('refused', 'The run has ended.');
          note({ paused: false }, { paused: true });
          return COUNTED;
        },
      },
    });
    await pause(url);
    await pause(url, {}, { comment: 'no' });
    const { items } = (await (await fetch(`${url}/api/projects/shop/audit`)).json()) as {
      items: object[];
    };
    expect(items).toMatchObject([
      { what: 'pauseRun', run: 'r1', outcome: 'refused', after: null },
      { what: 'pauseRun', who: 'open', outcome: 'done', before: { paused: false } },
    ]);
  });
});

describe('Every answer', () => {
  test('keeps browsers from scripts, frames and guesses that are not ours', async () => {
    const { url } = await start();
    for (const path of ['/', '/api/projects', '/api/nothing', '/healthz']) {
      const { headers } = await fetch(`${url}${path}`);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("script-src 'self'");
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toContain('unsafe');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('access-control-allow-origin'), path).toBeNull();
    }
    expect((await fetch(`${url}/api/projects`)).headers.get('cache-control')).toBe('no-store');
  });

  test('carries an id of its own', async () => {
    const { url } = await start();
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(`${url}/healthz`)).headers.get('x-request-id')),
    );
    expect(new Set(ids).size).toBe(3);
  });

  test('is told to whoever counts, with the route it came from', async () => {
    const served: string[] = [];
    const { url } = await start({
      options: { onServed: ({ route, status, user }) => served.push(`${route} ${status} ${user}`) },
    });
    await fetch(`${url}/api/projects/elsewhere/runs`);
    await fetch(`${url}/api/users`);
    expect(served).toEqual(['refused 404 ', 'listUsers 200 open']);
  });

  test('goes to the names of this machine alone: another name may be a page that was pointed here', async () => {
    const { port } = await start();
    const ask = (host: string): Promise<string> =>
      rawRequest(port, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    for (const host of ['evil.example', `evil.example:${port}`, '169.254.1.1', 'localhost.evil']) {
      expect(await ask(host), host).toMatch(/^HTTP\/1\.1 400 /);
    }
    for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:4400']) {
      expect(await ask(host), host).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  test('goes to the public name too, and its cookies then need TLS', async () => {
    const { port, people } = await start({
      isOpen: false,
      options: { publicUrl: 'https://deploy.example' },
    });
    const secret = people.renewFirstLink()?.split('secret=')[1] ?? '';
    const body = JSON.stringify({
      secret,
      user: 'ada',
      name: 'Ada',
      password: 'a long enough one',
    });
    const answer = await rawRequest(
      port,
      `POST /api/session/first HTTP/1.1\r\nHost: deploy.example\r\nOrigin: https://deploy.example\r\nX-Penstock-Request: 1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(answer).toMatch(
      /set-cookie: __Host-penstock_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax/i,
    );
  });
});

describe('Machines', () => {
  test('are told whether the server lives and works, without a name', async () => {
    let why: string | undefined;
    const { url } = await start({ isOpen: false, options: { notReady: async () => why } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    why = 'The journal cannot be read.';
    expect(await problemIn(await fetch(`${url}/readyz`))).toMatchObject({
      status: 503,
      code: 'not-ready',
      detail: why,
    });
  });

  test('get the figures when they are signed in', async () => {
    const metrics = async () => ({ contentType: 'text/plain; version=0.0.4', text: 'runs 3\n' });
    const open = await start({ options: { metrics } });
    expect(await (await fetch(`${open.url}/metrics`)).text()).toBe('runs 3\n');
    const closed = await start({ isOpen: false, options: { metrics } });
    expect((await fetch(`${closed.url}/metrics`)).status).toBe(401);
  });
});

describe('The pages', () => {
  test('say how they are built when they are not', async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/projects/shop`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).toContain('npm run build');
  });

  test('are files by their path, packed where they can be, and the application everywhere else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'penstock-pages-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><p>the application');
    writeFileSync(join(folder, 'assets/main-1a.js'), 'export {};');
    writeFileSync(join(folder, 'assets/main-1a.js.gz'), gzipSync('export {};'));
    writeFileSync(join(folder, 'secret.key'), 'not a page');
    const pages = readPages(folder);
    rmSync(folder, { recursive: true });
    const { url, port } = await start({ options: { ...(pages && { pages }) } });

    const script = await fetch(`${url}/assets/main-1a.js`);
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(await script.text()).toBe('export {};');
    const packed = await rawRequest(
      port,
      'GET /assets/main-1a.js HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n',
    );
    const [head = '', body = ''] = packed.split('\r\n\r\n');
    expect(head).toMatch(/content-encoding: gzip/i);
    expect(gunzipSync(Buffer.from(body, 'latin1')).toString()).toBe('export {};');

    const index = await fetch(`${url}/projects/shop/runs/r1`);
    expect(await index.text()).toContain('the application');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    const etag = index.headers.get('etag') ?? '';
    const known = await fetch(`${url}/`, { headers: { 'if-none-match': etag } });
    expect(known.status).toBe(304);
    expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404);
    expect((await fetch(`${url}/secret.key`)).status).toBe(404);
    expect((await fetch(`${url}/`, { method: 'POST', headers: OWN, body: '{}' })).status).toBe(405);
  });
});
