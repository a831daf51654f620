// The table of deliveries: what is to be sent, what came of each try, and when the next one is due.
import type { Database, Row } from '../store/database.ts';

export interface Delivery {
  readonly id: number;
  readonly webhook: string;
  readonly event: string;
  readonly run: string;
  readonly at: number;
  readonly body: string;
  readonly tries: number;
  readonly status: 'waiting' | 'delivered' | 'given-up';
  readonly answer: string | null;
  readonly nextTryAt: number | null;
}

export interface NewDelivery {
  readonly webhook: string;
  readonly event: string;
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly body: string;
  /** Why it is never sent. */
  readonly refused?: string | undefined;
}

/** The same notification for the same webhook is taken once. */
export function addDelivery(database: Database, given: NewDelivery, now: number): void {
  const { webhook, event, run, seq, at, body, refused } = given;
  database.run(
    'INSERT OR IGNORE INTO deliveries (webhook, event, run, seq, at, body, status, answer, next_try_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    webhook,
    event,
    run,
    seq,
    at,
    body,
    refused === undefined ? 'waiting' : 'given-up',
    refused ?? null,
    refused === undefined ? now : null,
  );
}

/** Those that are due, the oldest first. */
export function dueDeliveries(database: Database, now: number, limit: number): readonly Delivery[] {
  return database
    .all(
      "SELECT * FROM deliveries WHERE status = 'waiting' AND next_try_at <= ? ORDER BY id LIMIT ?",
      now,
      limit,
    )
    .map(deliveryOf);
}

/** When the next one is due; undefined when none waits. */
export function nextDueAt(database: Database): number | undefined {
  const row = database.one(
    "SELECT min(next_try_at) AS at FROM deliveries WHERE status = 'waiting'",
  );
  return row?.['at'] === null || row === undefined ? undefined : Number(row['at']);
}

export interface Tried {
  readonly status: Delivery['status'];
  readonly answer: string;
  readonly nextTryAt: number | undefined;
}

export function recordTry(database: Database, id: number, tried: Tried): void {
  database.run(
    'UPDATE deliveries SET tries = tries + 1, status = ?, answer = ?, next_try_at = ? WHERE id = ?',
    tried.status,
    tried.answer,
    tried.nextTryAt ?? null,
    id,
  );
}

/** Puts it at the end of the queue once more, with its tries counted anew; undefined when there is none. */
export function sendAgain(
  database: Database,
  webhook: string,
  id: number,
  now: number,
): Delivery | undefined {
  database.run(
    "UPDATE deliveries SET status = 'waiting', tries = 0, next_try_at = ? WHERE id = ? AND webhook = ?",
    now,
    id,
    webhook,
  );
  const row = database.one('SELECT * FROM deliveries WHERE id = ? AND webhook = ?', id, webhook);
  return row === undefined ? undefined : deliveryOf(row);
}

/** Newest first, those before an id. */
export function listDeliveries(
  database: Database,
  webhook: string,
  before: number,
  limit: number,
): readonly Delivery[] {
  return database
    .all(
      'SELECT * FROM deliveries WHERE webhook = ? AND id < ? ORDER BY id DESC LIMIT ?',
      webhook,
      before,
      limit,
    )
    .map(deliveryOf);
}

/** What is older than the newest `keep` of a webhook and waits for nothing goes. */
export function pruneDeliveries(database: Database, webhook: string, keep: number): void {
  database.run(
    "DELETE FROM deliveries WHERE webhook = ? AND status <> 'waiting' AND id <= (SELECT id FROM deliveries WHERE webhook = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
    webhook,
    webhook,
    keep,
  );
}

function deliveryOf(row: Row): Delivery {
  return {
    id: Number(row['id']),
    webhook: String(row['webhook']),
    event: String(row['event']),
    run: String(row['run']),
    at: Number(row['at']),
    body: String(row['body']),
    tries: Number(row['tries']),
    status: String(row['status']) as Delivery['status'],
    answer: row['answer'] === null ? null : String(row['answer']),
    nextTryAt: row['next_try_at'] === null ? null : Number(row['next_try_at']),
  };
}
