// API tokens: random secrets with a role, projects and an end, each at most what its owner may at the time of use.
import { roleSchema } from '../../api/routes/sessions.ts';
import type { Database, Row } from '../store/database.ts';
import type { Role } from './caller.ts';
import { hashOf, newSecret } from './secret.ts';

export interface Token {
  readonly token: string;
  readonly user: string;
  readonly name: string;
  readonly hint: string;
  readonly role: Role;
  /** Undefined for all projects of its owner. */
  readonly projects: readonly string[] | undefined;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | undefined;
}

export interface Tokens {
  /** `secret` is not to be had again. */
  make(wish: TokenWish): { readonly token: Token; readonly secret: string };
  /** Expired ones too, so that their owner can be told. */
  find(secret: string): Token | undefined;
  /** Notes that it was used. */
  used(token: Token): void;
  of(user: string): readonly Token[];
  /** Answers whether that person had it. */
  remove(user: string, token: string): boolean;
  removeAll(user: string): void;
}

export type TokenWish = Pick<Token, 'user' | 'name' | 'role' | 'projects' | 'expiresAt'>;

const TOKEN_PREFIX = 'pst_';

const HINT_LENGTH = 8;
const ID_BYTES = 9;
/** Written to disk no more often than this. */
const USED_EVERY_MS = 60_000;

export function tokensIn(
  database: Database,
  now: () => number,
  random: (bytes: number) => Uint8Array,
): Tokens {
  return {
    make(wish) {
      const secret = newSecret(random, TOKEN_PREFIX);
      const token: Token = {
        ...wish,
        token: Buffer.from(random(ID_BYTES)).toString('base64url'),
        hint: secret.text.slice(0, HINT_LENGTH),
        createdAt: now(),
        lastUsedAt: undefined,
      };
      insert(database, token, secret.hash);
      return { token, secret: secret.text };
    },
    find(secret) {
      const row = database.one('SELECT * FROM tokens WHERE hash = ?', hashOf(secret));
      return row === undefined ? undefined : tokenOf(row);
    },
    used({ token, user, lastUsedAt }) {
      const at = now();
      if (lastUsedAt !== undefined && at - lastUsedAt < USED_EVERY_MS) return;
      database.transaction(() => {
        database.run('UPDATE tokens SET last_used_at = ? WHERE id = ?', at, token);
        database.run('UPDATE users SET last_seen_at = ? WHERE user = ?', at, user);
      });
    },
    of: (user) =>
      database
        .all('SELECT * FROM tokens WHERE user = ? ORDER BY created_at DESC, id', user)
        .map(tokenOf),
    remove: (user, token) =>
      database.run('DELETE FROM tokens WHERE user = ? AND id = ?', user, token) > 0,
    removeAll(user) {
      database.run('DELETE FROM tokens WHERE user = ?', user);
    },
  };
}

function insert(database: Database, token: Token, hash: string): void {
  database.run(
    `INSERT INTO tokens (id, hash, user, name, hint, role, projects, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.token,
    hash,
    token.user,
    token.name,
    token.hint,
    token.role,
    token.projects === undefined ? null : JSON.stringify(token.projects),
    token.createdAt,
    token.expiresAt,
  );
}

function tokenOf(row: Row): Token {
  const projects = row['projects'];
  return {
    token: String(row['id']),
    user: String(row['user']),
    name: String(row['name']),
    hint: String(row['hint']),
    role: roleSchema.parse(row['role']),
    projects: typeof projects === 'string' ? JSON.parse(projects) : undefined,
    createdAt: Number(row['created_at']),
    expiresAt: Number(row['expires_at']),
    lastUsedAt: row['last_used_at'] === null ? undefined : Number(row['last_used_at']),
  };
}
