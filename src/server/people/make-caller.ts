// Makes callers: nobody, everybody on an open loopback, a person by a session, and a token within its cap.
import type { Caller } from './caller.ts';
import type { PeopleStore } from './people-store.ts';
import { commonRole } from './rights.ts';
import type { SignedInBy } from './sessions.ts';
import type { Token } from './tokens.ts';
import { BUILT_IN_GROUPS } from './user-groups.ts';
import type { User } from './users.ts';

/** No user may have it. */
export const OPEN_USER = 'open';

export function nobody(from: string, why?: string): Caller {
  return {
    user: '',
    name: '',
    email: undefined,
    isOwner: false,
    by: 'nobody',
    from,
    ...(why !== undefined && { why }),
    roleIn: () => undefined,
    groupsIn: () => [],
  };
}

export function openCaller(store: PeopleStore, from: string): Caller {
  const isServed = (project: string): boolean => store.projects.some(({ id }) => id === project);
  return {
    user: OPEN_USER,
    name: 'Everybody on this machine',
    email: undefined,
    isOwner: true,
    by: 'open',
    from,
    roleIn: (project) => (isServed(project) ? 'admin' : undefined),
    groupsIn: (project) =>
      isServed(project)
        ? [...BUILT_IN_GROUPS, ...store.groups.all(project).map(({ group }) => group)]
        : [],
  };
}

export function personCaller(store: PeopleStore, user: User, by: SignedInBy, from: string): Caller {
  return {
    user: user.user,
    name: user.name,
    email: user.email,
    isOwner: store.isOwner(user),
    by,
    from,
    roleIn: (project) => store.roleOf(user, project),
    groupsIn: (project) => store.groupsOf(user, project),
  };
}

/** Never an owner: what concerns the whole server is done by persons. */
export function tokenCaller(store: PeopleStore, user: User, token: Token, from: string): Caller {
  const isWithin = (project: string): boolean => token.projects?.includes(project) ?? true;
  return {
    user: user.user,
    name: user.name,
    email: user.email,
    isOwner: false,
    by: 'token',
    token: `${token.name} (${token.hint}…)`,
    from,
    roleIn(project) {
      const role = isWithin(project) ? store.roleOf(user, project) : undefined;
      return role === undefined ? undefined : commonRole(role, token.role);
    },
    groupsIn: (project) => (isWithin(project) ? store.groupsOf(user, project) : []),
  };
}
