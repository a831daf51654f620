// A person's word on a broken step: judged and recorded in one transaction, whoever drives the run.
import type { InterventionAction } from '../execution/event.ts';
import type { ExecutionId } from '../execution/journal.ts';
import { type InterventionRefusal, judgeIntervention } from '../execution/judge-intervention.ts';
import { unreachable } from '../lib/assert.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { CONSEQUENCES } from '../view/interventions.ts';
import { standing } from '../view/sentence.ts';
import { type Actor, whoActs } from './person.ts';
import { type ListeningEngine, runSpokenOf } from './run-spoken-of.ts';

export interface Intervention {
  readonly step: string;
  readonly action: InterventionAction;
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type Intervened =
  | {
      readonly status: 'accepted';
      readonly path: string;
      readonly by: string;
      readonly consequence: string;
    }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

export async function intervene(
  engine: ListeningEngine,
  id: ExecutionId,
  { step, action, comment, actor }: Intervention,
): Promise<Intervened> {
  const { plan, clock } = await runSpokenOf(engine, id);
  const by = whoActs(actor).name;
  const signal = { by, step, action, at: clock.now(), ...(comment !== undefined && { comment }) };
  const verdict = await engine.journal.signal(id, (all) => judgeIntervention(all, plan, signal));
  if (verdict.status === 'accepted') {
    const path = verdict.event.type === 'InterventionDecided' ? verdict.event.path : step;
    return { status: 'accepted', path, by, consequence: CONSEQUENCES[action] };
  }
  const { refusal } = verdict;
  const view = buildRunView(plan, (await engine.look(id)).events, clock.now());
  const message = `${refusalText(id, step, refusal)} Nothing was done. ${standing(view)}`;
  return { status: 'refused', reason: refusal.code, message };
}

function refusalText(execution: string, step: string, refusal: InterventionRefusal): string {
  switch (refusal.code) {
    case 'none-open':
      return `No step of run ${execution} waits for a person's word now. See "penstock status ${execution}".`;
    case 'not-waiting':
      return `"${step}" names none, or several, of the steps of run ${execution} that wait for a word. Name one: ${refusal.open.join(', ')}.`;
    case 'expired':
      return `The time for a word on "${step}" of run ${execution} was over at ${new Date(refusal.expiredAt).toISOString()}; nobody had decided by then, and its failure strategy acted.`;
    case 'already-decided':
      return `${refusal.by} has decided ${refusal.action} for "${step}" of run ${execution} already, and the first word counts.`;
    case 'is-approval':
      return `"${step}" of run ${execution} is an approval, and only those who may approve let a run pass it: ${refusal.action} does not. Ask again with retry, or go back.`;
    default:
      return unreachable(refusal);
  }
}
