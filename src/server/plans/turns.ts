// Turns for work that costs: so many at once, so many more that wait, and everybody else is told to come again.
import { ProblemError } from '../problem-error.ts';

export interface Turns {
  /** Throws `too-many-requests` when too many wait. */
  take<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createTurns(atOnce: number, waiting: number, what: string): Turns {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async take(work) {
      if (running >= atOnce) {
        if (queue.length >= waiting) throw tooMany(what, running + queue.length);
        await new Promise<void>((resolve) => {
          queue.push(resolve);
        });
      } else {
        running += 1;
      }
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

function tooMany(what: string, count: number): ProblemError {
  return new ProblemError(
    'too-many-requests',
    `${count} ${what} are being made just now. Try again when they are done; nothing was started.`,
  );
}
