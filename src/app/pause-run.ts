// A person's word that a run shall hold, or go on: judged and recorded in one transaction, whoever drives the run.
import type { ExecutionEvent } from '../execution/event.ts';
import type { ExecutionId, SignalVerdict } from '../execution/journal.ts';
import {
  judgePause,
  judgeUnpause,
  type PauseRefusal,
  type PauseSignal,
  type UnpauseRefusal,
} from '../execution/judge-pause.ts';
import { unreachable } from '../lib/assert.ts';
import type { Plan } from '../plan/plan.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { sentence, standing } from '../view/sentence.ts';
import { type Actor, whoActs } from './person.ts';
import { type ListeningEngine, runSpokenOf } from './run-spoken-of.ts';

export interface PauseWord {
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type Paused =
  /** `sentence` says where the run stands with it. */
  | { readonly status: 'accepted'; readonly by: string; readonly sentence: string }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

/** What runs ends; nothing new begins but a way back, until somebody lets the run go on. */
export function pauseRun(
  engine: ListeningEngine,
  id: ExecutionId,
  word: PauseWord,
): Promise<Paused> {
  return hear(engine, id, word, { judge: judgePause, why: whyNotPaused });
}

export function unpauseRun(
  engine: ListeningEngine,
  id: ExecutionId,
  word: PauseWord,
): Promise<Paused> {
  return hear(engine, id, word, { judge: judgeUnpause, why: whyNotUnpaused });
}

interface Hearing<Refusal> {
  judge(events: readonly ExecutionEvent[], plan: Plan, signal: PauseSignal): SignalVerdict<Refusal>;
  why(id: ExecutionId, refusal: Refusal): string;
}

async function hear<Refusal extends { readonly code: string }>(
  engine: ListeningEngine,
  id: ExecutionId,
  { comment, actor }: PauseWord,
  { judge, why }: Hearing<Refusal>,
): Promise<Paused> {
  const { plan, clock } = await runSpokenOf(engine, id);
  const by = whoActs(actor).name;
  const signal = { by, at: clock.now(), ...(comment !== undefined && { comment }) };
  const verdict = await engine.journal.signal(id, (all) => judge(all, plan, signal));
  const view = buildRunView(plan, (await engine.look(id)).events, clock.now());
  if (verdict.status === 'accepted') return { status: 'accepted', by, sentence: sentence(view) };
  const { refusal } = verdict;
  const message = `${why(id, refusal)} Nothing was done. ${standing(view)}`;
  return { status: 'refused', reason: refusal.code, message };
}

function whyNotPaused(id: ExecutionId, refusal: PauseRefusal): string {
  switch (refusal.code) {
    case 'finished':
      return `Run ${id} has ended already: ${refusal.end}.`;
    case 'aborting':
      return `${refusal.by} has aborted run ${id}, and nothing holds that.`;
    case 'already-paused':
      return `${refusal.by} has paused run ${id} already, at ${new Date(refusal.at).toISOString()}.`;
    case 'going-back':
      return `Run ${id} is on its way back, and nothing holds that.`;
    case 'follows-another':
      return `Run ${id} goes on from another run, and what would be half done is worse: it goes to its end.`;
    default:
      return unreachable(refusal);
  }
}

function whyNotUnpaused(id: ExecutionId, refusal: UnpauseRefusal): string {
  switch (refusal.code) {
    case 'finished':
      return `Run ${id} has ended already: ${refusal.end}.`;
    case 'not-paused':
      return `Nobody has paused run ${id}, so there is nothing to let go on. See "penstock status ${id}".`;
    default:
      return unreachable(refusal);
  }
}
