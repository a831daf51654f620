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

/** Resolves with the first report: requests are on their way. */
export async function startTrafficClient(settings: TrafficSettings): Promise<TrafficClient> {
  const file = join(import.meta.dirname, `traffic-process${extname(import.meta.filename)}`);
  const child = startChildProgram(file, settings as unknown as Json);
  let latest = reportOf({});
  let final = false;
  const first = new Promise<'running'>((resolve) => {
    child.onLine((line) => {
      const said = line as unknown as { final: boolean; report: TrafficReport };
      latest = said.report;
      final ||= said.final;
      resolve('running');
    });
  });
  const died = await Promise.race([first, child.gone]);
  if (!(died === 'running')) throw new Error(`the traffic client has died: ${died}`);
  return {
    counts: () => latest,
    async stop() {
      await child.end();
      if (!final) throw new Error(`the traffic client has died: ${await child.gone}`);
      return latest;
    },
  };
}
