// The user groups of a project, as Harness names them: who is in them by name or by the identity provider's groups.
import type { Database, Row } from '../store/database.ts';
import type { User } from './users.ts';

export interface UserGroup {
  readonly group: string;
  readonly users: readonly string[];
  readonly claims: readonly string[];
}

export interface UserGroups {
  all(project: string): readonly UserGroup[];
  find(project: string, group: string): UserGroup | undefined;
  set(project: string, group: UserGroup): void;
  /** Answers whether there was one. */
  remove(project: string, group: string): boolean;
  /** Of all projects: who has the name one day is somebody else. */
  forget(user: string): void;
}

/** Everybody who has a role in the project is a member of these, as in Harness. */
export const BUILT_IN_GROUPS: readonly string[] = [
  'account._account_all_users',
  'org._organization_all_users',
  '_project_all_users',
];

export function userGroupsIn(database: Database): UserGroups {
  return {
    all: (project) =>
      database
        .all('SELECT * FROM user_groups WHERE project = ? ORDER BY name', project)
        .map(groupOf),
    find(project, group) {
      const row = database.one(
        'SELECT * FROM user_groups WHERE project = ? AND name = ?',
        project,
        group,
      );
      return row === undefined ? undefined : groupOf(row);
    },
    set(project, { group, users, claims }) {
      database.run(
        `INSERT INTO user_groups (project, name, users, claims) VALUES (?, ?, ?, ?)
         ON CONFLICT (project, name) DO UPDATE SET users = excluded.users, claims = excluded.claims`,
        project,
        group,
        JSON.stringify(users),
        JSON.stringify(claims),
      );
    },
    remove: (project, group) =>
      database.run('DELETE FROM user_groups WHERE project = ? AND name = ?', project, group) > 0,
    forget(user) {
      database.run(
        `UPDATE user_groups SET users = (
           SELECT json_group_array(value) FROM json_each(users) WHERE value <> ?)
         WHERE EXISTS (SELECT 1 FROM json_each(users) WHERE value = ?)`,
        user,
        user,
      );
    },
  };
}

export function isInGroup(group: UserGroup, user: Pick<User, 'user' | 'claims'>): boolean {
  return (
    group.users.includes(user.user) || group.claims.some((claim) => user.claims.includes(claim))
  );
}

function groupOf(row: Row): UserGroup {
  return {
    group: String(row['name']),
    users: JSON.parse(String(row['users'])),
    claims: JSON.parse(String(row['claims'])),
  };
}
