// The sessions of browsers: each a random secret in a cookie, kept as its hash, that ends when it rests or is old.
import type { Database } from '../store/database.ts';
import { hashOf, newSecret } from './secret.ts';

export interface Sessions {
  /** Answers the secret for the cookie. */
  begin(user: string, by: SignedInBy): string;
  /** Undefined when there is none, or not any more. Asking is being seen. */
  find(secret: string): { readonly user: string; readonly by: SignedInBy } | undefined;
  end(secret: string): void;
  /** All of a person, but the one that is named. */
  endAll(user: string, except?: string): void;
}

export type SignedInBy = 'password' | 'oidc';

export const SESSION_COOKIE = 'penstock_session';

const HOUR_MS = 3_600_000;
const SESSION_IDLE_MS = 12 * HOUR_MS;
export const SESSION_MAX_MS: number = 7 * 24 * HOUR_MS;
/** Written to disk no more often than this. */
const SEEN_EVERY_MS = 60_000;
const PER_USER_MAX = 20;

export function sessionsIn(
  database: Database,
  now: () => number,
  random: (bytes: number) => Uint8Array,
): Sessions {
  return {
    begin: (user, by) => database.transaction(() => begin(user, by)),
    find,
    end(secret) {
      database.run('DELETE FROM sessions WHERE hash = ?', hashOf(secret));
    },
    endAll(user, except) {
      const kept = except === undefined ? '' : hashOf(except);
      database.run('DELETE FROM sessions WHERE user = ? AND hash <> ?', user, kept);
    },
  };

  function begin(user: string, by: SignedInBy): string {
    const at = now();
    const secret = newSecret(random);
    database.run(
      'DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?',
      at,
      at - SESSION_IDLE_MS,
    );
    database.run(
      `DELETE FROM sessions WHERE hash IN (
         SELECT hash FROM sessions WHERE user = ? ORDER BY seen_at DESC LIMIT -1 OFFSET ${PER_USER_MAX - 1})`,
      user,
    );
    database.run(
      'INSERT INTO sessions (hash, user, by, created_at, expires_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)',
      secret.hash,
      user,
      by,
      at,
      at + SESSION_MAX_MS,
      at,
    );
    database.run('UPDATE users SET last_seen_at = ? WHERE user = ?', at, user);
    return secret.text;
  }

  function find(secret: string): { user: string; by: SignedInBy } | undefined {
    const hash = hashOf(secret);
    const row = database.one('SELECT * FROM sessions WHERE hash = ?', hash);
    if (row === undefined) return undefined;
    const at = now();
    const seenAt = Number(row['seen_at']);
    if (at >= Number(row['expires_at']) || at - seenAt >= SESSION_IDLE_MS) return undefined;
    const user = String(row['user']);
    if (at - seenAt >= SEEN_EVERY_MS) {
      database.transaction(() => {
        database.run('UPDATE sessions SET seen_at = ? WHERE hash = ?', at, hash);
        database.run('UPDATE users SET last_seen_at = ? WHERE user = ?', at, user);
      });
    }
    return { user, by: row['by'] === 'oidc' ? 'oidc' : 'password' };
  }
}
