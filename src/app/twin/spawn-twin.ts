// A whole twin in a process of its own, so that nothing the engine does can hold up its traffic.
import { extname, join } from 'node:path';
import type { Json } from '../../lib/json.ts';
import { startChildProgram } from '../child-program.ts';
import { createScaledClock } from '../scaled-clock.ts';
import type { RunningTwin, TwinSettings } from './twin-settings.ts';

const READY_WITHIN_MS = 30_000;

/** Rejects, and leaves nothing running, when the twin cannot be started. */
export async function spawnTwin(settings: TwinSettings): Promise<RunningTwin> {
  const child = startChildProgram({
    file: join(import.meta.dirname, `twin-process${extname(import.meta.filename)}`),
    settings: settings as unknown as Json,
    readyWithinMs: READY_WITHIN_MS,
  });
  try {
    const said = (await child.ready) as unknown as Said;
    return { ...said, clock: createScaledClock(said.clockOrigin), close: () => child.end() };
  } catch (error) {
    await child.end();
    throw error;
  }
}

type Said = Pick<RunningTwin, 'url' | 'addresses' | 'clockOrigin'>;
