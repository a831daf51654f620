// What a retry keeps of an earlier execution, as part of the state that it begins with.
import type { KeptNode, Resumed } from '../plan/plan.ts';
import type { NodeState, State, StepState } from './state.ts';

export function seedKept(resumed: Resumed | undefined, state: State): State {
  if (resumed === undefined) return state;
  for (const node of resumed.nodes) {
    state.nodes.set(node.path, nodeOf(node));
    if (node.attempt !== undefined) state.steps.set(node.path, stepOf(node, node.attempt));
  }
  for (const { name, ...fact } of resumed.facts) {
    state.facts.set(name, [...(state.facts.get(name) ?? []), fact]);
  }
  state.changes.push(...resumed.changes);
  return state;
}

function nodeOf({ path, status, startedAt, endedAt }: KeptNode): NodeState {
  return {
    startedAt,
    deadlineAt: undefined,
    rollback: undefined,
    finished: { at: endedAt, type: 'NodeFinished', path, status },
    again: undefined,
  };
}

function stepOf({ startedAt = 0, endedAt, output }: KeptNode, attempt: number): StepState {
  return {
    phase: 'done',
    attempt,
    firstAttempt: attempt,
    startedAt,
    deadlineAt: endedAt,
    isHeld: false,
    effects: new Map(),
    approval: undefined,
    choices: new Map(),
    waits: new Map(),
    result: output === undefined ? undefined : { status: 'succeeded', output },
    inputs: undefined,
    dueAt: undefined,
    intervention: undefined,
    marked: undefined,
  };
}
