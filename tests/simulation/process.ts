// A process that can be killed, stopped or frozen at every point where it waits for anything.
import type { Journal } from '../../src/execution/journal.ts';
import type { Clock } from '../../src/lib/clock.ts';

/** Asked at every point: what happens to the process there. */
export type Fate = (point: string) => 'go on' | 'kill' | 'stop' | { readonly freezeMs: number };

export interface Process {
  readonly name: string;
  readonly isDead: () => boolean;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Resolves when the process may go on; never, when it is dead. */
  pass(point: string): Promise<void>;
  /** A point in the middle of a turn: the process can only be killed there. Answers whether it lives. */
  survives(point: string): boolean;
  readonly death: Promise<void>;
  /** Aborts when somebody asks the process to let go of its work in good order. */
  stopSignal(): AbortSignal;
}

export function createProcess(
  name: string,
  world: { readonly clock: Clock; readonly journal: Journal },
  fate: Fate,
): Process {
  let isDead = false;
  let frozenUntil = 0;
  const awake = Promise.resolve();
  const never = new Promise<never>(() => {});
  let stopping = new AbortController();
  let die = (): void => {};
  const death = new Promise<void>((resolve) => {
    die = () => {
      isDead = true;
      resolve();
    };
  });

  const meet = (point: string): void => {
    if (isDead) return;
    const met = fate(`${name} ${point}`);
    if (met === 'kill') die();
    else if (met === 'stop') stopping.abort();
    else if (met !== 'go on') frozenUntil = world.clock.now() + met.freezeMs;
  };

  const thaw = (): Promise<void> => {
    const isAwake = !isDead && frozenUntil <= world.clock.now();
    return isAwake ? awake : sleepOn();
  };

  const sleepOn = async (): Promise<void> => {
    while (!isDead && frozenUntil > world.clock.now()) {
      const waitMs = frozenUntil - world.clock.now();
      await new Promise<void>((resolve) => world.clock.after(waitMs, resolve));
    }
    if (isDead) await never;
  };

  const pass = (point: string): Promise<void> => {
    meet(point);
    return thaw();
  };

  const survives = (point: string): boolean => {
    if (!isDead && fate(`${name} ${point}`) === 'kill') die();
    return !isDead;
  };

  const clock: Clock = {
    now: world.clock.now,
    after: (delayMs, wake) => {
      let isCancelled = false;
      const cancel = world.clock.after(delayMs, () => {
        void thaw().then(() => {
          if (!isCancelled) wake();
        });
      });
      return () => {
        isCancelled = true;
        cancel();
      };
    },
  };

  const guarded =
    <Args extends unknown[], Answer>(what: string, call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      await pass(`before ${what}`);
      const answer = await call(...args);
      await pass(`after ${what}`);
      return answer;
    };

  const { journal } = world;
  return {
    name,
    isDead: () => isDead,
    clock,
    pass,
    survives,
    death,
    stopSignal: () => {
      if (stopping.signal.aborted) stopping = new AbortController();
      return stopping.signal;
    },
    journal: {
      ...journal,
      claim: guarded('claim', journal.claim),
      renew: guarded('renew', journal.renew),
      release: guarded('release', journal.release),
      readOwned: guarded('read', journal.readOwned),
      append: guarded('append', journal.append),
      park: guarded('park', journal.park),
    },
  };
}
