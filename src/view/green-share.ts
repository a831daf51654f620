// How much of prod's traffic is on green: of the run, and of each of its stages where several deploy.
import type { Plan } from '../plan/plan.ts';
import { FACT, type Restored, type Rung } from '../traffic/facts.ts';
import { deployingStages, liesIn } from './deploying-stages.ts';
import { type GreenShare, type StageShare, UNMOVED } from './run-view.ts';
import type { RunFold } from './step-fold.ts';

type Facts = RunFold['facts'];

/** Where several stages deploy, that of the one that was at work last. */
export function greenShare(plan: Plan, { facts }: RunFold): GreenShare | undefined {
  const last = facts.findLast(isOfProd);
  const stages = deployingStages(plan);
  const stage =
    stages.length < 2 || last === undefined
      ? undefined
      : stages.find((each) => liesIn(last.path, each));
  return shareIn(stage === undefined ? facts : facts.filter(({ path }) => liesIn(path, stage)));
}

/** Only of stages that have looked at prod; empty where one stage at most deploys. */
export function stageShares(plan: Plan, { facts }: RunFold): readonly StageShare[] {
  const stages = deployingStages(plan);
  if (stages.length < 2) return [];
  return stages.flatMap((stage): readonly StageShare[] => {
    const share = shareIn(facts.filter(({ path }) => liesIn(path, stage)));
    return share === undefined ? [] : [{ stage: stage.label, share }];
  });
}

function shareIn(facts: Facts): GreenShare | undefined {
  const prod = facts.filter(isOfProd);
  const restored = valuesOf<Restored>(prod, FACT.restored).at(-1);
  if (restored !== undefined && restored.outcome !== 'left') return UNMOVED;
  const rung = valuesOf<Rung>(prod, FACT.rung).findLast((each) => each.reported !== null);
  if (rung !== undefined) {
    return {
      percent: rung.reported ?? rung.set,
      isProven: rung.state === 'proven',
      observed: rung.observed ?? undefined,
    };
  }
  return prod.some(({ name }) => name === FACT.beforeImage) ? UNMOVED : undefined;
}

function isOfProd({ name, value }: Facts[number]): boolean {
  const isOne = [FACT.restored, FACT.rung, FACT.beforeImage].some((each) => each === name);
  return isOne && (value as { lane?: string }).lane === 'prod';
}

function valuesOf<Value>(facts: Facts, wanted: string): readonly Value[] {
  return facts.flatMap(({ name, value }) => (name === wanted ? [value as unknown as Value] : []));
}
