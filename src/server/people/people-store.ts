// All that the server keeps of people, and what follows from it: who is an owner, and who has which role and groups where.
import type { ControlRoom, ServedProject } from '../control-room.ts';
import type { Role } from './caller.ts';
import { type FirstLink, firstLinkIn } from './first-link.ts';
import { type Members, membersIn } from './members.ts';
import type { OidcProvider, PeopleSettings } from './people-settings.ts';
import { type Sessions, sessionsIn } from './sessions.ts';
import { type Tokens, tokensIn } from './tokens.ts';
import { BUILT_IN_GROUPS, isInGroup, type UserGroups, userGroupsIn } from './user-groups.ts';
import { type User, type Users, usersIn } from './users.ts';

export type PeopleRoom = Pick<ControlRoom, 'database' | 'projects' | 'clock' | 'random'>;

export interface PeopleStore {
  readonly users: Users;
  readonly members: Members;
  readonly groups: UserGroups;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly firstLink: FirstLink;
  readonly settings: PeopleSettings;
  readonly projects: readonly ServedProject[];
  now(): number;
  transaction<Result>(work: () => Result): Result;
  isOwner(user: User): boolean;
  /** An owner is admin everywhere; else what was given here, else what the identity provider's groups mean. */
  roleOf(user: User, project: string): Role | undefined;
  /** Built-in groups included; none without a role. */
  groupsOf(user: User, project: string): readonly string[];
}

export function peopleStoreIn(room: PeopleRoom, settings: PeopleSettings): PeopleStore {
  const { database, clock, random } = room;
  // As it is kept: what was made just now is not older than now.
  const now = (): number => Math.floor(clock.now());
  const members = membersIn(database);
  const groups = userGroupsIn(database);
  const isOwner = (user: User): boolean => {
    const owners = providerOf(user, settings)?.owners ?? [];
    return user.isOwner || owners.some((group) => user.claims.includes(group));
  };
  const roleOf = (user: User, project: string): Role | undefined => {
    if (!room.projects.some(({ id }) => id === project)) return undefined;
    if (isOwner(user)) return 'admin';
    return members.roleOf(project, user.user) ?? mappedRole(user, project, settings);
  };
  return {
    users: usersIn(database),
    members,
    groups,
    sessions: sessionsIn(database, now, random),
    tokens: tokensIn(database, now, random),
    firstLink: firstLinkIn(database, now, random),
    settings,
    projects: room.projects,
    now,
    transaction: (work) => database.transaction(work),
    isOwner,
    roleOf,
    groupsOf(user, project) {
      if (roleOf(user, project) === undefined) return [];
      const counted = { user: user.user, claims: claimsOf(user, settings) };
      const own = groups.all(project).filter((group) => isInGroup(group, counted));
      return [...BUILT_IN_GROUPS, ...own.map(({ group }) => group)];
    },
  };
}

function providerOf(user: User, settings: PeopleSettings): OidcProvider | undefined {
  return settings.oidc.find(({ issuer }) => user.subject?.startsWith(`${issuer} `));
}

/** What a provider said counts only while it is in the settings. */
function claimsOf(user: User, settings: PeopleSettings): readonly string[] {
  return providerOf(user, settings) === undefined ? [] : user.claims;
}

function mappedRole(user: User, project: string, settings: PeopleSettings): Role | undefined {
  const lines = providerOf(user, settings)?.roles ?? [];
  return lines.find(
    ({ group, projects }) =>
      user.claims.includes(group) && (projects === undefined || projects.includes(project)),
  )?.role;
}
