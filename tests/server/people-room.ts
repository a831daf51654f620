// People of a test without a server: their database in a temporary folder, a clock that a test moves, and short ways to make somebody.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller, Role } from '../../src/server/people/caller.ts';
import { openPeople, type People } from '../../src/server/people/open-people.ts';
import type { OidcProvider, PeopleSettings } from '../../src/server/people/people-settings.ts';
import { type PeopleStore, peopleStoreIn } from '../../src/server/people/people-store.ts';
import type { User } from '../../src/server/people/users.ts';
import type { Database } from '../../src/server/store/database.ts';
import { openDatabase } from '../../src/server/store/open-database.ts';
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts';

export const HOUR_MS = 3_600_000;
export const ELSEWHERE = '10.0.0.7';
/** Fast: what a hash costs is tested where it matters. */
export const CHEAP = { N: 16, r: 1, p: 1 };

export interface PeopleOfTest {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly store: PeopleStore;
  readonly people: People;
  readonly projects: readonly string[];
  add(user: string, more?: Partial<User>): User;
  /** Who a request with these credentials is. */
  bySession(secret: string): Caller;
  byToken(secret: string): Caller;
  token(user: string, role: Role, projects?: readonly string[]): string;
  close(): void;
}

export function peopleOfTest(settings: Partial<PeopleSettings> = {}): PeopleOfTest {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-people-'));
  const database = openDatabase(join(folder, 'control-room.sqlite'));
  const clock = createVirtualClock(1_800_000_000_000);
  const projects = ['shop', 'bank'].map((id) => ({ id, name: id, folder: `/srv/${id}` }));
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const room = { database, clock, random, projects };
  const all: PeopleSettings = { openOnLoopback: false, oidc: [], ...settings };
  const store = peopleStoreIn(room, all);
  const people = openPeople(room, all, CHEAP);
  return {
    ...{ database, clock, store, people },
    projects: projects.map(({ id }) => id),
    add(user, more = {}) {
      store.users.put({ ...plainUser(user, clock.now()), ...more });
      const made = store.users.find(user);
      if (made === undefined) throw new Error(`${user} was not made`);
      return made;
    },
    bySession: (session) => people.guard.authenticate({ session, bearer: undefined }, ELSEWHERE),
    byToken: (bearer) => people.guard.authenticate({ session: undefined, bearer }, ELSEWHERE),
    token: (user, role, within) =>
      store.tokens.make({
        ...{ user, role, name: 'ci', projects: within },
        expiresAt: clock.now() + 24 * HOUR_MS,
      }).secret,
    close() {
      database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function provider(more: Partial<OidcProvider> = {}): OidcProvider {
  return {
    id: 'corp',
    name: 'Corp',
    issuer: 'https://id.example.com',
    clientId: 'penstock',
    clientSecret: undefined,
    scopes: ['openid', 'email'],
    groupsClaim: 'groups',
    groupsPrefix: '',
    userClaim: 'email',
    owners: [],
    roles: [],
    ...more,
  };
}

function plainUser(user: string, createdAt: number): User {
  return {
    user,
    name: user,
    email: undefined,
    password: undefined,
    subject: undefined,
    isOwner: false,
    isDisabled: false,
    claims: [],
    createdAt,
    lastSeenAt: undefined,
  };
}
