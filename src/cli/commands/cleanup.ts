// `penstock cleanup`: ends the time in which blue of a run is kept warm.
import { type BlueOutlook, checkCleanup } from '../../app/follow-up/check-cleanup.ts';
import { formatDuration } from '../../lib/duration.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { type FollowUpRequest, followUp } from './follow-up.ts';

export function cleanup(request: FollowUpRequest, output: Output): Promise<number> {
  const { execution } = request;
  return followUp({ ...request, kind: 'cleanup', scaleUp: false }, output, async (prepared) => {
    const { engine, ended, run, clock } = prepared;
    const { blues } = await checkCleanup(engine.journal, ended, run, clock);
    if (blues.length === 0) {
      const message = `Blue of run ${execution} is gone already. Nothing needs to be done.`;
      output.say(message);
      output.result({ execution, status: 'Nothing', message });
      return EXIT.Success;
    }
    const lines = blues.flatMap((blue) => linesOf(blue, clock.now()));
    const question = `End the way back to before run ${execution}?`;
    return { lines: [...lines, ''], question };
  });
}

function linesOf(blue: BlueOutlook, now: number): readonly string[] {
  const { id, instances, warmSince, warmUntil, cleanUp, drainMs } = blue;
  const hours = Math.round((instances * (now - warmSince)) / 360_000) / 10;
  const becomes =
    cleanUp === 'never'
      ? 'it stays, and only its floor goes (cleanUp is never)'
      : `it is drained (up to ${formatDuration(drainMs)}), scaled to 0 and deleted`;
  return [
    `Blue ${id} has no weight in any rule, and no request reached it in the last whole minute:`,
    `  warm for   ${formatDuration(now - warmSince)}: ${instances} instances, ${hours} instance-hours`,
    ...windowLine(warmUntil, now),
    `  now        ${becomes}`,
    '  after it   "penstock rollback" cannot go back at once any more',
  ];
}

function windowLine(warmUntil: number | undefined, now: number): readonly string[] {
  if (warmUntil === undefined) return [];
  const away = formatDuration(Math.abs(warmUntil - now));
  return [
    warmUntil > now
      ? `  keepWarm   would keep it for another ${away}`
      : `  keepWarm   is over since ${away}`,
  ];
}
