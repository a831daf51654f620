// Signing in at a real identity provider: who comes back, with which rights, and what attackers on the way find.
import type { Configuration } from 'oidc-provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OidcProvider } from '../../src/server/people/people-settings.ts';
import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import {
  CLIENT,
  freePort,
  type IdentityProvider,
  startIdentityProvider,
} from './identity-provider.ts';
import { provider } from './people-room.ts';
import { type StartedServer, startServer } from './started-server.ts';

const ADA = {
  sub: 'subject-7',
  name: 'Ada Lovelace',
  email: 'Ada@example.com',
  email_verified: true,
  groups: ['staff', 'sre'],
};
const ROLES = [
  { group: 'sre', role: 'operator', projects: ['shop'] },
  { group: 'staff', role: 'viewer', projects: undefined },
] as const;

let server: StartedServer;
let identity: IdentityProvider | undefined;
let port: number;

beforeEach(async () => {
  port = await freePort();
});
afterEach(async () => {
  await identity?.close();
  identity = undefined;
  await server.close();
});

async function startPenstock(more: Partial<OidcProvider> = {}): Promise<void> {
  const corp = provider({
    issuer: `http://127.0.0.1:${port}`,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['openid', 'email', 'profile', 'groups'],
    roles: ROLES,
    ...more,
  });
  server = await startServer({ isOpen: false, oidc: [corp] });
}

async function startIdentity(more: Configuration = {}): Promise<IdentityProvider> {
  identity = await startIdentityProvider(port, `${server.url}/auth/oidc/corp/callback`, more);
  identity.accounts.set('ada', ADA);
  return identity;
}

async function go(jar: CookieJar, location: string, init: RequestInit = {}): Promise<string> {
  const answer = await jar.fetch(new URL(location, server.url), init);
  await answer.text();
  return answer.headers.get('location') ?? '';
}

/** As a browser goes, up to the callback at Penstock, which is not called yet. */
async function untilCallback(jar: CookieJar, login = 'ada', query = ''): Promise<string> {
  let location = await go(jar, `/auth/oidc/corp/start${query}`);
  for (let hops = 0; hops < 10 && !location.includes('/callback'); hops++) {
    const url = new URL(location, identity?.issuer);
    const isForm = url.pathname.startsWith('/interaction/') && !url.pathname.endsWith('/resume');
    const body = new URLSearchParams({ login });
    location = await go(jar, url.href, isForm ? { method: 'POST', body } : {});
    location = location.startsWith('/') ? new URL(location, url).href : location;
  }
  return location;
}

/** The whole way; answers where the browser ends. */
async function signIn(jar: CookieJar, login = 'ada', query = ''): Promise<string> {
  return go(jar, await untilCallback(jar, login, query));
}

const open = (): CookieJar => createCookieJar(server.url);
const session = (jar: CookieJar) => jar.client.call('readSession', {});
const users = () => server.store.users.all();
const lastAudit = () => server.database.one('SELECT * FROM audit ORDER BY id DESC LIMIT 1');

describe('A person of an identity provider', () => {
  test('comes back to the page they wanted, with the roles that their groups mean', async () => {
    await startPenstock();
    const { asked } = await startIdentity();
    const jar = open();
    expect(await jar.client.call('readSignIn', {})).toMatchObject({
      oidc: [{ id: 'corp', name: 'Corp', startPath: '/auth/oidc/corp/start' }],
    });
    const end = await signIn(jar, 'ada', '?return=%2Fprojects%2Fshop%2Fruns%23top');
    expect(end).toBe('/projects/shop/runs#top');
    expect(await session(jar)).toMatchObject({
      user: 'ada@example.com',
      name: 'Ada Lovelace',
      email: 'Ada@example.com',
      by: 'oidc',
      isOwner: false,
      projects: [
        { project: 'shop', role: 'operator' },
        { project: 'bank', role: 'viewer' },
      ],
    });
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(lastAudit()).toMatchObject({
      who: 'ada@example.com',
      how: 'oidc',
      what: 'signInByProvider',
      outcome: 'done',
    });
  });

  test('is read from the id token alone where it says everything', async () => {
    await startPenstock();
    await startIdentity({
      conformIdTokenClaims: false,
      features: { userinfo: { enabled: false }, devInteractions: { enabled: false } },
    });
    const jar = open();
    expect(await signIn(jar)).toBe('/');
    expect((await session(jar)).projects).toHaveLength(2);
  });

  test('is the same person when name, email and groups have changed, with the new rights', async () => {
    await startPenstock();
    const { accounts } = await startIdentity();
    const jar = open();
    await signIn(jar);
    accounts.set('ada', { ...ADA, name: 'Ada King', email: 'king@example.com', groups: ['staff'] });
    await signIn(open());
    expect(users()).toMatchObject([
      { user: 'ada@example.com', name: 'Ada King', email: 'king@example.com', claims: ['staff'] },
    ]);
    // The session from before has the rights of now.
    expect((await session(jar)).projects).toMatchObject([{ role: 'viewer' }, { role: 'viewer' }]);
  });

  test('is an owner of the server while they are in an owners’ group', async () => {
    await startPenstock({ owners: ['sre'] });
    const { accounts } = await startIdentity();
    const jar = open();
    await signIn(jar);
    expect(await session(jar)).toMatchObject({ isOwner: true });
    expect(await jar.client.call('listUsers', {})).toMatchObject([{ isOwner: true, by: 'oidc' }]);
    const params = { user: 'ada@example.com' };
    await expect(
      jar.client.call('changeUser', { params, body: { isOwner: false } }),
    ).rejects.toThrow('is an owner by the groups of the identity provider');
    accounts.set('ada', { ...ADA, groups: [] });
    await signIn(open());
    expect(await session(jar)).toMatchObject({ isOwner: false, projects: [] });
  });

  test('is not let in while disabled', async () => {
    await startPenstock();
    await startIdentity();
    await signIn(open());
    const [user] = users();
    if (user !== undefined) server.store.users.put({ ...user, isDisabled: true });
    const jar = open();
    expect(await signIn(jar)).toBe('/?refused=disabled');
    await expect(session(jar)).rejects.toThrow('signed in');
  });

  test('does not become a user of the same name who signs in otherwise', async () => {
    await startPenstock();
    await startIdentity();
    server.store.users.put({
      ...{ user: 'ada@example.com', name: 'Local', email: undefined, password: 'x' },
      ...{ subject: undefined, isOwner: true, isDisabled: false, claims: [], createdAt: 0 },
      lastSeenAt: undefined,
    });
    const jar = open();
    expect(await signIn(jar)).toBe('/?refused=name-taken');
    await expect(session(jar)).rejects.toThrow('signed in');
    expect(users()).toMatchObject([{ name: 'Local', subject: undefined }]);
  });

  test('whose email is not verified is nobody’s namesake', async () => {
    await startPenstock();
    const { accounts } = await startIdentity();
    accounts.set('ada', { ...ADA, email_verified: false });
    await signIn(open());
    expect(users()).toMatchObject([
      { user: expect.stringMatching(/^corp\.[0-9a-f]{12}$/), email: undefined },
    ]);
  });

  test('who turns back at the provider is told so, and nobody is made', async () => {
    await startPenstock();
    await startIdentity();
    expect(await signIn(open(), 'no such account')).toBe('/?refused=provider-refused');
    expect(users()).toEqual([]);
  });
});

