// Virtual time over real sockets: it moves only while no cloud call is under way.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clouds } from '../../src/cloud/clouds.ts';
import type { VirtualClock } from '../virtual-clock.ts';

export interface QuietDrive {
  /** The same clouds, whose calls are known to be under way. */
  readonly clouds: Clouds;
  /** Jumps from timer to timer until the promise is settled. */
  until<Result>(result: Promise<Result>): Promise<Result>;
}

/** What a call wakes gets so many turns of the event loop before time may move. */
const QUIET_TURNS = 5;

export function quietDrive(clock: VirtualClock, given: Clouds): QuietDrive {
  let underWay = 0;
  const counted = <Client extends object>(client: Client): Client =>
    new Proxy(client, {
      get(target, name, self) {
        const member: unknown = Reflect.get(target, name, self);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]) => {
          underWay += 1;
          try {
            return await Reflect.apply(member, target, args);
          } finally {
            underWay -= 1;
          }
        };
      },
    });
  const quiet = async (): Promise<void> => {
    for (let turns = 0; turns < QUIET_TURNS; turns = underWay === 0 ? turns + 1 : 0) {
      await nextTurn();
    }
  };
  return {
    clouds: {
      loadBalancers: (connectorRef, region) => counted(given.loadBalancers(connectorRef, region)),
      metrics: (connectorRef, region) => counted(given.metrics(connectorRef, region)),
      elastigroups: (connectorRef) => counted(given.elastigroups(connectorRef)),
    },
    async until(result) {
      let isOver = false;
      const ended = result.finally(() => {
        isOver = true;
      });
      ended.catch(() => undefined);
      while (!isOver) {
        await quiet();
        const nextAt = clock.nextAt();
        if (isOver) break;
        if (nextAt === undefined) throw new Error('no timer is left, and the run is not over');
        await clock.advance(nextAt - clock.now());
      }
      return ended;
    },
  };
}
