// Who a request is: sessions and tokens with their ends, the open loopback, roles and groups.
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ELSEWHERE,
  HOUR_MS,
  type PeopleOfTest,
  peopleOfTest,
  provider,
} from '../../../tests/server/people-room.ts';

let here: PeopleOfTest;
beforeEach(() => {
  here = peopleOfTest();
});
afterEach(() => here.close());

const NOTHING = { session: undefined, bearer: undefined };

test('a session ends when it has rested for 12 hours', async () => {
  here.add('ada');
  const secret = here.store.sessions.begin('ada', 'password');
  await here.clock.advance(11 * HOUR_MS);
  expect(here.bySession(secret)).toMatchObject({ user: 'ada', by: 'password' });
  await here.clock.advance(12 * HOUR_MS - 1);
  expect(here.bySession(secret).user).toBe('ada');
  await here.clock.advance(12 * HOUR_MS);
  expect(here.bySession(secret)).toMatchObject({ by: 'nobody', why: expect.any(String) });
});

test('a session ends after seven days, however often it is used', async () => {
  here.add('ada');
  const secret = here.store.sessions.begin('ada', 'password');
  for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
    await here.clock.advance(8 * HOUR_MS);
    expect(here.bySession(secret).user).toBe('ada');
  }
  await here.clock.advance(8 * HOUR_MS);
  expect(here.bySession(secret).by).toBe('nobody');
});

test('of a person’s sessions the twenty last seen are kept', async () => {
  here.add('ada');
  const secrets: string[] = [];
  for (let made = 0; made < 21; made++) {
    await here.clock.advance(1_000);
    secrets.push(here.store.sessions.begin('ada', 'password'));
  }
  expect(secrets.filter((secret) => here.bySession(secret).by === 'nobody')).toEqual([secrets[0]]);
});

test('neither secrets of sessions nor of tokens stand in the database', () => {
  here.add('ada');
  const secrets = [here.store.sessions.begin('ada', 'password'), here.token('ada', 'viewer')];
  const rows = ['sessions', 'tokens'].map((table) => here.database.all(`SELECT * FROM ${table}`));
  for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret.slice(8));
});

test('a token is the least of its role and what its person may now', () => {
  here.add('ada');
  const token = here.token('ada', 'admin', ['shop']);
  const role = (project: string) => here.byToken(token).roleIn(project);
  expect(role('shop')).toBeUndefined();
  here.store.members.set('shop', 'ada', 'operator');
  here.store.members.set('bank', 'ada', 'operator');
  expect([role('shop'), role('bank')]).toEqual(['operator', undefined]);
  here.store.members.set('shop', 'ada', 'viewer');
  expect(role('shop')).toBe('viewer');
  const approving = here.token('ada', 'approver');
  here.store.members.set('shop', 'ada', 'operator');
  expect(here.byToken(approving).roleIn('shop')).toBe('viewer');
});

test('a token of an owner is no owner', () => {
  here.add('root', { isOwner: true });
  const caller = here.byToken(here.token('root', 'admin'));
  expect([caller.isOwner, caller.roleIn('shop')]).toEqual([false, 'admin']);
  expect(here.people.guard.refusal(caller, 'owner', undefined)?.code).toBe('not-permitted');
  expect(here.people.guard.refusal(caller, 'self', undefined)?.code).toBe('not-permitted');
});

test('an expired token says when it has expired', async () => {
  here.add('ada');
  const token = here.token('ada', 'viewer');
  await here.clock.advance(24 * HOUR_MS);
  const refusal = here.people.guard.refusal(here.byToken(token), 'person', undefined);
  expect(refusal).toMatchObject({ code: 'not-signed-in', status: 401 });
  expect(refusal?.message).toContain('The API token ci expired at 2027-01-16T');
});

test('a bad token does not fall back to a session or to an open loopback', () => {
  here.close();
  here = peopleOfTest({ openOnLoopback: true });
  here.add('ada');
  const session = here.store.sessions.begin('ada', 'password');
  const { guard } = here.people;
  expect(guard.authenticate({ session, bearer: 'pst_guess' }, '127.0.0.1').by).toBe('nobody');
  expect(guard.authenticate({ session, bearer: '' }, '127.0.0.1').by).toBe('nobody');
});

test('an open loopback is open for loopback alone, and not for what came through a proxy', () => {
  here.close();
  here = peopleOfTest({ openOnLoopback: true });
  const by = (from: string, more = {}) =>
    here.people.guard.authenticate({ ...NOTHING, ...more }, from).by;
  expect(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'].map((from) => by(from))).toEqual(
    Array(4).fill('open'),
  );
  expect(
    [ELSEWHERE, '::ffff:10.0.0.7', '127.0.0.1.evil.example', ''].map((from) => by(from)),
  ).toEqual(Array(4).fill('nobody'));
  expect(by('127.0.0.1', { isForwarded: true })).toBe('nobody');
});

test('groups are the built-in ones, those that name the person, and those of their claims', () => {
  here.close();
  here = peopleOfTest({ oidc: [provider()] });
  const user = here.add('ada', { subject: 'https://id.example.com 7', claims: ['sre'] });
  const { groups, groupsOf, members } = here.store;
  groups.set('shop', { group: 'by_name', users: ['ada'], claims: [] });
  groups.set('shop', { group: 'by_claim', users: [], claims: ['sre', 'dba'] });
  groups.set('shop', { group: 'others', users: ['bob'], claims: ['dba'] });
  groups.set('bank', { group: 'elsewhere', users: ['ada'], claims: [] });
  expect(groupsOf(user, 'shop')).toEqual([]);
  members.set('shop', 'ada', 'viewer');
  expect(groupsOf(user, 'shop')).toEqual([
    'account._account_all_users',
    'org._organization_all_users',
    '_project_all_users',
    'by_claim',
    'by_name',
  ]);
});

test('what an identity provider’s groups mean counts after what is given here, in the order of the lines', () => {
  here.close();
  const roles = [
    { group: 'sre', role: 'operator', projects: ['shop'] },
    { group: 'staff', role: 'viewer', projects: undefined },
  ] as const;
  here = peopleOfTest({ oidc: [provider({ roles, owners: ['platform'] })] });
  const { roleOf, isOwner, members } = here.store;
  const subject = 'https://id.example.com 7';
  const ada = here.add('ada', { subject, claims: ['staff', 'sre'] });
  expect([roleOf(ada, 'shop'), roleOf(ada, 'bank')]).toEqual(['operator', 'viewer']);
  members.set('shop', 'ada', 'approver');
  expect(roleOf(ada, 'shop')).toBe('approver');
  const bob = here.add('bob', { subject: 'https://id.example.com 8', claims: ['platform'] });
  expect([isOwner(bob), roleOf(bob, 'bank'), roleOf(bob, 'unknown')]).toEqual([
    true,
    'admin',
    undefined,
  ]);
  const strange = here.add('eve', {
    subject: 'https://id.example.com.evil 8',
    claims: ['platform'],
  });
  expect([isOwner(strange), roleOf(strange, 'shop')]).toEqual([false, undefined]);
});

test('nobody but an owner learns whether a project is there', () => {
  here.add('ada');
  here.add('root', { isOwner: true });
  const refusal = (user: string, project: string) =>
    here.people.guard.refusal(
      here.bySession(here.store.sessions.begin(user, 'password')),
      'viewer',
      project,
    )?.code;
  expect([refusal('ada', 'bank'), refusal('ada', 'none')]).toEqual([
    'not-permitted',
    'not-permitted',
  ]);
  expect([refusal('root', 'bank'), refusal('root', 'none')]).toEqual([undefined, 'not-found']);
});
