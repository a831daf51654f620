// The handlers of users, tokens, roles, groups and the audit trail.
import type { peopleRoutes } from '../../api/routes/people.ts';
import { makeAuditHandlers } from '../audit/audit-handlers.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Handlers } from '../handler.ts';
import { makeMemberHandlers } from './member-handlers.ts';
import type { SignInParts } from './session-handlers.ts';
import { makeTokenHandlers } from './token-handlers.ts';
import { makeUserHandlers } from './user-handlers.ts';

export function makePeopleHandlers(
  parts: SignInParts,
  trail: AuditTrail,
): Handlers<keyof typeof peopleRoutes> {
  return {
    ...makeUserHandlers(parts),
    ...makeTokenHandlers(parts.store),
    ...makeMemberHandlers(parts.store),
    ...makeAuditHandlers(trail),
  };
}
