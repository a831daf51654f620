// The postman: sends what is due, a few at a time, and tries again later what was not taken.
import type { Seal } from '../../app/seal.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Database } from '../store/database.ts';
import { type Delivery, dueDeliveries, nextDueAt, recordTry } from './delivery-table.ts';
import { type Sent, send } from './send.ts';
import { refuseInWorld } from './webhook-address.ts';
import { targetOf } from './webhook-table.ts';

export interface PostmanOptions {
  readonly database: Database;
  readonly seal: Seal;
  readonly clock: Clock;
  /** From 0 to below 1: tries of many deliveries are spread. */
  readonly chance: () => number;
  onTried?(status: Delivery['status'] | 'failed'): void;
  /** What keeps it from its work, such as a full disk; it looks again later. */
  onDefect(error: unknown): void;
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
    working = round()
      .then(() => {
        const nextAt = nextDueAt(database) ?? Number.POSITIVE_INFINITY;
        return Math.min(LOOK_MS, Math.max(0, nextAt - clock.now()));
      })
      .catch((error: unknown) => {
        options.onDefect(error);
        return LOOK_MS;
      })
      .then((restMs) => {
        working = undefined;
        if (!closing.signal.aborted) cancel = clock.after(restMs, wake);
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
  const { event, body } = delivery;
  const sending = { event, body, delivery: String(delivery.id), now: clock.now(), signal };
  const target = reachable(delivery, database, seal);
  const sent = 'url' in target ? await send({ ...sending, ...target }) : target;
  // A try that closing has cut is none: it is sent again at the next start.
  if (signal.aborted && !sent.isDelivered) return;
  const pauseMs = PAUSES_MS[delivery.tries];
  const isOver = sent.isDelivered || sent.isFinal || pauseMs === undefined;
  const status = sent.isDelivered ? 'delivered' : isOver ? 'given-up' : 'waiting';
  const nextTryAt = isOver ? undefined : clock.now() + Math.round(pauseMs * (0.75 + chance() / 2));
  recordTry(database, delivery.id, { status, answer: sent.answer, nextTryAt });
  onTried?.(status === 'waiting' ? 'failed' : status);
}

type Target = NonNullable<ReturnType<typeof targetOf>>;

/** Also one that a person sends once more stays on this machine when its run was a rehearsal. */
function reachable({ webhook, body }: Delivery, database: Database, seal: Seal): Target | Sent {
  const not = (answer: string, isFinal: boolean): Sent => ({ isDelivered: false, isFinal, answer });
  try {
    const target = targetOf(database, seal, webhook);
    if (target === undefined) return not('its secret cannot be opened any more', true);
    const { world } = JSON.parse(body) as { readonly world: 'twin' | 'aws' };
    const refused = refuseInWorld(target.url, world);
    return refused === undefined ? target : not(refused, true);
  } catch (error) {
    // A key that is broken may be put back.
    return not(`it could not be made ready: ${String(error)}`, false);
  }
}
