// Users, tokens, roles and groups through the API, and what the audit trail says of each change.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiError, type Client, createClient } from '../../src/api/client.ts';
import { createCookieJar } from './cookie-jar.ts';
import { type StartedServer, startServer } from './started-server.ts';

const PASSWORD = 'correct horse battery';
const NEW_USER = { user: 'ada', name: 'Ada Lovelace', password: PASSWORD };

let server: StartedServer;
let root: Client;

beforeEach(async () => {
  server = await startServer({ isOpen: false });
  root = createCookieJar(server.url).client;
  const jar = createCookieJar(server.url);
  const secret = (server.people.renewFirstLink() ?? '').replace('/first#secret=', '');
  await jar.client.call('useFirstLink', {
    body: { secret, user: 'root', name: 'Root', password: PASSWORD },
  });
  root = jar.client;
});
afterEach(() => server.close());

async function signedIn(user: string): Promise<Client> {
  const { client } = createCookieJar(server.url);
  await client.call('signIn', { body: { user, password: PASSWORD } });
  return client;
}

/** The code and sentence of the problem that is answered. */
async function problem(work: Promise<unknown>): Promise<string> {
  const end = await work.then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );
  return end instanceof ApiError ? `${end.problem.code}: ${end.problem.detail}` : String(end);
}

const lastAudit = async () => (await root.call('listAudit', { query: { limit: 1 } })).items[0];

describe('A user', () => {
  test('is made, changed and removed by an owner, and the trail says what was before and after', async () => {
    const made = await root.call('createUser', { body: NEW_USER });
    expect(made).toMatchObject({ user: 'ada', by: 'password', isOwner: false, lastSeenAt: null });
    expect(await lastAudit()).toMatchObject({
      ...{ who: 'root', what: 'createUser', outcome: 'done', before: null },
      after: { user: 'ada', name: 'Ada Lovelace' },
    });
    await root.call('changeUser', {
      params: { user: 'ada' },
      body: { name: 'Ada King', password: 'another horse battery' },
    });
    const changed = await lastAudit();
    expect(changed).toMatchObject({
      before: { name: 'Ada Lovelace' },
      after: { name: 'Ada King', isPasswordNew: true },
    });
    expect(JSON.stringify(changed)).not.toContain('scrypt');
    await root.call('deleteUser', { params: { user: 'ada' } });
    expect(await lastAudit()).toMatchObject({ what: 'deleteUser', after: null });
    expect((await root.call('listUsers', {})).map(({ user }) => user)).toEqual(['root']);
  });

  test('is not made twice, nor under a name that the server keeps for itself', async () => {
    await root.call('createUser', { body: NEW_USER });
    expect(await problem(root.call('createUser', { body: NEW_USER }))).toMatch(/^already-there: /);
    const open = root.call('createUser', { body: { ...NEW_USER, user: 'open' } });
    expect(await problem(open)).toMatch(/^bad-request: .*kept for the server/);
    const nobody = root.call('changeUser', { params: { user: 'eve' }, body: { name: 'Eve' } });
    expect(await problem(nobody)).toBe('not-found: There is no user eve. Nothing was done.');
    expect(await lastAudit()).toMatchObject({ what: 'changeUser', outcome: 'not-found' });
  });

  test('who is the last owner stays one, enabled and there', async () => {
    const params = { user: 'root' };
    for (const body of [{ isOwner: false }, { isDisabled: true }]) {
      expect(await problem(root.call('changeUser', { params, body }))).toMatch(/last owner/);
    }
    expect(await problem(root.call('deleteUser', { params }))).toMatch(/last owner/);
    await root.call('createUser', { body: { ...NEW_USER, isOwner: true } });
    await root.call('changeUser', { params: { user: 'ada' }, body: { isDisabled: true } });
    expect(await problem(root.call('deleteUser', { params }))).toMatch(/last owner/);
    await root.call('changeUser', { params: { user: 'ada' }, body: { isDisabled: false } });
    await root.call('changeUser', { params, body: { isOwner: false } });
    expect(await problem(root.call('listUsers', {}))).toMatch(/^not-permitted: .*root is no owner/);
  });
});

