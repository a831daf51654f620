// The end of a run: whether a rollback was clean, and by which name the whole execution ends.
import type { StageNode, StepNode } from '../plan/plan.ts';
import { nodesOf, stepsOf } from '../plan/walk.ts';
import type { EndState, ExecutionFinished, Leftover, NodeStatus } from './event.ts';
import { causeOf, isGood } from './node-status.ts';
import type { State } from './state.ts';

/**
 * Dirty when a rollback step failed (whatever its failure strategy made of that), when it left
 * something over, or when the stage changed the world and no rollback step says that it put that back.
 */
export function rollbackResult(state: State, stage: StageNode): 'clean' | 'dirty' {
  const steps = [...stepsOf(stage.rollback)];
  const broken = steps.some((step) => didNotWork(state, step));
  const leftovers = state.leftovers.some(({ path }) => isUnder(path, stage.rollback.path));
  const worked = steps.some((step) => putBack(state, step));
  return broken || leftovers || (isTouched(state, stage) && !worked) ? 'dirty' : 'clean';
}

export function endOf(state: State, status: NodeStatus): Omit<ExecutionFinished, 'type'> {
  const stages = stagesOf(state);
  const leftovers = state.leftovers
    .filter(({ path }) => stages.every((stage) => !isCleared(state, stage, path)))
    .map(({ leftover }) => leftover);
  if (isGood(status)) {
    return { status, end: leftovers.length > 0 ? 'Dirty' : 'Success', leftovers };
  }
  const cause = causeOf(status);
  const touched = stages.filter((stage) => isTouched(state, stage) && !isKept(state, stage));
  for (const stage of touched) {
    if (!wentBack(state, stage)) leftovers.push(...explain(state, stage));
  }
  if (leftovers.length > 0) return { status, end: 'Dirty', cause, leftovers };
  if (touched.length > 0) return { status, end: 'RolledBack', cause, leftovers };
  return { status, end: NAMED[cause], cause, leftovers };
}

const NAMED: Readonly<Record<ReturnType<typeof causeOf>, EndState>> = {
  failed: 'Failed',
  rejected: 'Rejected',
  expired: 'Expired',
  aborted: 'Aborted',
  interrupted: 'Failed',
};

function stagesOf(state: State): StageNode[] {
  return [...nodesOf(state.plan.pipeline)].filter((node) => node.kind === 'stage');
}

/** Some effect of the stage's forward steps changed the world. */
function isTouched(state: State, stage: StageNode): boolean {
  return state.changes.some(({ path }) => isUnder(path, stage.steps.path));
}

/** A stage that ended well and was not rolled back stands as its author wanted it. */
function isKept(state: State, stage: StageNode): boolean {
  const known = state.nodes.get(stage.path);
  return (
    known?.finished !== undefined && isGood(known.finished.status) && known.rollback === undefined
  );
}

function wentBack(state: State, stage: StageNode): boolean {
  return state.nodes.get(stage.rollback.path)?.finished?.rollback === 'clean';
}

/** What a forward step left over is gone when the stage's rollback was clean. */
function isCleared(state: State, stage: StageNode, path: string): boolean {
  return isUnder(path, stage.steps.path) && wentBack(state, stage);
}

function explain(state: State, stage: StageNode): Leftover[] {
  const effects = state.changes
    .filter(({ path }) => isUnder(path, stage.steps.path))
    .map(({ path, effect }) => `${state.index.node(path).name}: ${effect}`);
  const what = `stage "${stage.name}" changed: ${effects.join(', ')}`;
  if (state.nodes.get(stage.path)?.rollback === undefined) {
    return [{ what, why: 'no rollback ran', commands: [] }];
  }
  const steps = [...stepsOf(stage.rollback)];
  const broken = steps.filter((step) => didNotWork(state, step));
  if (broken.length > 0) {
    return broken.map((step) => ({ what, why: whyNot(state, step), commands: [] }));
  }
  if (state.leftovers.some(({ path }) => isUnder(path, stage.rollback.path))) return [];
  return [{ what, why: 'no rollback step that ran puts that back', commands: [] }];
}

function putBack(state: State, step: StepNode): boolean {
  const result = state.steps.get(step.path)?.result;
  return result?.status === 'succeeded' && result.putBack === true;
}

function didNotWork(state: State, step: StepNode): boolean {
  const result = state.steps.get(step.path)?.result;
  if (result !== undefined) return result.status !== 'succeeded';
  const finished = state.nodes.get(step.path)?.finished;
  return finished !== undefined && finished.status !== 'Skipped';
}

function whyNot(state: State, step: StepNode): string {
  const result = state.steps.get(step.path)?.result;
  const text = result?.status === 'failed' ? result.failure.message : result?.status;
  const reason = text ?? state.nodes.get(step.path)?.finished?.reason ?? 'it did not run';
  return `the rollback step "${step.name}" did not put it back: ${reason}`;
}

function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
