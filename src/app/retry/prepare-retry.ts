// Everything before the first write of a retry: the frozen plan with what counts as done, and clients as the run began.
import type { Journal } from '../../execution/journal.ts';
import { planRetry, type RetryRefusal } from '../../execution/plan-retry.ts';
import { unreachable } from '../../lib/assert.ts';
import { canonicalJson, type Json } from '../../lib/json.ts';
import type { Look } from '../engine.ts';
import { sha256 } from '../hash.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { reopenEnded } from '../reopen-run.ts';
import { refuseMoved } from './refuse-moved.ts';

export interface RetryOptions {
  /** A stage or a place below one; undefined is the first stage that failed. */
  readonly from: string | undefined;
  readonly folder: string | undefined;
}

/** Throws `Refusal` where the world is not as the earlier run left it, or nothing can be kept. */
export async function prepareRetry(
  journal: Pick<Journal, 'list' | 'read' | 'plan'>,
  execution: string,
  look: Look,
  { from, folder }: RetryOptions,
): Promise<PreparedRun> {
  const planned = planRetry(execution, look.plan, look.events, from);
  if (planned.status === 'refused') throw refusal(execution, from, planned.refusal);
  const reopened = await reopenEnded(execution, look, folder);
  // Last, so that hardly anything can happen between this look and the start.
  await refuseMoved(journal, execution, look);
  return {
    ...reopened,
    plan: planned.plan,
    planHash: sha256(canonicalJson(planned.plan as unknown as Json)),
  };
}

function refusal(execution: string, from: string | undefined, refused: RetryRefusal): Refusal {
  const why = whyNot(execution, from ?? '', refused);
  return new Refusal('usage', `Run ${execution} cannot be retried: ${why} Nothing was done.`);
}

function whyNot(execution: string, from: string, refused: RetryRefusal): string {
  switch (refused.code) {
    case 'not-ended':
      return `it has not ended. "penstock status ${execution}" says where it stands.`;
    case 'ended-well':
      return 'it has succeeded. Start it anew with "penstock run".';
    case 'dirty':
      return `it ended Dirty, so the world is not as before. "penstock status ${execution}" names what is left; deal with that, then start anew with "penstock run".`;
    case 'follows-another':
      return 'it goes on from another run itself. "penstock list" shows the deployments.';
    case 'unknown-place':
      return `it has no "${from}". Name a stage, or a step below one as STAGE/STEP; the stages are ${refused.stages.join(', ')}.`;
    case 'several-places':
      return `"${from}" names several places. Name one: ${refused.places.join(', ')}.`;
    case 'not-done-before':
      return `"${refused.path}" comes before that place and had not ended well, or was rolled back. Begin there: "--from ${refused.path}".`;
    case 'rolled-back':
      return `the stage "${refused.stage}" had changed something and was rolled back, so it can only begin at its beginning: "--from ${refused.stage}".`;
    case 'out-of-turn':
      return `"${refused.queue}" comes before that place, and the turn it had taken in its queue has ended with the run. Begin at its stage, so that it waits for its turn again: "--from ${refused.stage}".`;
    default:
      return unreachable(refused);
  }
}
