// The guard over the people whom the server's database knows: who a request comes from, and whether that person may.
import type { Need } from '../../api/route-definition.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Guard } from '../guard.ts';
import { ProblemError } from '../problem-error.ts';
import type { Caller } from './caller.ts';
import { isLoopback } from './loopback.ts';
import { nobody, openCaller, personCaller, tokenCaller } from './make-caller.ts';
import type { PeopleStore } from './people-store.ts';
import { isRoleNeed, type RoleNeed, rolesFor } from './rights.ts';

/** Longer than any secret of ours: what is longer is not looked up. */
const SECRET_MAX = 200;

export function createGuard(store: PeopleStore, trail: AuditTrail): Guard {
  return {
    authenticate({ bearer, session, isForwarded }, from) {
      if (bearer !== undefined) return byToken(store, bearer, from);
      const known = session === undefined ? nobody(from) : bySession(store, session, from);
      const isOpen = store.settings.openOnLoopback && isLoopback(from) && isForwarded !== true;
      return known.by === 'nobody' && isOpen ? openCaller(store, from) : known;
    },
    refusal(caller, need, project) {
      if (need === 'nobody') return undefined;
      if (caller.by === 'nobody') {
        const why = caller.why ?? 'This needs somebody who is signed in, or an API token.';
        return new ProblemError('not-signed-in', `${why} Nothing was done.`);
      }
      if (isRoleNeed(need)) return roleRefusal(store, caller, need, project);
      return serverRefusal(caller, need);
    },
    audit: (entry) => trail.add(entry),
  };
}

function byToken(store: PeopleStore, secret: string, from: string): Caller {
  const token = secret.length > SECRET_MAX ? undefined : store.tokens.find(secret);
  const user = token === undefined ? undefined : store.users.find(token.user);
  if (token === undefined || user === undefined) {
    return nobody(from, 'There is no such API token, or it was ended.');
  }
  if (user.isDisabled) return nobody(from, 'The person of this API token is disabled.');
  if (store.now() >= token.expiresAt) {
    const when = new Date(token.expiresAt).toISOString();
    return nobody(from, `The API token ${token.name} expired at ${when}. Make a new one.`);
  }
  store.tokens.used(token);
  return tokenCaller(store, user, token, from);
}

function bySession(store: PeopleStore, secret: string, from: string): Caller {
  const session = secret.length > SECRET_MAX ? undefined : store.sessions.find(secret);
  const user = session === undefined ? undefined : store.users.find(session.user);
  if (session === undefined || user === undefined) {
    return nobody(from, 'The session has ended. Sign in again.');
  }
  if (user.isDisabled) return nobody(from, 'This person is disabled.');
  return personCaller(store, user, session.by, from);
}

function serverRefusal(caller: Caller, need: Need): ProblemError | undefined {
  if (need === 'self' && caller.by === 'token') {
    return notPermitted('An API token may not do this: sign in as the person.');
  }
  if (need === 'owner' && !caller.isOwner) {
    return notPermitted(
      caller.by === 'token'
        ? 'This concerns the whole server, and no API token may do that: sign in as an owner.'
        : `This concerns the whole server, and ${caller.user} is no owner of it.`,
    );
  }
  return undefined;
}

function roleRefusal(
  store: PeopleStore,
  caller: Caller,
  need: RoleNeed,
  project: string | undefined,
): ProblemError | undefined {
  if (project === undefined) throw new Error(`a route needs ${need} and has no project`);
  const role = caller.roleIn(project);
  if (role !== undefined && rolesFor(need).includes(role)) return undefined;
  if (caller.isOwner && !store.projects.some(({ id }) => id === project)) {
    return new ProblemError('not-found', `This server serves no project ${project}.`);
  }
  const which = caller.token === undefined ? caller.user : `the token ${caller.token}`;
  const has = role === undefined ? 'no role' : `the role ${role}`;
  return notPermitted(
    `This needs the role ${rolesFor(need).join(' or ')} in the project ${project}, and ${which} has ${has} there.`,
  );
}

function notPermitted(why: string): ProblemError {
  return new ProblemError('not-permitted', `${why} Nothing was done.`);
}
