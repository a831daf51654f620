// A client in a process of its own that sends requests all the time and counts what becomes of them.
import { extname, join } from 'node:path';
import type { Json } from '../../lib/json.ts';
import { startChildProgram } from '../child-program.ts';
import { reportOf, type TrafficReport } from './traffic-counts.ts';
import type { TrafficSettings } from './traffic-load.ts';

export interface TrafficClient {
  /** The last report, at most a quarter of a second old while the client runs. */
  counts(): TrafficReport;
  /** Ends the client and gives the exact totals; throws when it has died without giving them. */
  stop(): Promise<TrafficReport>;
}

const READY_WITHIN_MS = 15_000;

/** Resolves with the first report: requests are on their way. */
export async function startTrafficClient(settings: TrafficSettings): Promise<TrafficClient> {
  let latest = reportOf({});
  let final = false;
  const child = startChildProgram({
    file: join(import.meta.dirname, `traffic-process${extname(import.meta.filename)}`),
    settings: settings as unknown as Json,
    readyWithinMs: READY_WITHIN_MS,
    onLine(line) {
      const said = line as unknown as { readonly final: boolean; readonly report: TrafficReport };
      latest = said.report;
      final ||= said.final;
    },
  });
  try {
    await child.ready;
  } catch (error) {
    await child.end();
    throw error;
  }
  return {
    counts: () => latest,
    async stop() {
      await child.end();
      if (!final) throw new Error('the traffic client has died: its totals are not known');
      return latest;
    },
  };
}
