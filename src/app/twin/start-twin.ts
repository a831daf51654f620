// A whole twin in this process: the model on a clock of its own, its APIs, real instances and real listeners.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTwin } from '../../twin/create-twin.ts';
import { startDataPlane } from '../../twin/data-plane/data-plane.ts';
import { startTwinServer } from '../../twin/http/start-twin-server.ts';
import type { Twin } from '../../twin/twin.ts';
import { createSteeredClock } from '../steered-clock.ts';
import { createSystemClock } from '../system-clock.ts';
import { openAccessLog } from './access-log-file.ts';
import { awaitFirstInstances } from './first-instances.ts';
import { createInstances, instanceLogs } from './instance-servers.ts';
import type { StartedTwin, TwinSettings } from './twin-settings.ts';
import { createWaitedHost, type WaitedHost } from './waited-host.ts';

/**
 * Resolves when the instances that the world starts with listen, and with them the listeners and the
 * APIs. Rejects, and leaves nothing running, when that fails.
 */
export async function startTwin(settings: TwinSettings): Promise<StartedTwin> {
  const { spec, speed, port } = settings;
  const closers: (() => void | Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(closers);
    return closing;
  };
  try {
    const realOriginAt = Date.now();
    const origin = { originAt: realOriginAt, realOriginAt, speed };
    const clock = createSteeredClock(origin, () => settled(waited));
    const host = createInstances(settings, clock);
    closers.push(() => host.close());
    const waited = createWaitedHost(host);
    const twin = createTwin({ clock, spec, host: waited });
    closers.push(() => twin.close());
    await awaitFirstInstances({
      ids: instancesOf(twin),
      host,
      logFolder: instanceLogs(settings),
      tell: settings.tell ?? (() => undefined),
      giveUp: settings.giveUp,
    });
    if (settings.snapshot !== undefined) {
      twin.restore(settings.snapshot);
      await waited.quiet();
    }
    const log = settings.accessLogFile && (await openAccessLog(settings.accessLogFile));
    if (log) closers.push(log.close);
    const dataPlane = await startDataPlane({
      twin,
      host,
      seed: spec.seed,
      clock,
      ...(log ? { writeAccessLog: log.write } : {}),
    });
    closers.push(() => dataPlane.close());
    const server = await startTwinServer({
      twin,
      clock,
      wall: createSystemClock(),
      wallNow: Date.now,
      get clockOrigin() {
        // The start stays as it is whatever becomes of the clock: it tells this twin from an earlier one.
        return { ...clock.numbers(), startedAt: realOriginAt };
      },
      advance: clock.advance,
      settled: waited.quiet,
      listeners: () => dataPlane.addresses(),
      ...(port === undefined ? {} : { port }),
    });
    closers.push(() => server.close());
    const { advance } = clock;
    return {
      url: server.url,
      get addresses() {
        return dataPlane.addresses();
      },
      clock,
      clockOrigin: origin,
      twin,
      advance,
      settled: waited.quiet,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function instancesOf(twin: Twin): readonly string[] {
  const groups = twin.inspect()['groups'] as readonly {
    readonly instances: readonly { readonly id: string }[];
  }[];
  return groups.flatMap(({ instances }) => instances.map(({ id }) => id));
}

/** What was woken has acted, and its checks and launches have been answered. */
async function settled(host: WaitedHost): Promise<void> {
  await nextTurn();
  await host.quiet();
}

/** The last thing started ends first. */
async function closeAll(closers: readonly (() => void | Promise<void>)[]): Promise<void> {
  for (const close of closers.toReversed()) await close();
}
