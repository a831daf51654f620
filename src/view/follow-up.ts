// What people see of a run that follows another one: where the traffic stands, and how it ended.
import type { EndState } from '../execution/event.ts';
import type { FollowUp, Plan } from '../plan/plan.ts';
import { nodesOf } from '../plan/walk.ts';
import { FACT, type Restored, type Rung } from '../traffic/facts.ts';
import { type GreenShare, UNMOVED } from './run-view.ts';
import type { RunFold } from './step-fold.ts';

/** As the earlier run left it, until a rule of prod is back. */
export function shareOfFollowUp(plan: Plan, fold: RunFold): GreenShare {
  const restored = fold.facts
    .filter(({ name }) => name === FACT.restored)
    .map(({ value }) => value as unknown as Restored);
  const isBack = restored.some(({ lane, outcome }) => lane === 'prod' && outcome !== 'left');
  if (isBack) return UNMOVED;
  const inherited = [...nodesOf(plan.pipeline)].flatMap((node) =>
    node.kind === 'stage' ? (node.inherited ?? []) : [],
  );
  const rung = inherited.findLast(({ name }) => name === FACT.rung)?.value as unknown as
    | Rung
    | undefined;
  if (rung?.lane !== 'prod') return UNMOVED;
  const { state, reported, set } = rung;
  return { percent: reported ?? set, isProven: state === 'proven', observed: undefined };
}

/** Only of the ends that are told otherwise than those of a deployment. */
export function followUpEnd(
  end: EndState,
  { kind, execution }: FollowUp,
  standing: string,
): string | undefined {
  switch (end) {
    case 'Success':
      return kind === 'rollback'
        ? `Success. All traffic is on blue, exactly as before run ${execution}; green of that run is gone.`
        : `Success. ${standing} Blue of run ${execution} is kept warm no longer.`;
    case 'Failed':
    case 'Expired':
    case 'Aborted':
      return `${end}. Nothing had been touched. ${standing}`;
    default:
      return undefined;
  }
}
