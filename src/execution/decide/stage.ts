// A stage: its steps, and its rollback when a step's failure strategy asks for one.
import type { StageNode } from '../../plan/plan.ts';
import { rollbackResult } from '../end-state.ts';
import type { Cause } from '../event.ts';
import { causeOf } from '../node-status.ts';
import { finishedNode } from '../state.ts';
import { emit, finishNode, isStopping, type Place, startNode, type Walk } from './walk.ts';

export function visitStage(walk: Walk, stage: StageNode, place: Place): void {
  const inner = startNode(walk, stage, place);
  if (finishedNode(walk.state, stage.steps.path) === undefined) {
    walk.visit(stage.steps, { ...inner, soFar: 'Success' });
  }
  const steps = finishedNode(walk.state, stage.steps.path);
  if (steps === undefined) return;
  const hasBegun = walk.state.nodes.get(stage.path)?.rollback !== undefined;
  const asked = steps.directive === 'stage-rollback';
  if (!hasBegun && !(asked && !isStopping(walk, place))) {
    const directive = asked ? 'abort' : steps.directive;
    const status = asked ? 'Aborted' : steps.status;
    finishNode(walk, stage, place, { status, directive });
    return;
  }
  if (!visitRollback(walk, stage, causeOf(steps.status))) return;
  const rollback = finishedNode(walk.state, stage.rollback.path)?.rollback;
  finishNode(walk, stage, place, { status: steps.status, rollback });
}

/** Starts or goes on with a stage's rollback, which no deadline and no abort from outside reaches. */
export function visitRollback(walk: Walk, stage: StageNode, cause: Cause): boolean {
  if (walk.state.nodes.get(stage.path)?.rollback === undefined) {
    emit(walk, { at: walk.now, type: 'RollbackStarted', path: stage.path, cause });
  }
  if (finishedNode(walk.state, stage.rollback.path) === undefined) {
    walk.visit(stage.rollback, { deadlineAt: undefined, inRollback: true, soFar: 'Failure' });
  }
  return finishedNode(walk.state, stage.rollback.path) !== undefined;
}

/** How the rollback sequence of a stage went, for its last event; undefined for other sequences. */
export function rollbackOf(walk: Walk, path: string): 'clean' | 'dirty' | undefined {
  if (path === '') return undefined;
  const stage = walk.state.index.stageOf(path);
  return stage.rollback.path === path ? rollbackResult(walk.state, stage) : undefined;
}
