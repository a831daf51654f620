// The time limit of one script, beside that of its step: a script that takes longer is ended.
import type { Clock } from '../lib/clock.ts';
import { Cancelled, type ScriptResult } from './step.ts';

export async function withinLimit(
  run: (signal: AbortSignal) => Promise<ScriptResult>,
  limitMs: number | undefined,
  clock: Clock,
  cancelled: AbortSignal,
): Promise<ScriptResult> {
  if (limitMs === undefined) return run(cancelled);
  const stopping = new AbortController();
  const over = new Cancelled('timeout');
  const pass = (): void => stopping.abort(cancelled.reason);
  const disarm = clock.after(limitMs, () => stopping.abort(over));
  cancelled.addEventListener('abort', pass);
  if (cancelled.aborted) pass();
  try {
    return await run(stopping.signal);
  } catch (error) {
    if (error === over && !cancelled.aborted) return { status: 'timed-out' };
    throw error;
  } finally {
    disarm();
    cancelled.removeEventListener('abort', pass);
  }
}
