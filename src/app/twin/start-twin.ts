// A whole twin in this process: the model on a scaled clock, its APIs, real instances and real listeners.
import { join } from 'node:path';
import { createTwin } from '../../twin/create-twin.ts';
import { startDataPlane } from '../../twin/data-plane/data-plane.ts';
import { createProcessHost } from '../../twin/data-plane/process-host.ts';
import { startTwinServer } from '../../twin/http/start-twin-server.ts';
import { createScaledClock } from '../scaled-clock.ts';
import { createSystemClock } from '../system-clock.ts';
import { openAccessLog } from './access-log-file.ts';
import { localAmis } from './local-amis.ts';
import type { RunningTwin, TwinSettings } from './twin-settings.ts';

/**
 * Resolves when the instances that the world starts with listen, and with them the listeners and the
 * APIs. Rejects, and leaves nothing running, when that fails.
 */
export async function startTwin(settings: TwinSettings): Promise<RunningTwin> {
  const { spec, speed, stateFolder, programFolder, port } = settings;
  const amis = localAmis(spec.amis, programFolder);
  const realOriginAt = Date.now();
  const clockOrigin = { originAt: realOriginAt, realOriginAt, speed };
  const clock = createScaledClock(clockOrigin);
  const closers: (() => void | Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= closeAll(closers);
    return closing;
  };
  try {
    const host = createProcessHost({ amis, logFolder: join(stateFolder, 'instances') });
    closers.push(() => host.close());
    const twin = createTwin({ clock, spec, host });
    closers.push(() => twin.close());
    await host.settled();
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
      clockOrigin,
      listeners: () => dataPlane.addresses(),
      ...(port === undefined ? {} : { port }),
    });
    closers.push(() => server.close());
    return { url: server.url, addresses: dataPlane.addresses(), clock, clockOrigin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last thing started ends first. */
async function closeAll(closers: readonly (() => void | Promise<void>)[]): Promise<void> {
  for (const close of closers.toReversed()) await close();
}
