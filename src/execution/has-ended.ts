// Whether a journal has come to its end; what was said after it changes nothing of that.
import type { ExecutionEvent } from './event.ts';

export function hasEnded(events: readonly ExecutionEvent[]): boolean {
  const last = events.at(-1)?.type;
  return last === 'ExecutionFinished' || last === 'ExecutionResolved';
}
