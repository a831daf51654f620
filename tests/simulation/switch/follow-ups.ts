// What follows a run of a story that has succeeded: its plan, made from what that run has recorded.
import { createFollowUpPlan } from '../../../src/plan/create-follow-up-plan.ts';
import type { InheritedFact, Plan } from '../../../src/plan/plan.ts';
import { nodesOf } from '../../../src/plan/walk.ts';
import { followedStage, followedStages } from '../../../src/steps/follow-up/followed-stages.ts';
import { type BeforeImage, FACT, type Setup } from '../../../src/traffic/facts.ts';
import type { PlayedRun } from './stage-set.ts';
import type { FollowUpStory } from './story.ts';

/** Undefined when the run has not succeeded, or has moved no traffic. */
export function planOfFollowUp(
  { kind, scaleUp }: FollowUpStory,
  { createdAs, events }: PlayedRun,
): Plan | undefined {
  const last = events.at(-1);
  if (createdAs === undefined || last?.type !== 'ExecutionFinished') return undefined;
  if (last.end !== 'Success') return undefined;
  const stages = followedStages(createdAs.plan, events);
  if (stages.length === 0) return undefined;
  return createFollowUpPlan({
    followUp: { kind, execution: createdAs.id },
    of: createdAs.plan.pipeline.name,
    stages: stages.map((each) => followedStage(each, { scaleUp })),
  });
}

export function imagesInherited(plan: Plan): readonly BeforeImage[] {
  return inherited(plan, FACT.beforeImage).map(({ value }) => value as unknown as BeforeImage);
}

export function setupsInherited(plan: Plan): readonly Setup[] {
  return inherited(plan, FACT.setup).map(({ value }) => value as unknown as Setup);
}

function inherited(plan: Plan, wanted: string): readonly InheritedFact[] {
  return [...nodesOf(plan.pipeline)]
    .flatMap((node) => (node.kind === 'stage' ? (node.inherited ?? []) : []))
    .filter(({ name }) => name === wanted);
}
