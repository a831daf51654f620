// Turns what journals record into deliveries: for every webhook of the run's project that wants the event.
import type { Grown } from '../journal-tail.ts';
import type { Database } from '../store/database.ts';
import { addDelivery, pruneDeliveries } from './delivery-table.ts';
import { type Notification, notificationsOf } from './notification-of.ts';
import { refuseInWorld } from './webhook-address.ts';
import { listWebhooks, type Webhook } from './webhook-table.ts';

const KEPT = 1_000;

/** In the caller's transaction; answers how many were added. */
export function announce(
  database: Database,
  grown: Grown,
  project: string,
  pageUrl: string,
  now: number,
): number {
  const webhooks = listWebhooks(database, project).filter(({ isDisabled }) => !isDisabled);
  if (webhooks.length === 0) return 0;
  let added = 0;
  for (const notification of notificationsOf(grown)) {
    const body = JSON.stringify({ project, ...notification, url: pageUrl });
    for (const webhook of webhooks.filter((each) => wants(each, notification))) {
      const { event, run, seq, at, world } = notification;
      const refused = refuseInWorld(webhook.url, world);
      addDelivery(database, { webhook: webhook.webhook, event, run, seq, at, body, refused }, now);
      added += 1;
    }
  }
  if (added > 0) for (const { webhook } of webhooks) pruneDeliveries(database, webhook, KEPT);
  return added;
}

function wants({ events }: Webhook, { event }: Notification): boolean {
  return events.includes('AllEvents') || events.includes(event);
}
