// All waiting of one world on its clock, as data: what waits, until when, and what happens then.
import type { Clock } from '../lib/clock.ts';

/**
 * One kind of waiting, with at most one wait for each key; the key and the step say what happens
 * then. Nothing else is kept of a wait, so that a world can be saved at any moment.
 */
export interface Waits {
  /** Takes the place of what the key waited for. */
  set(key: string, delayMs: number, step?: string): void;
  cancel(key: string): void;
}

export interface SavedWait {
  readonly kind: string;
  readonly key: string;
  readonly step: string;
  readonly at: number;
}

export interface Timers {
  /** `wake` is called for each wait that comes due; a kind is defined once in a world. */
  waits(kind: string, wake: (key: string, step: string) => void): Waits;
  /** In the order in which they come due. */
  save(): readonly SavedWait[];
  /** Takes the place of everything that waits now. */
  load(saved: readonly SavedWait[]): void;
  /** Nothing wakes from then on. */
  close(): void;
}

interface Wait extends SavedWait {
  readonly order: number;
  readonly cancel: () => void;
}

export function createTimers(clock: Clock): Timers {
  const wakers = new Map<string, (key: string, step: string) => void>();
  const pending = new Map<string, Wait>();
  let orders = 0;
  let closed = false;

  const cancel = (id: string): void => {
    pending.get(id)?.cancel();
    pending.delete(id);
  };
  const set = (wait: SavedWait): void => {
    const id = `${wait.kind} ${wait.key}`;
    cancel(id);
    if (closed) return;
    const stop = clock.after(wait.at - clock.now(), () => {
      pending.delete(id);
      wakers.get(wait.kind)?.(wait.key, wait.step);
    });
    orders += 1;
    pending.set(id, { ...wait, order: orders, cancel: stop });
  };
  const clear = (): void => {
    for (const id of [...pending.keys()]) cancel(id);
  };

  return {
    waits(kind, wake) {
      wakers.set(kind, wake);
      return {
        set: (key, delayMs, step = '') => set({ kind, key, step, at: clock.now() + delayMs }),
        cancel: (key) => cancel(`${kind} ${key}`),
      };
    },
    save: () =>
      [...pending.values()]
        .sort((one, other) => one.at - other.at || one.order - other.order)
        .map(({ kind, key, step, at }) => ({ kind, key, step, at })),
    load(saved) {
      clear();
      for (const wait of saved) set(wait);
    },
    close() {
      closed = true;
      clear();
    },
  };
}
