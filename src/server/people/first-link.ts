// The one-time secret that makes the first administrator while the server has no users.
import type { Database } from '../store/database.ts';
import { hashOf, newSecret } from './secret.ts';

export interface FirstLink {
  /** The path that the server prints at its start; undefined once there are users. Ends what was printed before. */
  renew(): string | undefined;
  isValid(secret: string): boolean;
  /** Inside the transaction that makes the user. */
  end(): void;
}

const VALID_MS = 86_400_000;

export function firstLinkIn(
  database: Database,
  now: () => number,
  random: (bytes: number) => Uint8Array,
): FirstLink {
  const end = (): void => {
    database.run('DELETE FROM first_links');
  };
  return {
    renew: () =>
      database.transaction(() => {
        end();
        if (database.one('SELECT user FROM users LIMIT 1') !== undefined) return undefined;
        const { text, hash } = newSecret(random);
        database.run('INSERT INTO first_links (hash, created_at) VALUES (?, ?)', hash, now());
        // Behind the hash: browsers send it to nobody, and it stands in no log of a proxy.
        return `/first#secret=${text}`;
      }),
    isValid(secret) {
      const row = database.one('SELECT created_at FROM first_links WHERE hash = ?', hashOf(secret));
      return row !== undefined && now() - Number(row['created_at']) < VALID_MS;
    },
    end,
  };
}
