// Whether a later run has worked where a retry would go on: what it counts as done may be no more.
import type { Journal } from '../../execution/journal.ts';
import type { Look } from '../engine.ts';
import { newerRunOn, rulesOf } from '../follow-up/newer-run.ts';
import { Refusal } from '../refusal.ts';

/**
 * Throws `Refusal` when one has, however it ended: a stage of it may stand, and a retry of the same
 * run may have put back what that one had kept.
 */
export async function refuseMoved(
  journal: Pick<Journal, 'list' | 'read' | 'plan'>,
  execution: string,
  { plan, events }: Pick<Look, 'plan' | 'events'>,
): Promise<void> {
  const [started] = events;
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${execution} never started`);
  const { world } = started;
  const rules = new Set(rulesOf(plan));
  const newer = await newerRunOn(journal, { execution, world, rules });
  if (newer === undefined) return;
  throw new Refusal(
    'usage',
    `Run ${execution} cannot be retried: since then ${newer} has worked on its rules, and what it had found may be no more. Retry that one if it was a retry of this; otherwise start anew with "penstock run". Nothing was started, and no traffic was moved.`,
  );
}
