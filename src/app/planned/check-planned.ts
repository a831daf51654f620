// A run that was agreed to as a plan: it starts only while nothing that matters is different.
import type { Clock } from '../../lib/clock.ts';
import { changesSince } from '../../steps/outlook/matters.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { lookAtRun } from './look-at-run.ts';
import { type KeptPlan, shortHash } from './plan-files.ts';

const CHANGES_SHOWN = 20;

/** Answers the run with the hash it was planned as. Throws `Refusal` that names every difference. */
export async function checkPlanned(
  run: PreparedRun,
  planned: KeptPlan,
  clock: Clock,
): Promise<PreparedRun> {
  const { hash, matters } = await lookAtRun(run, clock);
  if (hash === planned.hash) return { ...run, plannedAs: hash };
  const changes = changesSince(planned.matters, matters);
  const shown = changes.slice(0, CHANGES_SHOWN).map((change) => `\n  ${change}`);
  const more = changes.length - shown.length;
  throw new Refusal(
    'invalid',
    `This is not what was planned as ${shortHash(planned.hash)}. Since then:${shown.join('')}${more > 0 ? `\n  and ${more} more` : ''}\n` +
      `Look at it with "penstock plan" and run that, if it is what you want (${shortHash(hash)} as it is now). Nothing was started, and no traffic was moved.`,
  );
}
