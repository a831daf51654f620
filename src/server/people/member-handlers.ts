// The handlers of a project's roles and user groups.
import type { z } from 'zod';
import type { memberSchema } from '../../api/routes/people.ts';
import type { Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import type { PeopleStore } from './people-store.ts';
import type { UserGroup } from './user-groups.ts';
import { knownUser } from './user-handlers.ts';
import { refuseBadGroup } from './user-name.ts';
import type { User } from './users.ts';

type MemberRoute =
  | 'listMembers'
  | 'setMember'
  | 'deleteMember'
  | 'listGroups'
  | 'setGroup'
  | 'deleteGroup';
type Member = z.output<typeof memberSchema>;

const GROUPS_MAX = 500;

export function makeMemberHandlers(store: PeopleStore): Handlers<MemberRoute> {
  return {
    listMembers: async ({ params }) =>
      store.users.all().flatMap((user) => memberOf(store, user, params.project) ?? []),
    async setMember({ params, body, note }) {
      const user = knownUser(store, params.user);
      const before = store.members.roleOf(params.project, user.user) ?? null;
      store.members.set(params.project, user.user, body.role);
      note({ user: user.user, role: before }, { user: user.user, role: body.role });
      return { user: user.user, name: user.name, role: body.role, by: 'given' };
    },
    async deleteMember({ params, note }) {
      const before = store.members.roleOf(params.project, params.user);
      if (before === undefined || !store.members.remove(params.project, params.user)) {
        throw new ProblemError(
          'not-found',
          `${params.user} has been given no role in ${params.project}. Nothing was done; what an owner of the server may, or whom an identity provider’s groups name, is not decided here.`,
        );
      }
      note({ user: params.user, role: before }, { user: params.user, role: null });
      return null;
    },
    listGroups: async ({ params }) => store.groups.all(params.project).map(groupAnswer),
    async setGroup({ params, body, note }) {
      refuseBadGroup(params.group);
      const before = store.groups.find(params.project, params.group);
      if (before === undefined) refuseTooMany(store, params.project);
      const after = {
        group: params.group,
        users: [...new Set(body.users)],
        claims: [...new Set(body.claims)],
      };
      store.groups.set(params.project, after);
      note(before ?? null, after);
      return after;
    },
    async deleteGroup({ params, note }) {
      const before = store.groups.find(params.project, params.group);
      if (before === undefined || !store.groups.remove(params.project, params.group)) {
        throw new ProblemError(
          'not-found',
          `There is no user group ${params.group} in ${params.project}. Nothing was done.`,
        );
      }
      note(before, null);
      return null;
    },
  };
}

function memberOf(store: PeopleStore, user: User, project: string): Member | undefined {
  const role = store.roleOf(user, project);
  if (role === undefined || user.isDisabled) return undefined;
  const isGiven = store.members.roleOf(project, user.user) !== undefined;
  const by = store.isOwner(user) ? 'owner' : isGiven ? 'given' : 'identity-provider';
  return { user: user.user, name: user.name, role, by };
}

function groupAnswer({ group, users, claims }: UserGroup): {
  group: string;
  users: string[];
  claims: string[];
} {
  return { group, users: [...users], claims: [...claims] };
}

function refuseTooMany(store: PeopleStore, project: string): void {
  if (store.groups.all(project).length < GROUPS_MAX) return;
  throw new ProblemError(
    'refused',
    `There are ${GROUPS_MAX} user groups in ${project}, which is the most. Nothing was made: remove some.`,
  );
}
