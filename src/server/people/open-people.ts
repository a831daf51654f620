// The people of the server: the guard of all routes, the handlers of signing in and of rights, and the first link.
import type { peopleRoutes } from '../../api/routes/people.ts';
import type { sessionRoutes } from '../../api/routes/sessions.ts';
import { auditTrailIn } from '../audit/audit-trail.ts';
import type { BrowserRoute } from '../browser-route.ts';
import type { Guard } from '../guard.ts';
import type { Handlers } from '../handler.ts';
import { createGuard } from './guard.ts';
import { oidcRoutes } from './oidc/oidc-routes.ts';
import { createPasswords, type ScryptCost } from './passwords.ts';
import { makePeopleHandlers } from './people-handlers.ts';
import type { PeopleSettings } from './people-settings.ts';
import { type PeopleRoom, peopleStoreIn } from './people-store.ts';
import { makeSessionHandlers } from './session-handlers.ts';
import { createTryLimits } from './try-limits.ts';

export interface People {
  readonly guard: Guard;
  readonly handlers: Handlers<keyof typeof sessionRoutes | keyof typeof peopleRoutes>;
  readonly browserRoutes: readonly BrowserRoute[];
  /** To be asked once at each start: the path of a new one-time link while there are no users. */
  renewFirstLink(): string | undefined;
}

/** `passwordCost` is another only where hundreds of people are made at once, as in tests. */
export function openPeople(
  room: PeopleRoom,
  settings: PeopleSettings,
  passwordCost?: ScryptCost,
): People {
  const store = peopleStoreIn(room, settings);
  const trail = auditTrailIn(room.database, store.now);
  const passwords = createPasswords(passwordCost);
  const parts = { store, passwords, limits: createTryLimits(store.now) };
  return {
    guard: createGuard(store, trail),
    handlers: { ...makeSessionHandlers(parts), ...makePeopleHandlers(parts, trail) },
    browserRoutes: oidcRoutes(store, trail, room.random),
    renewFirstLink: () => store.firstLink.renew(),
  };
}
