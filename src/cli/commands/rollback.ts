// `penstock rollback`: after a run that succeeded, everything back as before it.
import { checkRollback, type RollbackOutlook } from '../../app/follow-up/check-rollback.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { Output } from '../output.ts';
import { type FollowUpRequest, followUp } from './follow-up.ts';

export interface RollbackRequest extends FollowUpRequest {
  /** A blue that has shrunk is scaled up first. */
  readonly scaleUp: boolean;
}

export function rollback(request: RollbackRequest, output: Output): Promise<number> {
  const { execution, scaleUp } = request;
  return followUp({ ...request, kind: 'rollback' }, output, async (prepared) => {
    const { engine, ended, run, clock } = prepared;
    const outlook = await checkRollback(engine.journal, ended, run, clock, scaleUp);
    const question = `Put everything back as before run ${execution}?`;
    return { lines: linesOf(outlook, execution), question };
  });
}

function linesOf(outlook: RollbackOutlook, execution: string): readonly string[] {
  const { rules, blues, greenInstances, tailMs } = outlook;
  const width = Math.max(...rules.map(({ label }) => label.length));
  return [
    `Everything goes back as before run ${execution}:`,
    ...rules.map(({ label, from, to }) => `  ${label.padEnd(width)}  ${from}  →  ${to}`),
    ...blues.map(blueLine),
    `  green  ${greenInstances} instances, which drain and go after no request reaches them any more`,
    `  time   all rules are written at once, which takes seconds; green is gone about ${formatDuration(tailMs)} later`,
    '',
  ];
}

function blueLine({
  id,
  healthy,
  wanted,
  instances,
  status,
}: RollbackOutlook['blues'][number]): string {
  const needs = `${healthy} of ${wanted} targets healthy, ${instances} instances`;
  return status === 'warm'
    ? `  blue   ${id}: ${needs}`
    : `  blue   ${id}: ${needs}; it is scaled up first and gets traffic only when it is healthy`;
}
