// What the failure strategies of a step must know of where it stands.
import { renderCondition } from '../../expression/render.ts';
import type { StepNode } from '../../plan/plan.ts';
import type { Situation } from '../failure-strategy.ts';
import { runtimeScope } from '../runtime-scope.ts';
import type { Place, Walk } from './walk.ts';

/** `attempt` counts in the present round of the groups around. */
export function situationOf(walk: Walk, step: StepNode, place: Place, attempt: number): Situation {
  const { state, now } = walk;
  return {
    attempt,
    mayWait: (delayMs) => place.deadlineAt === undefined || now + delayMs < place.deadlineAt,
    holds: (condition) => {
      const rendered = renderCondition(condition, runtimeScope(state, step.path));
      return rendered.status === 'value' && rendered.value === true;
    },
    roundOf: (group) => state.nodes.get(group)?.again?.round ?? 1,
  };
}

/** For what never began, or whose time is over: nothing more is tried, and nobody is asked. */
export function overFor(situation: Situation): Situation {
  return { ...situation, mayWait: () => false };
}
