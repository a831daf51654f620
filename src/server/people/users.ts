// The users as the server's database keeps them.
import type { Database, Row } from '../store/database.ts';

export interface User {
  readonly user: string;
  readonly name: string;
  readonly email: string | undefined;
  /** Hashed; undefined for who signs in at an identity provider. */
  readonly password: string | undefined;
  /** Issuer and subject at the identity provider, with a space between. */
  readonly subject: string | undefined;
  /** As it was given here; an identity provider's groups may make an owner too. */
  readonly isOwner: boolean;
  readonly isDisabled: boolean;
  /** The groups that the identity provider named at the last sign-in. */
  readonly claims: readonly string[];
  readonly createdAt: number;
  readonly lastSeenAt: number | undefined;
}

export interface Users {
  find(user: string): User | undefined;
  findBySubject(subject: string): User | undefined;
  all(): readonly User[];
  count(): number;
  /** Puts in a new one, or all of a known one. */
  put(user: User): void;
  remove(user: string): void;
}

export function usersIn(database: Database): Users {
  return {
    find: (user) => read(database.one('SELECT * FROM users WHERE user = ?', user)),
    findBySubject: (subject) =>
      read(database.one('SELECT * FROM users WHERE subject = ?', subject)),
    all: () => database.all('SELECT * FROM users ORDER BY user').map(userOf),
    count: () => Number(database.one('SELECT count(*) AS n FROM users')?.['n']),
    put: (user) => put(database, user),
    remove: (user) => {
      database.run('DELETE FROM users WHERE user = ?', user);
    },
  };
}

function put(database: Database, user: User): void {
  database.run(
    `INSERT INTO users (user, name, email, password, subject, is_owner, is_disabled, claims, created_at, last_seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (user) DO UPDATE SET name = excluded.name, email = excluded.email,
       password = excluded.password, subject = excluded.subject, is_owner = excluded.is_owner,
       is_disabled = excluded.is_disabled, claims = excluded.claims, last_seen_at = excluded.last_seen_at`,
    user.user,
    user.name,
    user.email ?? null,
    user.password ?? null,
    user.subject ?? null,
    Number(user.isOwner),
    Number(user.isDisabled),
    JSON.stringify(user.claims),
    user.createdAt,
    user.lastSeenAt ?? null,
  );
}

function read(row: Row | undefined): User | undefined {
  return row === undefined ? undefined : userOf(row);
}

function userOf(row: Row): User {
  const textOf = (column: string): string | undefined => {
    const value = row[column];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    user: String(row['user']),
    name: String(row['name']),
    email: textOf('email'),
    password: textOf('password'),
    subject: textOf('subject'),
    isOwner: row['is_owner'] === 1,
    isDisabled: row['is_disabled'] === 1,
    claims: JSON.parse(String(row['claims'])),
    createdAt: Number(row['created_at']),
    lastSeenAt: row['last_seen_at'] === null ? undefined : Number(row['last_seen_at']),
  };
}
