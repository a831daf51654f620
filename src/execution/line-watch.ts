// Looks for steps that wait for their turn: what the lines of all executions say becomes an event of this one.
import type { Clock } from '../lib/clock.ts';
import type { AwaitedTurn } from './decide/walk.ts';
import type { ExecutionEvent } from './event.ts';
import { openWaitOf } from './evolve-wait.ts';
import type { ExecutionId } from './journal.ts';
import type { Lines, Place } from './lines.ts';
import type { State } from './state.ts';
import { LetGo } from './step.ts';

export interface LineWatchRequest {
  readonly execution: ExecutionId;
  readonly lines: Lines;
  /** Stamps what is recorded. */
  readonly clock: Clock;
  /** Spaces the looks: others come and go by the wall clock. */
  readonly realClock: Clock;
  readonly pollMs: number;
  readonly record: (event: ExecutionEvent, holds: (state: State) => boolean) => Promise<void>;
  readonly onDue: () => void;
  readonly onDefect: (error: unknown) => void;
}

export interface LineWatch {
  /** Looks for every step that waits, at most once a poll. */
  follow(turns: readonly AwaitedTurn[]): void;
  readonly isBusy: boolean;
  letGo(): void;
}

export function createLineWatch(request: LineWatchRequest): LineWatch {
  const { realClock, pollMs, onDue } = request;
  let lookedAt: number | undefined;
  let underWay = 0;
  let isOver = false;
  let cancelTimer = (): void => {};
  const look = (turn: AwaitedTurn): void => {
    underWay += 1;
    lookFor(request, turn)
      .catch((error: unknown) => {
        if (!isOver && !(error instanceof LetGo)) request.onDefect(error);
      })
      .finally(() => {
        underWay -= 1;
        if (!isOver) onDue();
      });
  };
  return {
    follow(turns) {
      const isDue = lookedAt === undefined || realClock.now() - lookedAt >= pollMs;
      if (turns.length === 0 || underWay > 0 || !isDue) return;
      lookedAt = realClock.now();
      for (const turn of turns) look(turn);
      cancelTimer();
      cancelTimer = realClock.after(pollMs, onDue);
    },
    get isBusy() {
      return underWay > 0;
    },
    letGo() {
      isOver = true;
      cancelTimer();
    },
  };
}

async function lookFor(
  { execution, lines, clock, record }: LineWatchRequest,
  { path, attempt, wait }: AwaitedTurn,
): Promise<void> {
  const ahead = await lines.aheadOf(execution, path);
  const at = clock.now();
  const base = { path, attempt, wait };
  const waits = (state: State) => {
    const step = state.steps.get(path);
    const open = step?.attempt === attempt ? openWaitOf(step) : undefined;
    return open?.request.name === wait ? open : undefined;
  };
  if (ahead.length === 0) {
    await record({ at, type: 'WaitEnded', ...base }, (state) => waits(state) !== undefined);
    return;
  }
  const says = behindWords(ahead, execution);
  const isNews = (state: State): boolean => {
    const open = waits(state);
    return open !== undefined && open.says !== says;
  };
  await record({ at, type: 'WaitWatched', ...base, says }, isNews);
}

function behindWords(ahead: readonly Place[], own: ExecutionId): string {
  const names = ahead.map(({ execution, step }) =>
    execution === own ? `"${step}" of this run` : `run ${execution}`,
  );
  const [first = '', ...others] = [...new Set(names)];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `its turn behind ${first}${more}`;
}
