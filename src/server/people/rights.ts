// What a role allows, and what is left of it behind a token's cap.
import type { Need } from '../../api/route-definition.ts';
import type { Role } from './caller.ts';

export type RoleNeed = Role & Need;

/** Who deploys does not approve, and who approves does not deploy; an admin does both. */
const ROLES_FOR: Readonly<Record<RoleNeed, readonly Role[]>> = {
  viewer: ['viewer', 'operator', 'approver', 'admin'],
  operator: ['operator', 'admin'],
  approver: ['approver', 'admin'],
  admin: ['admin'],
};

export function isRoleNeed(need: Need): need is RoleNeed {
  return Object.hasOwn(ROLES_FOR, need);
}

export function rolesFor(need: RoleNeed): readonly Role[] {
  return ROLES_FOR[need];
}

/** The most that both allow: operator and approver have only looking in common. */
export function commonRole(left: Role, right: Role): Role {
  if (left === right || right === 'admin') return left;
  return left === 'admin' ? right : 'viewer';
}
