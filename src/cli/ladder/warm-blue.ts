// The lines of an ending that say what stays warm, until when, and by which commands it is used or goes.
import type { WarmBlue } from '../../app/follow-up/warm-blue.ts';
import { formatDuration } from '../../lib/duration.ts';

type Row = readonly [string, string];

/** `where` leads the commands to the project; `now` is the run's clock. */
export function warmBlueRows(
  blues: readonly WarmBlue[],
  execution: string,
  now: number,
  where: string,
): readonly Row[] {
  if (blues.length === 0) return [];
  return [
    ...blues.flatMap((blue): readonly Row[] => [
      ['blue', `${blue.group} stays warm: ${blue.instances} instances are paid for meanwhile`],
      ['', whenItGoes(blue, now)],
    ]),
    ['everything back', `penstock rollback ${execution}${where}`],
    ['blue away', `penstock cleanup ${execution}${where}`],
  ];
}

function whenItGoes({ until, cleanUp }: WarmBlue, now: number): string {
  if (until === undefined) return 'until the next deployment removes it, or somebody cleans it up';
  const left = formatDuration(Math.max(0, until - now));
  return cleanUp === 'afterKeepWarm'
    ? `for another ${left} (keepWarm); then it may go, and the command below does it`
    : `for another ${left} (keepWarm), and after that until somebody asks for the command below`;
}
