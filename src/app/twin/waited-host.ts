// An instance host of which it can be known when all that it was asked for is answered: what an advance waits for.
import { setTimeout as passed } from 'node:timers/promises';
import type { InstanceHost } from '../../twin/instance-host.ts';

export interface WaitedHost extends InstanceHost {
  /** Resolves when nothing is under way that is still waited for. */
  quiet(): Promise<void>;
}

/** In real time: what takes longer is not waited for, and comes later on the twin's clock. */
const LAUNCH_WITHIN_MS = 10_000;
const CHECK_WITHIN_MS = 2_000;

export function createWaitedHost(
  host: InstanceHost & { settled(instanceId: string): Promise<void> },
): WaitedHost {
  const underWay = new Set<Promise<void>>();
  const follow = (end: Promise<void>, withinMs: number): void => {
    const limit = new AbortController();
    const late = passed(withinMs, undefined, { ref: false, signal: limit.signal });
    const either = Promise.race([end, late.catch(() => undefined)]).finally(() => {
      limit.abort();
      underWay.delete(either);
    });
    underWay.add(either);
  };
  return {
    launch(instance) {
      host.launch(instance);
      follow(host.settled(instance.instanceId), LAUNCH_WITHIN_MS);
    },
    terminate: (instanceId) => host.terminate(instanceId),
    check(instanceId, check, done) {
      const answered = new Promise<void>((resolve) => {
        host.check(instanceId, check, (result) => {
          done(result);
          resolve();
        });
      });
      follow(answered, CHECK_WITHIN_MS);
    },
    async quiet() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
