// A person's word that what runs has failed: judged and recorded in one transaction, whoever drives the run.
import type { ExecutionId } from '../execution/journal.ts';
import { judgeMarkFailed, type MarkFailedRefusal } from '../execution/judge-mark-failed.ts';
import { unreachable } from '../lib/assert.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { standing } from '../view/sentence.ts';
import { type Actor, whoActs } from './person.ts';
import { type ListeningEngine, runSpokenOf } from './run-spoken-of.ts';

export interface FailureMark {
  /** Undefined marks everything that runs. */
  readonly step: string | undefined;
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type MarkedAsFailed =
  | { readonly status: 'accepted'; readonly path: string | null; readonly by: string }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

export async function markAsFailed(
  engine: ListeningEngine,
  id: ExecutionId,
  { step, comment, actor }: FailureMark,
): Promise<MarkedAsFailed> {
  const { plan, clock } = await runSpokenOf(engine, id);
  const by = whoActs(actor).name;
  const signal = {
    by,
    at: clock.now(),
    ...(step !== undefined && { step }),
    ...(comment !== undefined && { comment }),
  };
  const verdict = await engine.journal.signal(id, (all) => judgeMarkFailed(all, plan, signal));
  if (verdict.status === 'accepted') {
    const path = verdict.event.type === 'MarkFailedRequested' ? verdict.event.path : undefined;
    return { status: 'accepted', path: path ?? null, by };
  }
  const { refusal } = verdict;
  const view = buildRunView(plan, (await engine.look(id)).events, clock.now());
  const message = `${refusalText(id, refusal)} Nothing was done. ${standing(view)}`;
  return { status: 'refused', reason: refusal.code, message };
}

function refusalText(execution: string, refusal: MarkFailedRefusal): string {
  switch (refusal.code) {
    case 'finished':
      return `Run ${execution} has ended already: ${refusal.end}.`;
    case 'aborting':
      return `${refusal.by} has aborted run ${execution}, and what runs is being stopped.`;
    case 'follows-another':
      return `Run ${execution} goes on from another run, and what would be half done is worse: it goes to its end.`;
    case 'not-running':
      return refusal.running.length === 0
        ? `No step of run ${execution} runs now that could be marked; a rollback step goes to its end. See "penstock status ${execution}".`
        : `Name one step of run ${execution} that runs now: ${refusal.running.join(', ')}.`;
    default:
      return unreachable(refusal);
  }
}
