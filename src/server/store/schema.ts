// The tables of the server's own database; each entry is one format's step from the one before.
export const SCHEMA_STEPS: readonly string[] = [
  `
  CREATE TABLE users (
    user TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT, password TEXT, subject TEXT UNIQUE,
    is_owner INTEGER NOT NULL, is_disabled INTEGER NOT NULL DEFAULT 0,
    claims TEXT NOT NULL DEFAULT '[]', created_at INTEGER NOT NULL, last_seen_at INTEGER
  ) STRICT;
  CREATE TABLE members (
    project TEXT NOT NULL, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, role TEXT NOT NULL,
    PRIMARY KEY (project, user)
  ) STRICT;
  CREATE TABLE user_groups (
    project TEXT NOT NULL, name TEXT NOT NULL, users TEXT NOT NULL, claims TEXT NOT NULL,
    PRIMARY KEY (project, name)
  ) STRICT;
  CREATE TABLE sessions (
    hash TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE, by TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    name TEXT NOT NULL, hint TEXT NOT NULL, role TEXT NOT NULL, projects TEXT,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, last_used_at INTEGER
  ) STRICT;
  CREATE TABLE first_links (hash TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, how TEXT NOT NULL,
    origin TEXT NOT NULL, what TEXT NOT NULL, project TEXT, run TEXT, outcome TEXT NOT NULL,
    before TEXT NOT NULL, after TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_project ON audit (project, id);
  CREATE TABLE idempotency (
    caller TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (caller, key)
  ) STRICT;
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY, project TEXT NOT NULL, url TEXT NOT NULL, events TEXT NOT NULL,
    secret BLOB NOT NULL, created_by TEXT NOT NULL, created_at INTEGER NOT NULL, is_disabled INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, webhook TEXT NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    event TEXT NOT NULL, run TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL, answer TEXT, next_try_at INTEGER,
    UNIQUE (webhook, run, seq, event)
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (status, next_try_at);
  `,
  `
  CREATE INDEX audit_run ON audit (project, run, id);
  CREATE INDEX audit_who ON audit (who, id);
  CREATE TRIGGER audit_stays_as_written BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
  CREATE TRIGGER audit_stays BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
  CREATE INDEX sessions_user ON sessions (user);
  CREATE INDEX tokens_user ON tokens (user);
  `,
  `
  CREATE TABLE told (run TEXT PRIMARY KEY, length INTEGER NOT NULL) STRICT;
  `,
  `
  CREATE TABLE queued_starts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, request TEXT NOT NULL,
    started_by TEXT NOT NULL, queued_at INTEGER NOT NULL, newest_run INTEGER
  ) STRICT;
  CREATE TABLE servers (
    here INTEGER PRIMARY KEY CHECK (here = 1), owner TEXT NOT NULL, url TEXT NOT NULL, seen_at INTEGER NOT NULL
  ) STRICT;
  `,
];
