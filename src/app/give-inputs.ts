// A person's answer to a step that asks for values before it begins: judged and recorded in one transaction.
import type { ExecutionId } from '../execution/journal.ts';
import { type GivenRefusal, judgeGiven } from '../execution/judge-given.ts';
import type { JsonObject } from '../lib/json.ts';
import { checkPlannedSpec } from '../pipeline/step-types/step-types.ts';
import type { StepNode } from '../plan/plan.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { standing } from '../view/sentence.ts';
import { inputsRefusalText } from './inputs-refusal.ts';
import { type Actor, whoActs } from './person.ts';
import { type ListeningEngine, runSpokenOf } from './run-spoken-of.ts';

export interface Giving {
  /** Its path, or the last part of it; needed only when several steps ask. */
  readonly step: string | undefined;
  /** By the names that are asked for; what is left out has its default. */
  readonly values: Readonly<Record<string, string>>;
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type Given =
  | { readonly status: 'accepted'; readonly path: string; readonly by: string }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

export async function giveInputs(
  engine: ListeningEngine,
  id: ExecutionId,
  { step, values, comment, actor }: Giving,
): Promise<Given> {
  const { plan, clock } = await runSpokenOf(engine, id);
  const by = whoActs(actor).name;
  const signal = {
    by,
    values,
    at: clock.now(),
    ...(step !== undefined && { step }),
    ...(comment !== undefined && { comment }),
  };
  const verdict = await engine.journal.signal(id, (all) =>
    judgeGiven(all, plan, signal, objectionOf),
  );
  if (verdict.status === 'accepted') {
    const path = verdict.event.type === 'InputGiven' ? verdict.event.path : '';
    return { status: 'accepted', path, by };
  }
  const { refusal } = verdict;
  const view = buildRunView(plan, (await engine.look(id)).events, clock.now());
  const message = `${refusalText(id, refusal)} Nothing was done. ${standing(view)}`;
  return { status: 'refused', reason: refusal.code, message };
}

/** As the plan is checked: a weight that is no number breaks nothing later. */
function objectionOf({ type }: StepNode, spec: JsonObject): string | undefined {
  const [problem] = checkPlannedSpec(type, spec);
  return problem?.message;
}

function refusalText(id: string, refusal: GivenRefusal): string {
  switch (refusal.code) {
    case 'none-asks':
      return `No step of run ${id} asks for anything now. See "penstock status ${id}".`;
    case 'not-asking':
      return `Name one of the steps of run ${id} that ask: ${refusal.asking.join(', ')}.`;
    case 'expired':
      return `The time to answer in run ${id} was over at ${new Date(refusal.expiredAt).toISOString()}, and its failure strategy acted.`;
    case 'already-given':
      return `${refusal.by} has given that in run ${id} already, and the first word counts.`;
    default:
      return inputsRefusalText(refusal);
  }
}
