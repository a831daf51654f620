// The table of webhooks: who is told of what in which project; their secrets stand in it sealed.
import type { Seal } from '../../app/seal.ts';
import type { Database, Row } from '../store/database.ts';
import type { NotificationEvent } from './notification-of.ts';

export interface Webhook {
  readonly webhook: string;
  readonly project: string;
  readonly url: string;
  readonly events: readonly NotificationEvent[];
  readonly createdBy: string;
  readonly createdAt: number;
  readonly isDisabled: boolean;
}

export function addWebhook(database: Database, seal: Seal, webhook: Webhook, secret: string): void {
  database.run(
    'INSERT INTO webhooks (id, project, url, events, secret, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    webhook.webhook,
    webhook.project,
    webhook.url,
    JSON.stringify(webhook.events),
    Buffer.from(seal.seal(secret)),
    webhook.createdBy,
    webhook.createdAt,
  );
}

export function listWebhooks(database: Database, project: string): readonly Webhook[] {
  return database
    .all('SELECT * FROM webhooks WHERE project = ? ORDER BY created_at, id', project)
    .map(webhookOf);
}

export function findWebhook(database: Database, project: string, id: string): Webhook | undefined {
  const row = database.one('SELECT * FROM webhooks WHERE project = ? AND id = ?', project, id);
  return row === undefined ? undefined : webhookOf(row);
}

export function removeWebhook(database: Database, project: string, id: string): boolean {
  return database.run('DELETE FROM webhooks WHERE project = ? AND id = ?', project, id) > 0;
}

/** Where to send and with what to sign; undefined when it was removed or its secret cannot be opened. */
export function targetOf(
  database: Database,
  seal: Seal,
  id: string,
): { readonly url: string; readonly secret: string } | undefined {
  const row = database.one('SELECT url, secret FROM webhooks WHERE id = ?', id);
  if (row === undefined) return undefined;
  const secret = seal.open(Buffer.from(row['secret'] as Uint8Array).toString());
  return secret === undefined ? undefined : { url: String(row['url']), secret };
}

function webhookOf(row: Row): Webhook {
  return {
    webhook: String(row['id']),
    project: String(row['project']),
    url: String(row['url']),
    events: JSON.parse(String(row['events'])) as readonly NotificationEvent[],
    createdBy: String(row['created_by']),
    createdAt: Number(row['created_at']),
    isDisabled: Number(row['is_disabled']) === 1,
  };
}
