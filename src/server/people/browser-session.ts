// Begins and ends the session of a browser, whose cookie it replaces.
import type { Cookies } from '../handler.ts';
import type { PeopleStore } from './people-store.ts';
import { SESSION_COOKIE, SESSION_MAX_MS, type SignedInBy } from './sessions.ts';
import type { User } from './users.ts';

/** Always a new secret: one that somebody else has put into the browser before must not become the person's. */
export function beginSession(
  store: PeopleStore,
  cookies: Cookies,
  user: User,
  by: SignedInBy,
): void {
  const before = cookies.get(SESSION_COOKIE);
  if (before !== undefined) store.sessions.end(before);
  cookies.set(SESSION_COOKIE, store.sessions.begin(user.user, by), SESSION_MAX_MS);
}

export function endSession(store: PeopleStore, cookies: Cookies): void {
  const secret = cookies.get(SESSION_COOKIE);
  if (secret !== undefined) store.sessions.end(secret);
  cookies.end(SESSION_COOKIE);
}
