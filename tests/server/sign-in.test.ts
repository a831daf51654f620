// Signing in by password and by the first link: what it gives, what ends it, and what attackers find.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError } from '../../src/api/client.ts';
import { createPasswords } from '../../src/server/people/passwords.ts';
import type { User } from '../../src/server/people/users.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';
import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import { CHEAP, HOUR_MS } from './people-room.ts';
import { type StartedServer, type StartedWith, startServer } from './started-server.ts';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'another horse battery';

let clock: VirtualClock;
let running: StartedServer[] = [];
afterEach(async () => {
  for (const server of running) await server.close();
  running = [];
});

async function start(given: StartedWith = {}): Promise<StartedServer> {
  clock = createVirtualClock(1_800_000_000_000);
  const server = await startServer({ isOpen: false, clock, ...given });
  running.push(server);
  return server;
}

async function put(server: StartedServer, user: string, more: Partial<User> = {}): Promise<void> {
  const password = await createPasswords(CHEAP).hash(PASSWORD);
  server.store.users.put({
    ...{ user, name: user, email: undefined, password, subject: undefined, claims: [] },
    ...{ isOwner: false, isDisabled: false, createdAt: clock.now(), lastSeenAt: undefined },
    ...more,
  });
}

async function signedIn(
  server: StartedServer,
  user: string,
  password = PASSWORD,
): Promise<CookieJar> {
  const jar = createCookieJar(server.url);
  await jar.client.call('signIn', { body: { user, password } });
  return jar;
}

