// The floor of every durable engine on this disk: SQLite commits with full sync and nothing around them.
import { DatabaseSync } from 'node:sqlite';

export interface BareCommits {
  /** How long so many commits take, one row of the size of an event each. */
  measureMs(commits: number): number;
  close(): void;
}

export function bareCommits(file: string): BareCommits {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE entry (id INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO entry (body) VALUES (?)');
  const body = 'x'.repeat(300);
  return {
    measureMs: (commits) => {
      const startedAt = performance.now();
      for (let done = 0; done < commits; done += 1) insert.run(body);
      return performance.now() - startedAt;
    },
    close: () => database.close(),
  };
}
