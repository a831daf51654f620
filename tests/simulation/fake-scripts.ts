// Scripts that outlive the process that started them, and that remember who killed them and why.

import { Cancelled, type ScriptResult, type Scripts } from '../../src/execution/step.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import type { Process } from './process.ts';

export interface FakeScripts {
  /** How often each key was really started. */
  readonly starts: ReadonlyMap<string, number>;
  readonly kills: readonly { readonly key: string; readonly why: string; readonly at: number }[];
  /** The port as seen from one process; the text of a script is its duration in milliseconds. */
  seenFrom(process: Process): Scripts;
}

interface Running {
  readonly endsAt: number;
  killed: boolean;
}

export function createFakeScripts(clock: Clock): FakeScripts {
  const running = new Map<string, Running>();
  const starts = new Map<string, number>();
  const kills: { key: string; why: string; at: number }[] = [];

  const seenFrom = (process: Process): Scripts => ({
    run: async (key, request, _log, signal): Promise<ScriptResult> => {
      await process.pass('before script');
      signal.throwIfAborted();
      const script = running.get(key) ?? {
        endsAt: clock.now() + Number(request.text),
        killed: false,
      };
      if (!running.has(key)) {
        running.set(key, script);
        starts.set(key, (starts.get(key) ?? 0) + 1);
      }
      await process.pass('after script start');
      try {
        await sleep(process.clock, script.endsAt - clock.now(), signal);
      } catch (reason) {
        if (reason instanceof Cancelled && !script.killed) {
          script.killed = true;
          kills.push({ key, why: reason.why, at: clock.now() });
        }
        throw reason;
      }
      return { status: 'exited', exitCode: script.killed ? 137 : 0, outputs: {} };
    },
  });

  return { starts, kills, seenFrom };
}