/** The code of the problem; fails when there was none. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error(`no problem was answered: ${String(error)}`);
  return error.problem.code;
}

const whoIs = async (jar: CookieJar): Promise<string> =>
  (await jar.client.call('readSession', {})).user;

describe('A password', () => {
  test('gives a session with its roles, in a cookie that scripts cannot read', async () => {
    const server = await start();
    await put(server, 'ada');
    server.store.members.set('shop', 'ada', 'operator');
    const jar = createCookieJar(server.url);
    const session = await jar.client.call('signIn', { body: { user: 'ada', password: PASSWORD } });
    expect(session).toMatchObject({
      user: 'ada',
      by: 'password',
      projects: [{ project: 'shop', role: 'operator' }],
    });
    expect(jar.lines).toEqual([
      expect.stringMatching(
        /^penstock_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    expect(await jar.client.call('readSession', {})).toEqual(session);
  });

  test('that is wrong, of nobody, or of somebody who has none is refused in the same words', async () => {
    const server = await start();
    await put(server, 'ada');
    await put(server, 'kim', { password: undefined, subject: 'https://id.example.com 7' });
    const answers = await Promise.all(
      [
        { user: 'ada', password: 'wrong wrong wrong' },
        { user: 'nobody-here', password: PASSWORD },
        { user: 'kim', password: PASSWORD },
        { user: 'kim', password: 'x' },
      ].map((body) =>
        createCookieJar(server.url)
          .client.call('signIn', { body })
          .catch((error: ApiError) => ({ ...error.problem, requestId: '' })),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'wrong-credentials', status: 401, wasWritten: false });
  });

  test('of a disabled person is refused, and says so to who knows it alone', async () => {
    const server = await start();
    await put(server, 'ada', { isDisabled: true });
    const { client } = createCookieJar(server.url);
    const sign = (password: string) =>
      codeOf(client.call('signIn', { body: { user: 'ada', password } }));
    expect(await sign(PASSWORD)).toBe('not-permitted');
    expect(await sign('wrong wrong wrong')).toBe('wrong-credentials');
  });

  test('takes as long to be refused for a person that is not there', async () => {
    const cost = { N: 2 ** 14, r: 8, p: 1 };
    const server = await start({ passwordCost: cost });
    const password = await createPasswords(cost).hash(PASSWORD);
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const { client } = createCookieJar(server.url);
    for (let round = 0; round < 9; round++) {
      await put(server, `known${round}`, { password });
      for (const kind of ['known', 'unknown'] as const) {
        const began = performance.now();
        const body = { user: `${kind}${round}`, password: 'wrong wrong wrong' };
        expect(await codeOf(client.call('signIn', { body }))).toBe('wrong-credentials');
        times[kind].push(performance.now() - began);
      }
    }
    const median = (all: number[]) => all.toSorted((left, right) => left - right)[4] ?? 0;
    const ratio = median(times.unknown) / median(times.known);
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  test('that was hashed more cheaply is hashed anew at the next sign-in', async () => {
    const server = await start({ passwordCost: { N: 64, r: 1, p: 1 } });
    await put(server, 'ada');
    await signedIn(server, 'ada');
    expect(server.store.users.find('ada')?.password).toMatch(/^scrypt\$N=64,/);
    expect(await whoIs(await signedIn(server, 'ada'))).toBe('ada');
  });
});

describe('Guessing', () => {
  test('is slowed down after five failures, says for how long, and ends by itself', async () => {
    const server = await start();
    await put(server, 'ada');
    const sign = (password: string) =>
      fetch(`${server.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-penstock-request': '1' },
        body: JSON.stringify({ user: 'ada', password }),
      });
    const first = await Promise.all(Array.from({ length: 8 }, () => sign('wrong wrong wrong')));
    expect(first.map(({ status }) => status).sort()).toEqual([
      ...Array(5).fill(401),
      429,
      429,
      429,
    ]);
    const held = await sign(PASSWORD);
    expect([held.status, held.headers.get('retry-after')]).toEqual([429, '1']);
    await clock.advance(1_000);
    expect((await sign(PASSWORD)).status).toBe(200);
    expect((await sign('wrong wrong wrong')).status).toBe(401);
  });

  test.each([
    ['is held up by the address that a trusted proxy names', ['127.0.0.1'], '203.0.113.9'],
    ['is not passed off as somebody else’s', [], '127.0.0.1'],
  ])('%s', async (_, trustedProxies, from) => {
    const server = await start({ options: { trustedProxies } });
    const sign = (address: string) =>
      fetch(`${server.url}/api/session`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', 'x-penstock-request': '1' },
          'x-forwarded-for': `127.0.0.1, ${address}`,
        },
        body: JSON.stringify({ user: 'ada', password: 'wrong wrong wrong' }),
      });
    for (let tried = 0; tried < 5; tried++) await sign('203.0.113.9');
    expect((await sign('203.0.113.9')).status).toBe(429);
    expect((await sign('203.0.113.10')).status).toBe(trustedProxies.length > 0 ? 401 : 429);
    const [first] = server.database.all('SELECT origin FROM audit ORDER BY id LIMIT 1');
    expect(first).toEqual({ origin: from });
  });

  test('leaves each try in the audit trail, and no password anywhere on disk', async () => {
    const server = await start();
    await put(server, 'ada', { isOwner: true });
    const jar = createCookieJar(server.url);
    const wrong = jar.client.call('signIn', { body: { user: 'ada', password: NEW_PASSWORD } });
    expect(await codeOf(wrong)).toBe('wrong-credentials');
    await jar.client.call('signIn', { body: { user: 'ada', password: PASSWORD } });
    const { items } = await jar.client.call('listAudit', {});
    expect(items).toMatchObject([
      { who: 'ada', how: 'password', what: 'signIn', outcome: 'done', from: '127.0.0.1' },
      {
        who: '',
        how: 'nobody',
        what: 'signIn',
        outcome: 'wrong-credentials',
        after: { user: 'ada' },
      },
    ]);
    const [secret = ''] = [...jar.cookies.values()];
    for (const file of readdirSync(server.folder)) {
      const bytes = readFileSync(join(server.folder, file)).toString('latin1');
      expect([file, statSync(join(server.folder, file)).mode & 0o077]).toEqual([file, 0]);
      for (const text of [PASSWORD, NEW_PASSWORD, secret]) expect(bytes).not.toContain(text);
    }
  });
});

describe('A session', () => {
  test('is always a new one: what somebody put into the browser before is not it, and ends', async () => {
    const server = await start();
    await put(server, 'ada');
    await put(server, 'mallory');
    const planted = server.store.sessions.begin('mallory', 'password');
    const host = new URL(server.url).host;
    const jar = createCookieJar(server.url);
    jar.cookies.set(`${host} penstock_session`, planted);
    await jar.client.call('signIn', { body: { user: 'ada', password: PASSWORD } });
    expect(jar.cookies.get(`${host} penstock_session`)).not.toBe(planted);
    expect(await whoIs(jar)).toBe('ada');
    expect(server.store.sessions.find(planted)).toBeUndefined();
    const invented = createCookieJar(server.url);
    invented.cookies.set(`${host} penstock_session`, 'a'.repeat(43));
    await invented.client.call('signIn', { body: { user: 'ada', password: PASSWORD } });
    expect(invented.cookies.get(`${host} penstock_session`)).not.toBe('a'.repeat(43));
  });

  test('ends when its person signs out, and only that one', async () => {
    const server = await start();
    await put(server, 'ada');
    const [here, there] = [await signedIn(server, 'ada'), await signedIn(server, 'ada')];
    const kept = new Map(here.cookies);
    await here.client.call('signOut', {});
    expect(here.cookies.size).toBe(0);
    for (const [key, value] of kept) here.cookies.set(key, value);
    expect(await codeOf(whoIs(here))).toBe('not-signed-in');
    expect(await whoIs(there)).toBe('ada');
  });

  test('ends elsewhere when its person changes the password', async () => {
    const server = await start();
    await put(server, 'ada');
    const [here, there] = [await signedIn(server, 'ada'), await signedIn(server, 'ada')];
    const change = (present: string) =>
      here.client.call('changeOwnPassword', { body: { present, password: NEW_PASSWORD } });
    expect(await codeOf(change('wrong wrong wrong'))).toBe('refused');
    expect(await whoIs(there)).toBe('ada');
    await change(PASSWORD);
    expect(await whoIs(here)).toBe('ada');
    expect(await codeOf(whoIs(there))).toBe('not-signed-in');
    expect(await codeOf(signedIn(server, 'ada'))).toBe('wrong-credentials');
    expect(await whoIs(await signedIn(server, 'ada', NEW_PASSWORD))).toBe('ada');
  });

  test('and tokens end when an owner disables their person, at once and for good', async () => {
    const server = await start();
    await put(server, 'root', { isOwner: true });
    await put(server, 'ada');
    const [root, ada] = [await signedIn(server, 'root'), await signedIn(server, 'ada')];
    const { secret } = await ada.client.call('createToken', {
      body: { name: 'ci', role: 'viewer' },
    });
    const byToken = () =>
      fetch(`${server.url}/api/session`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await byToken()).status).toBe(200);
    const change = (isDisabled: boolean) =>
      root.client.call('changeUser', { params: { user: 'ada' }, body: { isDisabled } });
    await change(true);
    expect([await codeOf(whoIs(ada)), (await byToken()).status]).toEqual(['not-signed-in', 401]);
    await change(false);
    expect([await codeOf(whoIs(ada)), (await byToken()).status]).toEqual(['not-signed-in', 401]);
  });

  test('has a cookie for https and this host alone where pages come over https', async () => {
    const server = await start({ options: { publicUrl: 'https://penstock.example.com' } });
    await put(server, 'ada');
    const jar = await signedIn(server, 'ada');
    expect(jar.lines[0]).toMatch(
      /^__Host-penstock_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(await whoIs(jar)).toBe('ada');
    // What a neighbour of the domain has set has no such beginning.
    const { host } = new URL(server.url);
    const planted = server.store.sessions.begin('ada', 'password');
    const other = createCookieJar(server.url);
    other.cookies.set(`${host} penstock_session`, planted);
    expect(await codeOf(whoIs(other))).toBe('not-signed-in');
  });

  test.each([
    ['without the header of our own', {}],
    ['from another origin', { 'x-penstock-request': '1', origin: 'http://evil.example' }],
    [
      'that a browser calls cross-site',
      { 'x-penstock-request': '1', 'sec-fetch-site': 'cross-site' },
    ],
    [
      'that a browser calls same-site',
      { 'x-penstock-request': '1', 'sec-fetch-site': 'same-site' },
    ],
  ])('is no leave for a request %s', async (_, headers) => {
    const server = await start();
    await put(server, 'root', { isOwner: true });
    await put(server, 'ada');
    const jar = await signedIn(server, 'root');
    const answer = await jar.fetch(`${server.url}/api/users/ada`, { method: 'DELETE', headers });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      403,
      'csrf-refused',
    ]);
    expect(server.store.users.find('ada')).toBeDefined();
  });
});

describe('The first link', () => {
  const first = (secret: string, user = 'root') => ({
    body: { secret, user, name: 'Root', password: PASSWORD },
  });
  const secretOf = (path: string | undefined) => path?.replace('/first#secret=', '') ?? '';

  test('makes one owner, once, even when it is used twice at the same time', async () => {
    const server = await start();
    const secret = secretOf(server.people.renewFirstLink());
    const jars = [createCookieJar(server.url), createCookieJar(server.url)];
    expect(await jars[0]?.client.call('readSignIn', {})).toMatchObject({ needsFirstLink: true });
    const ends = await Promise.allSettled(
      jars.map(({ client }, index) => client.call('useFirstLink', first(secret, `root${index}`))),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(server.store.users.all()).toMatchObject([{ isOwner: true }]);
    expect(
      await codeOf(createCookieJar(server.url).client.call('useFirstLink', first(secret))),
    ).toBe('refused');
    expect(server.people.renewFirstLink()).toBeUndefined();
  });

  test('is the last that was printed, and a day old at most', async () => {
    const server = await start();
    const { client } = createCookieJar(server.url);
    const use = (secret: string) => codeOf(client.call('useFirstLink', first(secret)));
    const old = secretOf(server.people.renewFirstLink());
    const latest = secretOf(server.people.renewFirstLink());
    expect(await use(old)).toBe('wrong-credentials');
    expect(await use('a'.repeat(43))).toBe('wrong-credentials');
    await clock.advance(24 * HOUR_MS);
    expect(await use(latest)).toBe('wrong-credentials');
    expect(server.store.users.count()).toBe(0);
  });

  test('takes no short password and no name that is kept for the server', async () => {
    const server = await start();
    const secret = secretOf(server.people.renewFirstLink());
    const { client } = createCookieJar(server.url);
    const { body } = first(secret);
    const use = (more: object) =>
      codeOf(client.call('useFirstLink', { body: { ...body, ...more } }));
    expect(await use({ password: 'eleven char' })).toBe('bad-request');
    expect(await use({ user: 'open' })).toBe('bad-request');
    expect(await use({ user: 'Root Root' })).toBe('bad-request');
    expect(await (await client.call('useFirstLink', first(secret))).user).toBe('root');
  });
});
