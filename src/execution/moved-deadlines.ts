// Rollback steps whose run stood still get that time back: what they put back is not cut by a step's time-out.
import type { ExecutionEvent } from './event.ts';
import { inRollback, type State } from './state.ts';

/**
 * For whoever takes a run over at `claimedAt`. Since the last event nobody is known to have driven;
 * an earlier owner that was only waiting counts as away too, so a step may get more, never less.
 */
export function movedDeadlines(
  state: State,
  lastAt: number,
  claimedAt: number,
): readonly ExecutionEvent[] {
  const awayMs = claimedAt - lastAt;
  if (awayMs <= 0) return [];
  return [...state.steps].flatMap(([path, { phase, attempt, deadlineAt }]) =>
    phase === 'running' && inRollback(state, path)
      ? [{ at: claimedAt, type: 'DeadlineMoved', path, attempt, deadlineAt: deadlineAt + awayMs }]
      : [],
  );
}
