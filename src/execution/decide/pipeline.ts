// The pipeline: its stages in order, the unwinding of stages that had run, and the named end.
import type { PipelineNode, StageNode } from '../../plan/plan.ts';
import { nodesOf } from '../../plan/walk.ts';
import { endOf } from '../end-state.ts';
import type { NodeStatus } from '../event.ts';
import { causeOf } from '../node-status.ts';
import { visitInOrder } from './in-order.ts';
import { visitRollback } from './stage.ts';
import { emit, type Finish, finishNode, startNode, type Walk } from './walk.ts';

export function visitPipeline(walk: Walk, pipeline: PipelineNode): void {
  const place = { deadlineAt: undefined, inRollback: false, soFar: 'Success' } as const;
  const inner = startNode(walk, pipeline, place);
  const finish = visitInOrder(walk, pipeline.stages, inner);
  if (finish === undefined) return;
  if (mustUnwind(walk, finish) && !unwind(walk, pipeline, finish)) return;
  const status = wasAborted(walk, pipeline) ? 'Aborted' : finish.status;
  finishNode(walk, pipeline, place, { status });
  emit(walk, { at: walk.now, type: 'ExecutionFinished', ...endOf(walk.state, status) });
}

/** An unwinding that has begun goes on; before that, an abort decides alone. */
function mustUnwind(walk: Walk, finish: Finish): boolean {
  if (walk.state.unwinding) return true;
  if (walk.state.abort !== undefined) return walk.state.abort.restore;
  return finish.directive === 'pipeline-rollback';
}

/** Rolls back every stage that started, last first, one at a time; answers whether all are done. */
function unwind(walk: Walk, pipeline: PipelineNode, finish: Finish): boolean {
  for (const stage of stagesOf(pipeline).reverse()) {
    if (walk.state.nodes.get(stage.path)?.startedAt === undefined) continue;
    if (!visitRollback(walk, stage, unwindCause(walk, finish.status))) return false;
  }
  return true;
}

function unwindCause(walk: Walk, status: NodeStatus): ReturnType<typeof causeOf> {
  return walk.state.abort === undefined ? causeOf(status) : 'aborted';
}

function wasAborted(walk: Walk, pipeline: PipelineNode): boolean {
  return stagesOf(pipeline).some(({ path }) => {
    return walk.state.nodes.get(path)?.rollback?.cause === 'aborted';
  });
}

function stagesOf(pipeline: PipelineNode): StageNode[] {
  return [...nodesOf(pipeline)].filter((node) => node.kind === 'stage');
}