describe('A token', () => {
  beforeEach(async () => {
    await root.call('createUser', { body: NEW_USER });
    await root.call('setMember', {
      params: { project: 'shop', user: 'ada' },
      body: { role: 'operator' },
    });
  });

  test('works from when its secret is shown, this once, until it is ended', async () => {
    const ada = await signedIn('ada');
    const { secret, ...made } = await ada.call('createToken', {
      body: { name: 'ci', role: 'operator', projects: ['shop'], days: 7 },
    });
    expect(secret).toMatch(/^pst_[\w-]{43}$/);
    expect(made).toMatchObject({ hint: secret.slice(0, 8), projects: ['shop'], lastUsedAt: null });
    expect(Math.round((made.expiresAt - made.createdAt) / 86_400_000)).toBe(7);
    const machine = createClient({ baseUrl: server.url, token: secret });
    expect(await machine.call('readSession', {})).toMatchObject({
      user: 'ada',
      by: 'token',
      projects: [{ project: 'shop', role: 'operator' }],
    });
    const listed = await ada.call('listTokens', {});
    expect(listed).toMatchObject([{ token: made.token, lastUsedAt: expect.any(Number) }]);
    expect(JSON.stringify(listed)).not.toContain(secret);
    await ada.call('deleteToken', { params: { token: made.token } });
    expect(await problem(machine.call('readSession', {}))).toMatch(
      /^not-signed-in: There is no such/,
    );
  });

  test('is its person’s alone', async () => {
    const ada = await signedIn('ada');
    const { token } = await ada.call('createToken', { body: { name: 'ci', role: 'viewer' } });
    expect(await root.call('listTokens', {})).toEqual([]);
    expect(await problem(root.call('deleteToken', { params: { token } }))).toMatch(/^not-found/);
    expect(await ada.call('listTokens', {})).toHaveLength(1);
  });

  test('is not made for a project without a role, nor by another token', async () => {
    const ada = await signedIn('ada');
    const body = { name: 'ci', role: 'viewer' as const, projects: ['bank'] };
    expect(await problem(ada.call('createToken', { body }))).toMatch(/no role in a project bank/);
    const { secret } = await ada.call('createToken', { body: { name: 'ci', role: 'admin' } });
    const machine = createClient({ baseUrl: server.url, token: secret });
    expect(
      await problem(machine.call('createToken', { body: { ...body, projects: null } })),
    ).toMatch(/^not-permitted: An API token may not/);
  });

  test('is named in the audit trail with its beginning, not its end', async () => {
    const admin = { params: { project: 'shop', user: 'ada' }, body: { role: 'admin' } } as const;
    await root.call('setMember', admin);
    const ada = await signedIn('ada');
    const { secret, hint } = await ada.call('createToken', { body: { name: 'ci', role: 'admin' } });
    await createClient({ baseUrl: server.url, token: secret }).call('setMember', {
      params: { project: 'shop', user: 'root' },
      body: { role: 'viewer' },
    });
    expect(await lastAudit()).toMatchObject({
      who: 'ada',
      how: `token ci (${hint}…)`,
      project: 'shop',
    });
  });
});

