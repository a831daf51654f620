// Signing in at an identity provider: a browser is sent there, and who comes back gets a session.
import type { AuditTrail } from '../../audit/audit-trail.ts';
import type { BrowserRoute, Visit } from '../../browser-route.ts';
import { ProblemError } from '../../problem-error.ts';
import { beginSession } from '../browser-session.ts';
import { nobody, personCaller } from '../make-caller.ts';
import type { PeopleStore } from '../people-store.ts';
import type { User } from '../users.ts';
import { localPath } from './local-path.ts';
import { OidcRefusal } from './oidc-refusal.ts';
import type { ClaimedPerson } from './person-of-claims.ts';
import { createProviderClient, type ProviderClient } from './provider-client.ts';
import { createSealing, type Sealing } from './sealed-state.ts';

const COOKIE = 'penstock_oidc';
const AWAY_MAX_MS = 600_000;
const WHAT = 'signInByProvider';
const USERS_MAX = 10_000;

interface Parts {
  readonly store: PeopleStore;
  readonly trail: AuditTrail;
  readonly sealing: Sealing;
  readonly clients: ReadonlyMap<string, ProviderClient>;
}

export function oidcRoutes(
  store: PeopleStore,
  trail: AuditTrail,
  random: (bytes: number) => Uint8Array,
): readonly BrowserRoute[] {
  const { oidc } = store.settings;
  if (oidc.length === 0) return [];
  const clients = new Map(oidc.map((each) => [each.id, createProviderClient(each, store.now)]));
  const parts = { store, trail, sealing: createSealing(store.now, random), clients };
  return [
    { path: '/auth/oidc/{id}/start', visit: (visit) => orBack(parts, visit, start) },
    { path: '/auth/oidc/{id}/callback', visit: (visit) => orBack(parts, visit, comeBack) },
  ];
}

type Visited = (parts: Parts, visit: Visit, client: ProviderClient) => Promise<string>;

/** People who cannot sign in are told on the page where they can try again. */
async function orBack(parts: Parts, visit: Visit, then: Visited): Promise<string> {
  const provider = visit.params['id'] ?? '';
  const client = parts.clients.get(provider);
  if (client === undefined) {
    throw new ProblemError('not-found', 'This server has no identity provider of that name.');
  }
  try {
    return await then(parts, visit, client);
  } catch (error) {
    if (!(error instanceof OidcRefusal)) throw error;
    parts.trail.add({
      caller: nobody(visit.from),
      what: WHAT,
      project: undefined,
      run: undefined,
      outcome: error.code,
      before: null,
      after: { provider, why: error.message },
    });
    return `/?refused=${error.code}`;
  }
}

async function start(parts: Parts, visit: Visit, client: ProviderClient): Promise<string> {
  const provider = visit.params['id'] ?? '';
  const { location, ...begun } = await client.begin(callbackOf(visit, provider));
  const sealed = parts.sealing.seal({
    ...begun,
    provider,
    returnTo: localPath(visit.query.get('return')),
    expiresAt: parts.store.now() + AWAY_MAX_MS,
  });
  visit.cookies.set(COOKIE, sealed, AWAY_MAX_MS);
  return location;
}

async function comeBack(parts: Parts, visit: Visit, client: ProviderClient): Promise<string> {
  const { store, trail, sealing } = parts;
  const sealed = visit.cookies.get(COOKIE);
  const begun = sealed === undefined ? undefined : sealing.unseal(sealed);
  if (begun === undefined || begun.provider !== visit.params['id']) {
    throw new OidcRefusal('begun-elsewhere', 'the browser brought no sign-in that was begun here');
  }
  visit.cookies.end(COOKIE);
  const came = new URL(`${callbackOf(visit, begun.provider)}?${visit.query}`);
  const user = welcome(store, await client.finish(came, begun));
  beginSession(store, visit.cookies, user, 'oidc');
  trail.add({
    caller: personCaller(store, user, 'oidc', visit.from),
    what: WHAT,
    project: undefined,
    run: undefined,
    outcome: 'done',
    before: null,
    after: { user: user.user, groups: user.claims, isOwner: store.isOwner(user) },
  });
  return begun.returnTo;
}

function callbackOf({ origin }: Visit, provider: string): string {
  return `${origin}/auth/oidc/${provider}/callback`;
}

/** Known by the lasting subject alone: a name or an email may be given to somebody else one day. */
function welcome(store: PeopleStore, person: ClaimedPerson): User {
  return store.transaction(() => {
    const { subject, name, email, groups } = person;
    const known = store.users.findBySubject(subject);
    if (known?.isDisabled) throw new OidcRefusal('disabled', `${known.user} is disabled`);
    if (known === undefined && store.users.find(person.user) !== undefined) {
      throw new OidcRefusal('name-taken', `${person.user} is there and signs in otherwise`);
    }
    if (known === undefined && store.users.count() >= USERS_MAX) {
      throw new OidcRefusal('provider-refused', `there are ${USERS_MAX} users, which is the most`);
    }
    const user: User = {
      user: person.user,
      password: undefined,
      isOwner: false,
      isDisabled: false,
      createdAt: store.now(),
      lastSeenAt: undefined,
      ...known,
      subject,
      name,
      email,
      claims: groups,
    };
    store.users.put(user);
    return user;
  });
}
