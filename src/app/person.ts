// Who acts at the command line: the operating system's user, with the groups the project gives.
import { userInfo } from 'node:os';

export interface Person {
  readonly name: string;
  /** Harness's names of the groups, such as `account._account_all_users` or `payments_sre`. */
  readonly groups: readonly string[];
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

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
