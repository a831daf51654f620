// Who acts: somebody the caller has named, or at the command line the operating system's user.
import { userInfo } from 'node:os';

export interface Person {
  readonly name: string;
  /** Harness's names of the groups, such as `account._account_all_users` or `payments_sre`. */
  readonly groups: readonly string[];
}

/** Somebody whom the caller knows, in place of the operating system's user. */
export interface Actor extends Person {
  /** Approvals may name people by it. */
  readonly email?: string;
}

/** Everybody is a member of these, as in Harness. */
const BUILT_IN = [
  'account._account_all_users',
  'org._organization_all_users',
  '_project_all_users',
];

export function currentPerson(groups: readonly string[]): Person {
  return { name: userName(), groups: [...BUILT_IN, ...groups] };
}

/** The one who is named, or else the operating system's user. */
export function whoActs(actor: Actor | undefined): Actor {
  return actor ?? { name: userName(), groups: [] };
}

/** All groups of somebody: the built-in ones, their own, and those that the project gives to name or email. */
export function allGroupsOf(
  { name, email, groups }: Actor,
  groupsOf: (person: string) => readonly string[],
): readonly string[] {
  const byEmail = email === undefined || email === name ? [] : groupsOf(email);
  return [...new Set([...BUILT_IN, ...groups, ...groupsOf(name), ...byEmail])];
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
