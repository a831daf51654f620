// Who has been given which role in which project.
import { roleSchema } from '../../api/routes/sessions.ts';
import type { Database } from '../store/database.ts';
import type { Role } from './caller.ts';

export interface Members {
  roleOf(project: string, user: string): Role | undefined;
  set(project: string, user: string, role: Role): void;
  /** Answers whether there was one. */
  remove(project: string, user: string): boolean;
}

export function membersIn(database: Database): Members {
  return {
    roleOf(project, user) {
      const row = database.one(
        'SELECT role FROM members WHERE project = ? AND user = ?',
        project,
        user,
      );
      return row === undefined ? undefined : roleSchema.parse(row['role']);
    },
    set(project, user, role) {
      database.run(
        `INSERT INTO members (project, user, role) VALUES (?, ?, ?)
         ON CONFLICT (project, user) DO UPDATE SET role = excluded.role`,
        project,
        user,
        role,
      );
    },
    remove: (project, user) =>
      database.run('DELETE FROM members WHERE project = ? AND user = ?', project, user) > 0,
  };
}
