// How long a step may go on trying, and what ends its waiting.
import { Cancelled, type StepContext } from '../../execution/step.ts';
import { type CancelSignal, type Clock, sleep } from '../../lib/clock.ts';

export interface Pace {
  readonly clock: Clock;
  /** Nothing new is waited for past this moment: the rest is for recording why. */
  readonly giveUpAt: number;
  readonly signal: CancelSignal;
}

/** What of a step's time is kept for recording why it ends. */
export const STEP_MARGIN_MS = 15_000;
const RESTORE_LIMIT_MS = 3_600_000;

/** Ends shortly before the step's time is over, so that a failure still says its reason. */
export function stepPace(context: StepContext): Pace {
  return {
    clock: context.clock,
    giveUpAt: context.deadlineAt - STEP_MARGIN_MS,
    signal: context.signal,
  };
}

/** For rollbacks: the same time, but neither an abort nor the time-out itself cuts it off in the middle. */
export function rollbackPace(context: StepContext): Pace {
  return { ...stepPace(context), signal: deafToCancel(context.signal) };
}

/** Goes on past the step's time-out and an abort; only losing the run ends it, or an hour more. */
export function restorePace(context: StepContext): Pace {
  return {
    clock: context.clock,
    giveUpAt: context.deadlineAt + RESTORE_LIMIT_MS,
    signal: deafToCancel(context.signal),
  };
}

export function pause(pace: Pace, ms: number): Promise<void> {
  return sleep(pace.clock, ms, pace.signal);
}

/** The first polls follow closely, later ones spare the cloud. */
export function pollDelayMs(poll: number): number {
  return poll < 12 ? 5_000 : 15_000;
}

function deafToCancel(signal: AbortSignal): CancelSignal {
  const heard = (): boolean => signal.aborted && !(signal.reason instanceof Cancelled);
  const listeners = new Map<() => void, () => void>();
  return {
    get aborted() {
      return heard();
    },
    get reason(): unknown {
      return signal.reason;
    },
    addEventListener(type, listener) {
      const filtered = (): void => {
        if (heard()) listener();
      };
      listeners.set(listener, filtered);
      signal.addEventListener(type, filtered);
    },
    removeEventListener(type, listener) {
      const filtered = listeners.get(listener);
      if (filtered !== undefined) signal.removeEventListener(type, filtered);
      listeners.delete(listener);
    },
  };
}
