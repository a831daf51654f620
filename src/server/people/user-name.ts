// Which names users and groups may have.
import { ProblemError } from '../problem-error.ts';
import { OPEN_USER } from './make-caller.ts';
import { BUILT_IN_GROUPS } from './user-groups.ts';

const RESERVED: readonly string[] = [OPEN_USER, 'nobody', 'penstock'];
const GROUP = /^[A-Za-z_][A-Za-z0-9_$.-]{0,127}$/;

export function isReservedName(user: string): boolean {
  return RESERVED.includes(user);
}

export function refuseReservedName(user: string): void {
  if (!isReservedName(user)) return;
  throw new ProblemError(
    'bad-request',
    `The name ${user} is kept for the server itself. Nothing was made: choose another.`,
  );
}

export function refuseBadGroup(group: string): void {
  if (BUILT_IN_GROUPS.includes(group)) {
    throw new ProblemError(
      'refused',
      `Everybody with a role in the project is in ${group}: it cannot be changed. Nothing was done.`,
    );
  }
  if (GROUP.test(group)) return;
  throw new ProblemError(
    'bad-request',
    'A user group’s name begins with a letter and has letters, digits, dots, dashes, _ and $ only, at most 128. Nothing was done.',
  );
}
