// The handlers of signing in and out: by password, by the one-time link, and by what an identity provider has said.
import type { sessionRoutes } from '../../api/routes/sessions.ts';
import type { Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import { beginSession, endSession } from './browser-session.ts';
import { isLoopback } from './loopback.ts';
import { personCaller } from './make-caller.ts';
import type { Passwords } from './passwords.ts';
import type { PeopleStore } from './people-store.ts';
import { sessionAnswer } from './session-answer.ts';
import type { TryLimits } from './try-limits.ts';
import { refuseReservedName } from './user-name.ts';
import type { User } from './users.ts';

export interface SignInParts {
  readonly store: PeopleStore;
  readonly passwords: Passwords;
  readonly limits: TryLimits;
}

export function makeSessionHandlers(parts: SignInParts): Handlers<keyof typeof sessionRoutes> {
  const { store } = parts;
  return {
    readSignIn: async ({ caller }) => ({
      password: true,
      oidc: store.settings.oidc.map(({ id, name }) => ({
        id,
        name,
        startPath: `/auth/oidc/${id}/start`,
      })),
      isOpen: store.settings.openOnLoopback && isLoopback(caller.from),
      needsFirstLink: store.users.count() === 0,
    }),
    readSession: async ({ caller }) => sessionAnswer(store, caller),
    async signIn({ body, caller, cookies, note }) {
      note(null, { user: body.user });
      // Names are small; keyboards of phones are not.
      const given = { user: body.user.trim().toLowerCase(), password: body.password };
      const user = await userByPassword(parts, given, caller.from);
      const person = personCaller(store, user, 'password', caller.from);
      beginSession(store, cookies, user, 'password');
      note(null, { user: user.user }, person);
      return sessionAnswer(store, person);
    },
    async useFirstLink({ body, caller, cookies, note }) {
      note(null, { user: body.user });
      const user = await makeFirstOwner(parts, body, caller.from);
      const person = personCaller(store, user, 'password', caller.from);
      beginSession(store, cookies, user, 'password');
      note(null, { user: user.user, isOwner: true }, person);
      return sessionAnswer(store, person);
    },
    async signOut({ cookies }) {
      endSession(store, cookies);
      return null;
    },
  };
}

async function userByPassword(
  { store, passwords, limits }: SignInParts,
  given: { readonly user: string; readonly password: string },
  from: string,
): Promise<User> {
  const attempt = limits.begin(given.user, from);
  const known = store.users.find(given.user);
  const verdict = await passwords.verify(given.password, known?.password);
  if (known === undefined || !verdict.isRight) {
    throw new ProblemError(
      'wrong-credentials',
      'There is no such user, the password is another, or this person signs in at an identity provider. Nobody was signed in.',
    );
  }
  attempt.succeeded();
  const hash = verdict.isWeak ? await passwords.hash(given.password) : undefined;
  return store.transaction(() => {
    // Meanwhile somebody may have changed or removed the person.
    const now = store.users.find(given.user);
    if (now === undefined || now.password !== known.password || now.isDisabled) {
      throw new ProblemError(
        'not-permitted',
        `${given.user} is disabled or was changed just now. Nobody was signed in; ask an owner of the server.`,
      );
    }
    const kept = hash === undefined ? now : { ...now, password: hash };
    if (kept !== now) store.users.put(kept);
    return kept;
  });
}

async function makeFirstOwner(
  { store, passwords, limits }: SignInParts,
  given: {
    readonly secret: string;
    readonly user: string;
    readonly name: string;
    readonly password: string;
  },
  from: string,
): Promise<User> {
  refuseReservedName(given.user);
  const attempt = limits.begin('', from);
  const refuseOld = (): void => {
    if (store.users.count() > 0) {
      throw new ProblemError(
        'refused',
        'There is an administrator already, so the one-time link counts no more. Nothing was made: sign in, or ask that person.',
      );
    }
    if (store.firstLink.isValid(given.secret)) return;
    throw new ProblemError(
      'wrong-credentials',
      'This one-time link does not count: it is older than a day, or the server has printed another since. Nothing was made: restart the server and take the link that it prints.',
    );
  };
  refuseOld();
  attempt.succeeded();
  const password = await passwords.hash(given.password);
  return store.transaction(() => {
    refuseOld();
    store.firstLink.end();
    const user: User = {
      user: given.user,
      name: given.name,
      email: undefined,
      password,
      subject: undefined,
      isOwner: true,
      isDisabled: false,
      claims: [],
      createdAt: store.now(),
      lastSeenAt: undefined,
    };
    store.users.put(user);
    return user;
  });
}
