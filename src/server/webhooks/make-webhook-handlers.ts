// The routes of webhooks: made, removed, looked at, and sent once more.
import type { webhookRoutes } from '../../api/routes/webhooks.ts';
import type { Seal } from '../../app/seal.ts';
import type { ControlRoom } from '../control-room.ts';
import type { Answer, Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import { type Delivery, listDeliveries, sendAgain } from './delivery-table.ts';
import type { Postman } from './postman.ts';
import { refuseAddress } from './webhook-address.ts';
import {
  addWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  type Webhook,
} from './webhook-table.ts';

const SECRET_BYTES = 32;
const ID_BYTES = 9;
const WEBHOOKS_MAX = 50;

export function makeWebhookHandlers(
  room: ControlRoom,
  seal: Seal,
  postman: Pick<Postman, 'wake'>,
): Handlers<keyof typeof webhookRoutes> {
  const { database, clock } = room;
  const text = (bytes: number): string => Buffer.from(room.random(bytes)).toString('base64url');
  return {
    listWebhooks: async ({ params }) => listWebhooks(database, params.project).map(shown),
    createWebhook: async ({ params, body, caller }) => {
      const refusal = refuseAddress(body.url);
      if (refusal !== undefined) throw new ProblemError('bad-request', refusal);
      if (listWebhooks(database, params.project).length >= WEBHOOKS_MAX) {
        const why = `A project has at most ${WEBHOOKS_MAX} webhooks; remove one first. Nothing was made.`;
        throw new ProblemError('refused', why);
      }
      const secret = body.secret ?? text(SECRET_BYTES);
      const webhook: Webhook = {
        webhook: text(ID_BYTES),
        project: params.project,
        url: body.url,
        events: body.events,
        createdBy: caller.user,
        createdAt: clock.now(),
        isDisabled: false,
      };
      addWebhook(database, seal, webhook, secret);
      return { ...shown(webhook), secret };
    },
    deleteWebhook: async ({ params }) => {
      if (!removeWebhook(database, params.project, params.webhook)) throw notFound('webhook');
      return null;
    },
    listDeliveries: async ({ params, query }) => {
      wanted(room, params);
      const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor);
      if (!Number.isSafeInteger(before)) throw badCursor();
      const items = listDeliveries(database, params.webhook, before, query.limit);
      const last = items.length === query.limit ? items.at(-1) : undefined;
      return { items: items.map(shownDelivery), next: last === undefined ? null : String(last.id) };
    },
    redeliver: async ({ params }) => {
      wanted(room, params);
      const id = Number(params.delivery);
      const again = sendAgain(database, params.webhook, id, clock.now());
      if (again === undefined) throw notFound('delivery');
      postman.wake();
      return shownDelivery(again);
    },
  };
}

function wanted(
  { database }: ControlRoom,
  { project, webhook }: { readonly project: string; readonly webhook: string },
): void {
  if (findWebhook(database, project, webhook) === undefined) throw notFound('webhook');
}

function shown({ project: _, events, ...rest }: Webhook): Answer<'listWebhooks'>[number] {
  return { ...rest, events: [...events] };
}

function shownDelivery({ id, webhook: _, ...rest }: Delivery): Answer<'redeliver'> {
  return { delivery: String(id), ...rest };
}

function notFound(what: string): ProblemError {
  return new ProblemError('not-found', `There is no such ${what} in this project.`);
}

function badCursor(): ProblemError {
  return new ProblemError(
    'bad-request',
    'The cursor is none that this list has answered. Leave it out to begin with the newest.',
  );
}