describe('An attacker', () => {
  beforeEach(async () => {
    await startPenstock();
    await startIdentity();
  });

  test('cannot sign another browser in with their own callback', async () => {
    const callback = await untilCallback(open());
    const victim = open();
    expect(await go(victim, callback)).toBe('/?refused=begun-elsewhere');
    await untilCallback(victim);
    expect(await go(victim, callback)).toBe('/?refused=not-believed');
    await expect(session(victim)).rejects.toThrow('signed in');
  });

  test('cannot put a code of theirs into another’s sign-in', async () => {
    const code = new URL(await untilCallback(open())).searchParams.get('code') ?? '';
    const victim = open();
    const callback = new URL(await untilCallback(victim));
    callback.searchParams.set('code', code);
    expect(await go(victim, callback.href)).toBe('/?refused=not-believed');
    await expect(session(victim)).rejects.toThrow('signed in');
  });

  test('cannot change what a browser comes back with', async () => {
    for (const part of ['state', 'iss', 'code']) {
      const jar = open();
      const callback = new URL(await untilCallback(jar));
      callback.searchParams.set(part, 'http://127.0.0.1:1');
      expect([part, await go(jar, callback.href)]).toEqual([part, '/?refused=not-believed']);
      await expect(session(jar)).rejects.toThrow('signed in');
    }
  });

  test('cannot use a callback twice', async () => {
    const jar = open();
    const cookies = new Map<string, string>();
    const callback = await untilCallback(jar);
    for (const [key, value] of jar.cookies) cookies.set(key, value);
    expect(await go(jar, callback)).toBe('/');
    expect(await go(jar, callback)).toBe('/?refused=begun-elsewhere');
    const again = open();
    for (const [key, value] of cookies) again.cookies.set(key, value);
    expect(await go(again, callback)).toBe('/?refused=not-believed');
    await expect(session(again)).rejects.toThrow('signed in');
  });

  test('cannot send a person elsewhere after the sign-in', async () => {
    for (const wanted of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      '/a/..//evil.example',
    ]) {
      expect(await signIn(open(), 'ada', `?return=${encodeURIComponent(wanted)}`)).toBe('/');
    }
  });

  test('finds no provider by another name', async () => {
    const answer = await fetch(`${server.url}/auth/oidc/other/start`, { redirect: 'manual' });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      404,
      'not-found',
    ]);
  });
});

test('an identity provider that is away is said to be, and asked again when the next person comes', async () => {
  await startPenstock();
  expect(await go(open(), '/auth/oidc/corp/start')).toBe('/?refused=provider-unreachable');
  expect(String(lastAudit()?.['after'])).toContain('ECONNREFUSED');
  await startIdentity();
  expect(await signIn(open())).toBe('/');
  await identity?.close();
  const jar = open();
  expect(await go(jar, '/auth/oidc/corp/start')).toContain(`127.0.0.1:${port}/auth`);
  const state = new URL(await go(jar, '/auth/oidc/corp/start')).searchParams.get('state') ?? '';
  const iss = encodeURIComponent(`http://127.0.0.1:${port}`);
  expect(await go(jar, `/auth/oidc/corp/callback?code=c&state=${state}&iss=${iss}`)).toBe(
    '/?refused=provider-unreachable',
  );
});

test('a provider that calls itself by another name is not believed', async () => {
  await startPenstock();
  const { issuer } = await startIdentity();
  expect(issuer).toBe(`http://127.0.0.1:${port}`);
  await server.close();
  await startPenstock({ issuer: `http://localhost:${port}` });
  expect(await go(open(), '/auth/oidc/corp/start')).toBe('/?refused=provider-unreachable');
  expect(String(lastAudit()?.['after'])).toMatch(/issuer/i);
});
