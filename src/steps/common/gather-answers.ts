// Calls side by side whose answers count together: nobody goes on before all are there, or a moment is over.
import type { Clock } from '../../lib/clock.ts';

/** As long as polls wait for one another. */
const MOMENT_MS = 500;

/**
 * Each caller says so when its first answer is there, whatever it is. What they record next is one
 * commit then, and no answer waits for the disk while another's is written.
 */
export function gatherAnswers(clock: Clock, count: number): () => Promise<void> {
  let missing = count;
  let endMoment = (): void => {};
  let goOn = (): void => {};
  const allThere = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return () => {
    if (missing === count) endMoment = clock.after(MOMENT_MS, goOn);
    missing -= 1;
    if (missing <= 0) {
      endMoment();
      goOn();
    }
    return allThere;
  };
}
