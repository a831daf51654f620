// Who says a word, as the judges of words know people.
import type { Actor } from '../../app/person.ts';
import type { Caller } from '../people/caller.ts';

export function actorOf(caller: Caller, project: string): Actor {
  return {
    name: caller.user,
    groups: caller.groupsIn(project),
    ...(caller.email !== undefined && { email: caller.email }),
  };
}
