// Requests with an idempotency key: done once, answered the same again, never mixed up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src/api/problem.ts';
import { Refusal } from '../../src/app/refusal.ts';
import { ProblemError } from '../../src/server/problem-error.ts';
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

describe('A request with an idempotency key', () => {
  const key = { 'idempotency-key': 'one-and-only' };

  function counting(): StartedWith & { readonly done: () => number; letGo(): void } {
    let done = 0;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    return {
      done: () => done,
      letGo: () => letGo(),
      handlers: {
        pauseRun: async ({ body }) => {
          if (body.comment === 'wait') await held;
          if (body.comment === 'refuse') throw new ProblemError('refused', 'Not now.');
          if (body.comment === 'unready') throw new Refusal('unreachable', 'The twin is gone.');
          if (body.comment === 'break') throw new Error('broken');
          done += 1;
          return { ...COUNTED, says: `It is paused for the ${done}. time.` };
        },
      },
    };
  }

  test('is done once, and answered the same', async () => {
    const given = counting();
    const { url } = await start(given);
    const first = await pause(url, key);
    const again = await pause(url, key);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect(given.done()).toBe(1);
  });

  test('is done once when it comes twice at the same time', async () => {
    const given = counting();
    const { url } = await start(given);
    const both = [pause(url, key, { comment: 'wait' }), pause(url, key, { comment: 'wait' })];
    given.letGo();
    const answers = await Promise.all(both);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(given.done()).toBe(1);
  });

  test('is refused when the key has come with another body, or to another run', async () => {
    const { url } = await start(counting());
    await pause(url, key);
    expect(await problemIn(await pause(url, key, { comment: 'other' }))).toMatchObject({
      status: 422,
      code: 'key-reused',
    });
    const elsewhere = await fetch(`${url}/api/projects/shop/runs/r2/pause`, {
      method: 'POST',
      headers: { ...OWN, ...key },
      body: '{}',
    });
    expect(await problemIn(elsewhere)).toMatchObject({ code: 'key-reused' });
  });

  test('may be tried again when it was refused with nothing changed', async () => {
    const { url } = await start(counting());
    expect((await pause(url, key, { comment: 'refuse' })).status).toBe(409);
    expect(await problemIn(await pause(url, key, { comment: 'unready' }))).toMatchObject({
      code: 'unreachable',
    });
    expect((await pause(url, key)).status).toBe(200);
  });

  test('is never done again when nobody knows how it ended', async () => {
    const given = counting();
    const { url } = await start(given);
    expect((await pause(url, key, { comment: 'break' })).status).toBe(500);
    const again = await problemIn(await pause(url, key, { comment: 'break' }));
    expect(again).toMatchObject({ status: 409, code: 'refused', wasWritten: true });
    expect(again.detail).toContain('what is true now');
  });

  test('has its answer kept over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'penstock-keys-'));
    const given = counting();
    const before = await startServer({ ...given, folder });
    const first = await (await pause(before.url, key)).json();
    await before.close();
    const after = await startServer({ ...given, folder });
    expect(await (await pause(after.url, key)).json()).toEqual(first);
    expect(given.done()).toBe(1);
    await after.close();
    rmSync(folder, { recursive: true });
  });

  test('whose answer holds a secret is done once, and the secret is kept nowhere', async () => {
    const { url, database, people } = await start({ isOpen: false });
    const secret = people.renewFirstLink()?.split('secret=')[1] ?? '';
    const first = await fetch(`${url}/api/session/first`, {
      method: 'POST',
      headers: OWN,
      body: JSON.stringify({ secret, user: 'ada', name: 'Ada', password: 'a long enough one' }),
    });
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const ask = (): Promise<Response> =>
      fetch(`${url}/api/tokens`, {
        method: 'POST',
        headers: { ...OWN, ...key, cookie },
        body: JSON.stringify({ name: 'robot', role: 'viewer' }),
      });
    const made = (await (await ask()).json()) as { secret: string };
    expect(made.secret).toMatch(/^pst_/);
    const again = await problemIn(await ask());
    expect(again.detail).toContain('told once');
    expect(JSON.stringify(database.all('SELECT * FROM idempotency'))).not.toContain(made.secret);
    expect(database.all('SELECT id FROM tokens')).toHaveLength(1);
  });

  test('needs a key that can be told from others', async () => {
    const { url } = await start(counting());
    expect(await problemIn(await pause(url, { 'idempotency-key': 'short' }))).toMatchObject({
      status: 400,
    });
  });
});
