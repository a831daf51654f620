// Whether a node that is next in line runs: the status before it, and its own condition.
import { renderCondition } from '../../expression/render.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { runtimeScope } from '../runtime-scope.ts';
import type { State } from '../state.ts';
import type { Place } from './walk.ts';

export type WhenVerdict =
  | { readonly kind: 'run' }
  | { readonly kind: 'skip' | 'invalid'; readonly reason: string };

/** Without a `when`, forward nodes need success before them, and rollback nodes always run. */
export function judgeWhen(state: State, node: PlanNode, place: Place): WhenVerdict {
  const wanted = node.when?.status ?? (place.inRollback ? 'All' : 'Success');
  if (wanted !== 'All' && wanted !== place.soFar) {
    const reason = wanted === 'Success' ? 'something before it failed' : 'nothing before it failed';
    return { kind: 'skip', reason };
  }
  const condition = node.when?.condition;
  return condition === undefined ? { kind: 'run' } : judgeCondition(state, node, condition);
}

function judgeCondition(state: State, node: PlanNode, condition: string): WhenVerdict {
  const rendered = renderCondition(condition, runtimeScope(state, node.path));
  switch (rendered.status) {
    case 'value':
      if (rendered.value === true) return { kind: 'run' };
      return { kind: 'skip', reason: `its condition is false: ${condition}` };
    case 'later':
      return invalid(condition, `${rendered.needs.join(', ')} is not known`);
    case 'invalid':
      return invalid(condition, rendered.message);
  }
}

function invalid(condition: string, why: string): WhenVerdict {
  return { kind: 'invalid', reason: `its condition cannot be judged: ${condition}: ${why}` };
}
