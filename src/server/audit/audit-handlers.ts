// The handlers that show the audit trail: of a project, and of the whole server.
import type { Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import type { AuditTrail } from './audit-trail.ts';

export function makeAuditHandlers(trail: AuditTrail): Handlers<'listAudit' | 'listProjectAudit'> {
  return {
    async listProjectAudit({ params, query }) {
      refuseBadCursor(query.cursor);
      return trail.page({ ...query, project: params.project });
    },
    async listAudit({ query }) {
      refuseBadCursor(query.cursor);
      return trail.page(query);
    },
  };
}

function refuseBadCursor(cursor: string | undefined): void {
  if (cursor === undefined || /^\d{1,15}$/.test(cursor)) return;
  throw new ProblemError(
    'bad-request',
    'The cursor is none that this list has answered. Begin without one.',
  );
}
