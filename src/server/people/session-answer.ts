// A caller as the pages see themselves: who they are, and their role and groups in each project.
import type { Session } from '../../api/routes/sessions.ts';
import type { Caller } from './caller.ts';
import type { PeopleStore } from './people-store.ts';

export function sessionAnswer(store: PeopleStore, caller: Caller): Session {
  if (caller.by === 'nobody') throw new Error('nobody has no session');
  return {
    user: caller.user,
    name: caller.name,
    email: caller.email ?? null,
    isOwner: caller.isOwner,
    by: caller.by,
    projects: store.projects.flatMap(({ id }) => {
      const role = caller.roleIn(id);
      return role === undefined ? [] : [{ project: id, role, groups: [...caller.groupsIn(id)] }];
    }),
  };
}
