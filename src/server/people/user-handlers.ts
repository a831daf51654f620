// The handlers of users: made, changed and removed by owners, and the password that each changes alone.
import type { z } from 'zod';
import type { userSchema } from '../../api/routes/people.ts';
import type { Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import type { PeopleStore } from './people-store.ts';
import type { SignInParts } from './session-handlers.ts';
import { SESSION_COOKIE } from './sessions.ts';
import { refuseReservedName } from './user-name.ts';
import type { User } from './users.ts';

type UserRoute = 'listUsers' | 'createUser' | 'changeUser' | 'deleteUser' | 'changeOwnPassword';

const USERS_MAX = 10_000;

export function makeUserHandlers(parts: SignInParts): Handlers<UserRoute> {
  const { store, passwords } = parts;
  return {
    listUsers: async () => store.users.all().map((user) => userAnswer(store, user)),
    async createUser({ body, note }) {
      refuseReservedName(body.user);
      refuseTaken(store, body.user);
      const password = await passwords.hash(body.password);
      const user: User = {
        user: body.user,
        name: body.name,
        email: body.email,
        password,
        subject: undefined,
        isOwner: body.isOwner,
        isDisabled: false,
        claims: [],
        createdAt: store.now(),
        lastSeenAt: undefined,
      };
      store.transaction(() => {
        refuseTaken(store, body.user);
        store.users.put(user);
      });
      note(null, userAnswer(store, user));
      return userAnswer(store, user);
    },
    async changeUser({ params, body, note }) {
      refusePasswordOfOthers(knownUser(store, params.user), body.password);
      const password =
        body.password === undefined ? undefined : await passwords.hash(body.password);
      const [before, after] = store.transaction(() => {
        const found = knownUser(store, params.user);
        return [found, change(store, found, { ...body, password })];
      });
      note(userAnswer(store, before), {
        ...userAnswer(store, after),
        isPasswordNew: password !== undefined,
      });
      return userAnswer(store, after);
    },
    async deleteUser({ params, note }) {
      const before = store.transaction(() => {
        const found = knownUser(store, params.user);
        refuseWithoutOwner(store, found);
        store.users.remove(found.user);
        store.groups.forget(found.user);
        return found;
      });
      note(userAnswer(store, before), null);
      return null;
    },
    async changeOwnPassword({ caller, body, cookies }) {
      await changeOwnPassword(parts, caller, body, cookies.get(SESSION_COOKIE));
      return null;
    },
  };
}

function userAnswer(store: PeopleStore, user: User): z.output<typeof userSchema> {
  return {
    user: user.user,
    name: user.name,
    email: user.email ?? null,
    isOwner: store.isOwner(user),
    isDisabled: user.isDisabled,
    by: user.subject === undefined ? 'password' : 'oidc',
    createdAt: user.createdAt,
    lastSeenAt: user.lastSeenAt ?? null,
  };
}

export function knownUser(store: PeopleStore, user: string): User {
  const found = store.users.find(user);
  if (found !== undefined) return found;
  throw new ProblemError('not-found', `There is no user ${user}. Nothing was done.`);
}

interface Changes {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly password: string | undefined;
  readonly isOwner?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
}

function change(store: PeopleStore, before: User, changes: Changes): User {
  const after: User = {
    ...before,
    name: changes.name ?? before.name,
    email: changes.email === undefined ? before.email : (changes.email ?? undefined),
    password: changes.password ?? before.password,
    isOwner: changes.isOwner ?? before.isOwner,
    isDisabled: changes.isDisabled ?? before.isDisabled,
  };
  if (changes.isOwner === false && store.isOwner(after)) {
    throw new ProblemError(
      'refused',
      `${after.user} is an owner by the groups of the identity provider. Nothing was done: change the groups there, or the settings of this server.`,
    );
  }
  if (after.isDisabled || !store.isOwner(after)) refuseWithoutOwner(store, before);
  store.users.put(after);
  if (after.isDisabled || changes.password !== undefined) store.sessions.endAll(after.user);
  if (after.isDisabled) store.tokens.removeAll(after.user);
  return after;
}

async function changeOwnPassword(
  { store, passwords, limits }: SignInParts,
  caller: { readonly user: string; readonly from: string },
  given: { readonly present: string; readonly password: string },
  session: string | undefined,
): Promise<void> {
  const known = store.users.find(caller.user);
  if (known?.password === undefined) {
    throw new ProblemError(
      'refused',
      'This person has no password here: an identity provider or the open loopback lets them in. Nothing was done.',
    );
  }
  const attempt = limits.begin(caller.user, caller.from);
  const { isRight } = await passwords.verify(given.present, known.password);
  if (!isRight) {
    throw new ProblemError('refused', 'The present password is another. Nothing was done.');
  }
  attempt.succeeded();
  const password = await passwords.hash(given.password);
  store.transaction(() => {
    const now = knownUser(store, caller.user);
    if (now.password !== known.password) {
      throw new ProblemError(
        'refused',
        'The password was changed just now by somebody else. Nothing was done.',
      );
    }
    store.users.put({ ...now, password });
    store.sessions.endAll(now.user, session);
  });
}

function refuseTaken(store: PeopleStore, user: string): void {
  if (store.users.find(user) !== undefined) {
    throw new ProblemError('already-there', `There is a user ${user} already. Nothing was made.`);
  }
  if (store.users.count() < USERS_MAX) return;
  throw new ProblemError(
    'refused',
    `There are ${USERS_MAX} users, which is the most. Nothing was made: remove some.`,
  );
}

function refusePasswordOfOthers(user: User, password: string | undefined): void {
  if (password === undefined || user.subject === undefined) return;
  throw new ProblemError(
    'refused',
    `${user.user} signs in at an identity provider and has no password here. Nothing was done.`,
  );
}

/** Else nobody could change people's rights any more. */
function refuseWithoutOwner(store: PeopleStore, leaving: User): void {
  if (!store.isOwner(leaving) || leaving.isDisabled) return;
  const others = store.users
    .all()
    .some((user) => user.user !== leaving.user && store.isOwner(user) && !user.isDisabled);
  if (others) return;
  throw new ProblemError(
    'refused',
    `${leaving.user} is the last owner of the server. Nothing was done: make somebody else an owner first.`,
  );
}
