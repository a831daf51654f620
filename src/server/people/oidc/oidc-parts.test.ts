// The parts of signing in at a provider: where a browser returns to, what it carries, and who the claims name.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { provider } from '../../../../tests/server/people-room.ts';
import { localPath } from './local-path.ts';
import { isComplete, personOfClaims } from './person-of-claims.ts';
import { createSealing } from './sealed-state.ts';

test('only a page of this server is returned to', () => {
  const kept = ['/', '/projects/shop/runs/r1?x=1#event-4', '/a%2Fb'];
  expect(kept.map(localPath)).toEqual(kept);
  const others = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/%0d%0aSet-Cookie:x',
    '/a/..//evil.example',
    '/api/session',
    '/auth/oidc/corp/start',
    '/x/../auth/oidc/corp/start',
    'javascript:alert(1)',
    '',
    '/ä',
    `/${'a'.repeat(600)}`,
  ];
  for (const other of others) {
    const path = localPath(other);
    expect(new URL(path, 'http://here.invalid').host, other).toBe('here.invalid');
    expect(path.startsWith('//'), other).toBe(false);
    expect(/^\/(api|auth)/.test(path), other).toBe(false);
  }
  expect(localPath(null)).toBe('/');
});

test('what a browser carries is believed only as it was sealed, by the same server, for ten minutes', () => {
  let now = 0;
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const sealing = createSealing(() => now, random);
  const state = {
    ...{ provider: 'corp', state: 's', nonce: 'n', verifier: 'v', returnTo: '/' },
    expiresAt: 600_000,
  };
  const sealed = sealing.seal(state);
  expect(sealing.unseal(sealed)).toEqual(state);
  expect(sealed).not.toContain('corp');
  for (const index of [0, 20, sealed.length - 2]) {
    const flipped = sealed[index] === 'A' ? 'B' : 'A';
    expect(
      sealing.unseal(sealed.slice(0, index) + flipped + sealed.slice(index + 1)),
    ).toBeUndefined();
  }
  expect(sealing.unseal('')).toBeUndefined();
  expect(createSealing(() => now, random).unseal(sealed)).toBeUndefined();
  now = 600_000;
  expect(sealing.unseal(sealed)).toBeUndefined();
});

test('an email names a person only when the provider has verified it', () => {
  const claims = { email: 'Ada@Example.com', name: 'Ada', groups: ['sre', 'sre', 7, ''] };
  const corp = provider({ groupsPrefix: 'corp:' });
  expect(personOfClaims(corp, '7', { ...claims, email_verified: true })).toEqual({
    subject: 'https://id.example.com 7',
    user: 'ada@example.com',
    name: 'Ada',
    email: 'Ada@Example.com',
    groups: ['corp:sre'],
  });
  for (const verified of [undefined, false, 'true', 1]) {
    const person = personOfClaims(corp, '7', { ...claims, email_verified: verified });
    expect(person.email).toBeUndefined();
    expect(person.user).toMatch(/^corp\.[0-9a-f]{12}$/);
  }
});

test('a claim that is a kept name or no name at all gives a lasting one instead', () => {
  const corp = provider({ userClaim: 'login' });
  const user = (login: unknown) => personOfClaims(corp, '7', { login }).user;
  expect(user('ada')).toBe('ada');
  for (const login of ['open', 'Open', 'a b', '../x', '', ['ada'], undefined]) {
    expect(user(login)).toMatch(/^corp\.[0-9a-f]{12}$/);
  }
  expect(personOfClaims(corp, '8', {}).user).not.toBe(user(undefined));
});

test('groups may be nested, and a name with dots of its own comes first', () => {
  const corp = provider({ groupsClaim: 'realm_access.roles' });
  const nested = { realm_access: { roles: ['a'] } };
  expect(personOfClaims(corp, '7', nested).groups).toEqual(['a']);
  expect(personOfClaims(corp, '7', { ...nested, 'realm_access.roles': 'b' }).groups).toEqual(['b']);
  expect(personOfClaims(corp, '7', { realm_access: 'x' }).groups).toEqual([]);
  expect(isComplete(corp, { ...nested, email: 'x', name: 'y' })).toBe(true);
  expect(isComplete(corp, { email: 'x', name: 'y' })).toBe(false);
});