describe('Roles and groups of a project', () => {
  test('are given by its admins, who are no admins elsewhere', async () => {
    await root.call('createUser', { body: NEW_USER });
    await root.call('setMember', {
      params: { project: 'shop', user: 'ada' },
      body: { role: 'admin' },
    });
    const ada = await signedIn('ada');
    const member = (project: string) =>
      ada.call('setMember', { params: { project, user: 'root' }, body: { role: 'viewer' } });
    await member('shop');
    expect(await problem(member('bank'))).toMatch(/^not-permitted: .*ada has no role there/);
    expect(await ada.call('listMembers', { params: { project: 'shop' } })).toEqual([
      { user: 'ada', name: 'Ada Lovelace', role: 'admin', by: 'given' },
      { user: 'root', name: 'Root', role: 'admin', by: 'owner' },
    ]);
    await root.call('deleteMember', { params: { project: 'shop', user: 'ada' } });
    expect(await problem(member('shop'))).toMatch(/^not-permitted/);
    expect(
      await problem(root.call('deleteMember', { params: { project: 'shop', user: 'ada' } })),
    ).toMatch(/^not-found/);
  });

  test('name people as approvals do', async () => {
    await root.call('createUser', { body: NEW_USER });
    await root.call('setMember', {
      params: { project: 'shop', user: 'ada' },
      body: { role: 'approver' },
    });
    const params = { project: 'shop', group: 'payments_sre' };
    await root.call('setGroup', { params, body: { users: ['ada', 'ada'], claims: ['sre'] } });
    const ada = await signedIn('ada');
    expect((await ada.call('readSession', {})).projects[0]?.groups).toContain('payments_sre');
    expect(await ada.call('listGroups', { params: { project: 'shop' } })).toEqual([
      { group: 'payments_sre', users: ['ada'], claims: ['sre'] },
    ]);
    await root.call('deleteGroup', { params });
    expect(await lastAudit()).toMatchObject({ before: { users: ['ada'] }, after: null });
    expect((await ada.call('readSession', {})).projects[0]?.groups).not.toContain('payments_sre');
  });

  test('are not inherited by who gets the name of somebody that was removed', async () => {
    const params = { project: 'shop', group: 'payments_sre' };
    await root.call('setGroup', { params, body: { users: ['root', 'ada', 'adam'] } });
    const member = {
      params: { project: 'shop', user: 'ada' },
      body: { role: 'approver' },
    } as const;
    await root.call('createUser', { body: NEW_USER });
    await root.call('setMember', member);
    await root.call('deleteUser', { params: { user: 'ada' } });
    await root.call('createUser', { body: { ...NEW_USER, name: 'Another Ada' } });
    const ada = await signedIn(' Ada');
    expect((await ada.call('readSession', {})).projects).toEqual([]);
    await root.call('setMember', member);
    expect((await ada.call('readSession', {})).projects[0]?.groups).not.toContain('payments_sre');
    expect(await root.call('listGroups', { params: { project: 'shop' } })).toMatchObject([
      { users: ['root', 'adam'] },
    ]);
  });

  test('do not take the names of the built-in groups', async () => {
    const set = (group: string) =>
      root.call('setGroup', { params: { project: 'shop', group }, body: { users: [] } });
    expect(await problem(set('_project_all_users'))).toMatch(/^refused: Everybody/);
    expect(await problem(set('no spaces'))).toMatch(/^bad-request/);
  });
});

describe('The audit trail', () => {
  test('of a project is shown to its admins, in parts', async () => {
    for (let index = 0; index < 3; index++) {
      const params = { project: 'shop', group: `group_${index}` };
      await root.call('setGroup', { params, body: { users: [] } });
    }
    await root.call('setGroup', { params: { project: 'bank', group: 'b' }, body: { users: [] } });
    const params = { project: 'shop' };
    const first = await root.call('listProjectAudit', { params, query: { limit: 2 } });
    const cursor = first.next ?? '';
    const rest = await root.call('listProjectAudit', { params, query: { limit: 2, cursor } });
    const names = [...first.items, ...rest.items].map(({ after }) => after);
    expect(names).toMatchObject([{ group: 'group_2' }, { group: 'group_1' }, { group: 'group_0' }]);
    expect(rest.next).toBeNull();
    const bad = root.call('listProjectAudit', { params, query: { cursor: 'x; DROP TABLE audit' } });
    expect(await problem(bad)).toMatch(/^bad-request/);
  });

  test('has what an unknown client tried, with where it came from', async () => {
    const strange = createClient({ baseUrl: server.url, token: 'pst_guessed' });
    expect(await problem(strange.call('createUser', { body: NEW_USER }))).toMatch(/^not-signed-in/);
    expect(await lastAudit()).toMatchObject({
      ...{ who: '', how: 'nobody', what: 'createUser', outcome: 'not-signed-in' },
      ...{ from: '127.0.0.1', after: null },
    });
  });
});
