// A person's answer to an open choice: judged and recorded in one transaction, whoever drives the run.
import type { ExecutionId } from '../execution/journal.ts';
import { type ChoiceRefusal, judgeChoice } from '../execution/judge-choice.ts';
import { unreachable } from '../lib/assert.ts';
import { buildRunView } from '../view/build-run-view.ts';
import { standing } from '../view/sentence.ts';
import { type Actor, whoActs } from './person.ts';
import { type ListeningEngine, runSpokenOf } from './run-spoken-of.ts';

export interface ChoiceAnswer {
  readonly option: string;
  /** The step's node path; needed only when several ask. */
  readonly path: string | undefined;
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
}

export type Chosen =
  | {
      readonly status: 'accepted';
      readonly path: string;
      readonly by: string;
      readonly consequence: string;
    }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

export async function makeChoice(
  engine: ListeningEngine,
  id: ExecutionId,
  { option, path, comment, actor }: ChoiceAnswer,
): Promise<Chosen> {
  const { plan, events, clock } = await runSpokenOf(engine, id);
  const by = whoActs(actor).name;
  const view = buildRunView(plan, events, clock.now());
  const verdict = await engine.journal.signal(id, (all) =>
    judgeChoice(all, plan, {
      by,
      option,
      at: clock.now(),
      ...(path !== undefined && { path }),
      ...(comment !== undefined && { comment }),
    }),
  );
  if (verdict.status === 'accepted') {
    const chosen = verdict.event.type === 'ChoiceMade' ? verdict.event.path : '';
    const options = view.choices.find((each) => each.path === chosen)?.options ?? [];
    const consequence = options.find((each) => each.id === option)?.consequence ?? '';
    return { status: 'accepted', path: chosen, by, consequence };
  }
  const { refusal } = verdict;
  const message = `${refusalText(id, option, refusal)} Nothing was done. ${standing(view)}`;
  return { status: 'refused', reason: refusal.code, message };
}

function refusalText(execution: string, option: string, refusal: ChoiceRefusal): string {
  switch (refusal.code) {
    case 'no-choice-open':
      return `Run ${execution} asks nothing now, so there is nothing to choose. See "penstock status ${execution}".`;
    case 'several-choices':
      return `Several steps of run ${execution} ask. Name one after the option: ${refusal.paths.join(', ')}.`;
    case 'unknown-option':
      return `"${option}" is not among the answers. Choose ${refusal.options.map(({ id, label }) => `${id} (${label})`).join(', ')}.`;
    case 'expired':
      return `The time of this choice of run ${execution} was over at ${new Date(refusal.expiredAt).toISOString()}; nobody had chosen by then, and its failure strategies decided.`;
    case 'already-made':
      return `${refusal.by} has chosen ${refusal.option} in run ${execution} already, and the first answer counts.`;
    default:
      return unreachable(refusal);
  }
}
