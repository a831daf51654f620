// Starts the processes that a load test needs beside the twin: cheap targets, and clients of a listener.
import { join } from 'node:path';
import { startChildProgram } from '../../src/app/child-program.ts';
import type { Json } from '../../src/lib/json.ts';
import { eventually } from '../eventually.ts';
import type { LoadReport, LoadSettings } from './load-process.ts';
import type { TargetPorts, TargetSettings } from './target-process.ts';

export interface Targets {
  readonly ports: TargetPorts;
  close(): Promise<void>;
}

export interface Load {
  /** What came back, when all requests are answered or `stop` was called. */
  readonly report: () => LoadReport | undefined;
  stop(): Promise<LoadReport>;
}

const READY_WITHIN_MS = 15_000;

export async function startTargets(names: readonly string[]): Promise<Targets> {
  const settings: TargetSettings = { names };
  const child = startChildProgram({
    file: join(import.meta.dirname, 'target-process.ts'),
    settings: settings as unknown as Json,
    readyWithinMs: READY_WITHIN_MS,
  });
  return { ports: (await child.ready) as unknown as TargetPorts, close: () => child.end() };
}

/** Resolves when requests are on their way. */
export async function startLoad(settings: LoadSettings): Promise<Load> {
  let report: LoadReport | undefined;
  const child = startChildProgram({
    file: join(import.meta.dirname, 'load-process.ts'),
    settings: settings as unknown as Json,
    readyWithinMs: READY_WITHIN_MS,
    onLine(line) {
      if (typeof line === 'object' && line !== null && 'answered' in line) {
        report = line as unknown as LoadReport;
      }
    },
  });
  await child.ready;
  return {
    report: () => report,
    async stop() {
      await child.end();
      if (report === undefined) throw new Error('the load has ended without a report');
      return report;
    },
  };
}

/** Sends all the requests and waits for the last answer. */
export async function runLoad(settings: LoadSettings, withinMs = 60_000): Promise<LoadReport> {
  const load = await startLoad(settings);
  try {
    return await eventually('the last answer', load.report, withinMs);
  } finally {
    await load.stop().catch(() => undefined);
  }
}
