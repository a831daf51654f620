// The handlers of a person's own API tokens.
import type { z } from 'zod';
import type { tokenSchema } from '../../api/routes/people.ts';
import type { Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import type { Caller } from './caller.ts';
import type { PeopleStore } from './people-store.ts';
import type { Token } from './tokens.ts';

const DAY_MS = 86_400_000;
const PER_USER_MAX = 100;

export function makeTokenHandlers(
  store: PeopleStore,
): Handlers<'listTokens' | 'createToken' | 'deleteToken'> {
  return {
    listTokens: async ({ caller }) => store.tokens.of(caller.user).map(tokenAnswer),
    async createToken({ caller, body, note }) {
      refuseOpen(store, caller);
      refuseStrangeProjects(caller, body.projects ?? []);
      const made = store.transaction(() => {
        refuseTooMany(store, caller);
        return store.tokens.make({
          user: caller.user,
          name: body.name,
          role: body.role,
          projects: body.projects ?? undefined,
          expiresAt: store.now() + body.days * DAY_MS,
        });
      });
      const answer = tokenAnswer(made.token);
      note(null, answer);
      return { ...answer, secret: made.secret };
    },
    async deleteToken({ caller, params, note }) {
      const before = store.tokens.of(caller.user).find(({ token }) => token === params.token);
      if (before === undefined || !store.tokens.remove(caller.user, params.token)) {
        throw new ProblemError(
          'not-found',
          'You have no such token: it was ended before, or is somebody else’s. Nothing was done.',
        );
      }
      note(tokenAnswer(before), null);
      return null;
    },
  };
}

function tokenAnswer(token: Token): z.output<typeof tokenSchema> {
  return {
    token: token.token,
    name: token.name,
    hint: token.hint,
    role: token.role,
    projects: token.projects === undefined ? null : [...token.projects],
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    lastUsedAt: token.lastUsedAt ?? null,
  };
}

function refuseOpen(store: PeopleStore, caller: Caller): void {
  if (caller.by !== 'open' && store.users.find(caller.user) !== undefined) return;
  throw new ProblemError(
    'refused',
    'This server is open on loopback: who comes from there needs no token. Nothing was made.',
  );
}

function refuseStrangeProjects(caller: Caller, projects: readonly string[]): void {
  const strange = projects.find((project) => caller.roleIn(project) === undefined);
  if (strange === undefined) return;
  throw new ProblemError(
    'refused',
    `You have no role in a project ${strange}, so a token for it would allow nothing. Nothing was made.`,
  );
}

/** The expired ones are shown until they are in the way. */
function refuseTooMany(store: PeopleStore, caller: Caller): void {
  const all = store.tokens.of(caller.user);
  for (const { token, expiresAt } of all) {
    if (all.length >= PER_USER_MAX && expiresAt <= store.now()) {
      store.tokens.remove(caller.user, token);
    }
  }
  if (store.tokens.of(caller.user).length < PER_USER_MAX) return;
  throw new ProblemError(
    'refused',
    `You have ${PER_USER_MAX} tokens, which is the most. Nothing was made: end some.`,
  );
}
