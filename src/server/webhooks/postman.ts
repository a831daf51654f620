// The postman: sends what is due, a few at a time, and tries again later what was not taken.
import type { Seal } from '../../app/seal.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Database } from '../store/database.ts';
import { type Delivery, dueDeliveries, nextDueAt, recordTry } from './delivery-table.ts';
import { type Sent, send } from './send.ts';
import { targetOf } from './webhook-table.ts';

export interface PostmanOptions {
  readonly database: Database;
  readonly seal: Seal;
  readonly clock: Clock;
  /** From 0 to below 1: tries of many deliveries are spread. */
  readonly chance: () => number;
  onTried?(status: Delivery['status'] | 'failed'): void;
}

export interface Postman {
  /** Something new may be due. */
  wake(): void;
  close(): Promise<void>;
}

/** Over about nine hours. */
const PAUSES_MS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 18_000].map((seconds) => seconds * 1_000);
const AT_ONCE = 8;
const LOOK_MS = 60_000;

export function startPostman(options: PostmanOptions): Postman {
  const { database, clock } = options;
  const closing = new AbortController();
  let cancel = (): void => undefined;
  let working: Promise<void> | undefined;
  let isWoken = false;
  const round = async (): Promise<void> => {
    do {
      isWoken = false;
      const due = dueDeliveries(database, clock.now(), AT_ONCE);
      await Promise.all(due.map((each) => attempt(each, options, closing.signal)));
      if (due.length > 0) isWoken = true;
    } while (isWoken && !closing.signal.aborted);
  };
  const wake = (): void => {
    isWoken = true;
    if (working !== undefined || closing.signal.aborted) return;
    cancel();
    working = round().finally(() => {
      working = undefined;
      if (closing.signal.aborted) return;
      const nextAt = nextDueAt(database) ?? Number.POSITIVE_INFINITY;
      cancel = clock.after(Math.min(LOOK_MS, Math.max(0, nextAt - clock.now())), wake);
    });
  };
  wake();
  return {
    wake,
    close: async () => {
      closing.abort();
      cancel();
      await working;
    },
  };
}

async function attempt(
  delivery: Delivery,
  { database, seal, clock, chance, onTried }: PostmanOptions,
  signal: AbortSignal,
): Promise<void> {
  const target = targetOf(database, seal, delivery.webhook);
  const { event, body } = delivery;
  const sending = { event, body, delivery: String(delivery.id), now: clock.now(), signal };
  const sent: Sent =
    target === undefined
      ? { isDelivered: false, isFinal: true, answer: 'its secret cannot be opened any more' }
      : await send({ ...sending, ...target });
  // A try that closing has cut is none: it is sent again at the next start.
  if (signal.aborted && !sent.isDelivered) return;
  const pauseMs = PAUSES_MS[delivery.tries];
  const isOver = sent.isDelivered || sent.isFinal || pauseMs === undefined;
  const status = sent.isDelivered ? 'delivered' : isOver ? 'given-up' : 'waiting';
  const nextTryAt = isOver ? undefined : clock.now() + Math.round(pauseMs * (0.75 + chance() / 2));
  recordTry(database, delivery.id, { status, answer: sent.answer, nextTryAt });
  onTried?.(status === 'waiting' ? 'failed' : status);
}
