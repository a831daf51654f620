// The audit trail: who did what, when and from where, what it changed and what came of it; only ever added to.
import type { z } from 'zod';
import type { auditSchema } from '../../api/routes/people.ts';
import type { AuditEntry } from '../guard.ts';
import type { Database, Row } from '../store/database.ts';
import { auditJson } from './audit-json.ts';

export interface AuditTrail {
  /** On disk when it returns. */
  add(entry: AuditEntry): void;
  /** Newest first; `next` is the cursor of the next part. */
  page(wanted: AuditQuery): AuditPage;
}

export interface AuditQuery {
  readonly project?: string | undefined;
  readonly run?: string | undefined;
  readonly who?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export type Audited = z.output<typeof auditSchema>;

export interface AuditPage {
  readonly items: Audited[];
  readonly next: string | null;
}

const TEXT_MAX = 300;
/** Of refused calls by nobody: an attacker shall not fill the disk. */
const NOBODYS_MAX = 200;
const NOBODYS_MS = 60_000;

export function auditTrailIn(database: Database, now: () => number): AuditTrail {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  const insert = (entry: AuditEntry): void => {
    const { caller } = entry;
    database.run(
      `INSERT INTO audit (at, who, how, origin, what, project, run, outcome, before, after)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      now(),
      cut(caller.user),
      cut(caller.token === undefined ? caller.by : `token ${caller.token}`),
      cut(caller.from),
      cut(entry.what),
      entry.project === undefined ? null : cut(entry.project),
      entry.run === undefined ? null : cut(entry.run),
      cut(entry.outcome),
      auditJson(entry.before),
      auditJson(entry.after),
    );
  };
  return {
    add(entry) {
      if (entry.caller.by !== 'nobody' || entry.outcome === 'done') {
        insert(entry);
        return;
      }
      if (now() - since >= NOBODYS_MS) {
        since = now();
        count = 0;
      }
      count++;
      if (count < NOBODYS_MAX) insert(entry);
      // The reader is told that there were more; how many more would need a later entry.
      if (count === NOBODYS_MAX) insert({ ...entry, outcome: 'too-many-to-list' });
    },
    page: (wanted) => page(database, wanted),
  };
}

function page(database: Database, wanted: AuditQuery): AuditPage {
  const filters: [string, string | number | undefined][] = [
    ['project = ?', wanted.project],
    ['run = ?', wanted.run],
    ['who = ?', wanted.who],
    ['id < ?', wanted.cursor === undefined ? undefined : Number(wanted.cursor)],
  ];
  const used = filters.flatMap(([text, value]) => (value === undefined ? [] : [{ text, value }]));
  const where = used.length === 0 ? '' : `WHERE ${used.map(({ text }) => text).join(' AND ')}`;
  const rows = database.all(
    `SELECT * FROM audit ${where} ORDER BY id DESC LIMIT ?`,
    ...used.map(({ value }) => value),
    wanted.limit + 1,
  );
  const items = rows.slice(0, wanted.limit).map(auditedOf);
  return { items, next: rows.length > wanted.limit ? (items.at(-1)?.id ?? null) : null };
}

function auditedOf(row: Row): Audited {
  const textOf = (column: string): string | null => {
    const value = row[column];
    return typeof value === 'string' ? value : null;
  };
  return {
    id: String(row['id']),
    at: Number(row['at']),
    who: String(row['who']),
    how: String(row['how']),
    from: String(row['origin']),
    what: String(row['what']),
    project: textOf('project'),
    run: textOf('run'),
    outcome: String(row['outcome']),
    before: JSON.parse(String(row['before'])),
    after: JSON.parse(String(row['after'])),
  };
}

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}
