// The authorisation matrix: every route, called by everybody there can be, in their own project and in another.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteDefinition } from '../../src/api/route-definition.ts';
import { ROUTE_PATHS, type RouteName } from '../../src/api/route-paths.ts';
import { ROUTES } from '../../src/api/routes.ts';
import type { Role } from '../../src/server/people/caller.ts';
import type { User } from '../../src/server/people/users.ts';
import { ProblemError } from '../../src/server/problem-error.ts';
import { CALLERS, type CallerKind, EVERYWHERE, MAY, RIGHTS, STRANGERS } from './rights-table.ts';
import { sampleOf } from './sample.ts';
import { type StartedServer, startServer } from './started-server.ts';

const NAMES = Object.keys(ROUTE_PATHS) as RouteName[];
const REACHED = 'the handler was reached';
const OWN = 'shop';
const OTHER = 'bank';

let server: StartedServer;
let headers: Readonly<Record<CallerKind, Readonly<Record<string, string>>>>;

beforeAll(async () => {
  // What a handler would do then is tested elsewhere; here it counts who gets as far.
  const reached = (): never => {
    throw new ProblemError('refused', REACHED);
  };
  const handlers = Object.fromEntries(NAMES.map((name) => [name, reached]));
  server = await startServer({ isOpen: false, handlers });
  headers = everybody();
});
afterAll(() => server.close());

describe.each(NAMES)('%s', (name) => {
  const isOfProject = ROUTE_PATHS[name].includes('{project}');
  const projects = isOfProject ? [OWN, OTHER] : [OWN];
  test.each(projects)('in the project %s', async (project) => {
    const found = await Promise.all(CALLERS.map((caller) => call(name, caller, project)));
    const expected = CALLERS.map((caller) => expectedOf(name, caller, project));
    const by = (outcomes: readonly string[]) =>
      Object.fromEntries(CALLERS.map((caller, index) => [caller, outcomes[index]]));
    expect(by(found)).toEqual(by(expected));
  });
});

test('the refused changes are in the audit trail with who wanted what where', async () => {
  await call('setMember', 'operator', OTHER);
  const [entry] = server.database.all('SELECT * FROM audit ORDER BY id DESC LIMIT 1');
  expect(entry).toMatchObject({
    who: 'operator',
    how: 'password',
    what: 'setMember',
    project: OTHER,
    outcome: 'not-permitted',
    origin: '127.0.0.1',
  });
});

function expectedOf(name: RouteName, caller: CallerKind, project: string): string {
  const column = RIGHTS[name];
  const isEverywhere = !ROUTE_PATHS[name].includes('{project}') || project === OWN;
  const may = MAY[column];
  if (column === 'all') return REACHED;
  if (STRANGERS.includes(caller)) return '401 not-signed-in';
  const isAllowed = may.includes(caller) && (isEverywhere || EVERYWHERE.includes(caller));
  return isAllowed ? REACHED : '403 not-permitted';
}

async function call(name: RouteName, caller: CallerKind, project: string): Promise<string> {
  const [method = '', path = ''] = ROUTE_PATHS[name].split(' ');
  const definition: RouteDefinition = ROUTES[name];
  const query = definition.query === undefined ? {} : sampleOf(definition.query);
  const filled = path.replace('{project}', project).replace(/\{\w+\}/g, 'sample');
  const search = new URLSearchParams(query as Record<string, string>);
  const answer = await fetch(`${server.url}${filled}?${search}`, {
    method,
    headers: {
      'x-penstock-request': '1',
      ...(definition.body !== undefined && { 'content-type': 'application/json' }),
      ...headers[caller],
    },
    ...(definition.body !== undefined && { body: JSON.stringify(sampleOf(definition.body)) }),
  });
  const { code, detail } = (await answer.json()) as { code: string; detail: string };
  return detail === REACHED ? REACHED : `${answer.status} ${code}`;
}

function everybody(): typeof headers {
  const { store } = server;
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const cookie = (secret: string) => ({ cookie: `penstock_session=${secret}` });
  const session = (user: string) => cookie(store.sessions.begin(user, 'password'));
  const token = (user: string, role: Role, projects?: string[], expiresAt = Date.now() + 60_000) =>
    bearer(store.tokens.make({ user, role, name: 'ci', projects, expiresAt }).secret);
  for (const role of ['viewer', 'operator', 'approver', 'admin'] as const) {
    store.users.put(user(role));
    store.members.set(OWN, role, role);
  }
  store.users.put(user('owner', { isOwner: true }));
  store.users.put(user('none'));
  store.users.put(user('disabled', { isOwner: true }));
  store.users.put(user('gone', { isOwner: true }));
  const disabled = session('disabled');
  store.users.put(user('disabled', { isOwner: true, isDisabled: true }));
  const gone = session('gone');
  store.users.remove('gone');
  return {
    nobody: {},
    'guessed token': bearer('pst_guessed'),
    'disabled person': disabled,
    'person gone': gone,
    'expired token': token('owner', 'admin', undefined, Date.now() - 1),
    'person without role': session('none'),
    viewer: session('viewer'),
    operator: session('operator'),
    approver: session('approver'),
    admin: session('admin'),
    owner: session('owner'),
    'viewer token': token('admin', 'viewer'),
    'operator token': token('admin', 'operator'),
    'approver token': token('admin', 'approver'),
    'admin token': token('admin', 'admin'),
    'admin token for bank': token('admin', 'admin', [OTHER]),
    'owner token': token('owner', 'admin'),
  };
}

function user(name: string, more: Partial<User> = {}): User {
  return {
    ...{ user: name, name, email: undefined, password: undefined, subject: undefined },
    ...{ isOwner: false, isDisabled: false, claims: [], createdAt: 0, lastSeenAt: undefined },
    ...more,
  };
}
