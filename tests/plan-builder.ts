// Builds small plans for tests, with paths as the plan maker writes them.
import { FAILURE_TYPES } from '../src/pipeline/failure-types.ts';
import type {
  FailureAction,
  FailureTable,
  ParallelNode,
  PipelineNode,
  Plan,
  PlanNode,
  SequenceNode,
  StageNode,
  StepInput,
  StepNode,
  StrategyNode,
  When,
} from '../src/plan/plan.ts';

/** A node that does not know its path yet. `child` gives the path below its parent. */
export type Build<Node extends PlanNode = PlanNode> = (
  parent: string,
  index: number,
  given?: string,
) => Node;

interface Options {
  readonly when?: When;
  readonly timeoutMs?: number;
}

export interface StepOptions extends Options {
  readonly type?: string;
  readonly spec?: StepNode['spec'];
  readonly failures?: FailureTable;
  readonly meets?: string;
  readonly asks?: readonly StepInput[];
}

const join = (parent: string, identifier: string): string =>
  parent === '' ? identifier : `${parent}/${identifier}`;

export function step(identifier: string, options: StepOptions = {}): Build<StepNode> {
  return (parent, _index, given) => ({
    kind: 'step',
    path: given ?? join(parent, identifier),
    identifier,
    name: identifier,
    type: 'Fake',
    spec: {},
    timeoutMs: 600_000,
    failures: {},
    ...options,
  });
}

export function group(
  identifier: string,
  children: readonly Build[],
  options: Options = {},
): Build<SequenceNode> {
  return (parent, _index, given) =>
    sequenceAt(given ?? join(parent, identifier), identifier, children, options);
}

export function parallel(children: readonly Build[]): Build<ParallelNode> {
  return (parent, index) => {
    const path = join(parent, `~${index}`);
    const built = children.map((child, place) => child(path, place));
    return { kind: 'parallel', path, identifier: `~${index}`, name: 'parallel', children: built };
  };
}

/** Iteration i is built by `each(i)`, such as a step or a group; its identifier gets the postfix. */
export function matrix(
  identifier: string,
  count: number,
  each: (iteration: number) => Build,
  options: { maxConcurrency?: number; onFailure?: 'SkipQueued' | 'RunAll' } & Options = {},
): Build<StrategyNode> {
  return (parent, _index, given) => {
    const path = given ?? join(parent, identifier);
    const iterations = Array.from({ length: count }, (_, iteration) => ({
      ...each(iteration)(parent, iteration, `${path}[${iteration}]`),
      identifier: `${identifier}_${iteration}`,
    }));
    const labels = iterations.map((_, iteration) => `n=${iteration}`);
    const { maxConcurrency = 1, onFailure = 'SkipQueued', ...rest } = options;
    return {
      kind: 'strategy',
      path,
      identifier,
      name: identifier,
      iterations,
      labels,
      maxConcurrency,
      onFailure,
      ...rest,
    };
  };
}

export function stage(
  identifier: string,
  steps: readonly Build[],
  rollback: readonly Build[] = [],
  options: Options = {},
): Build<StageNode> {
  return (parent, _index, given) => {
    const path = given ?? join(parent, identifier);
    return {
      kind: 'stage',
      path,
      identifier,
      name: identifier,
      stageType: 'Custom',
      steps: sequenceAt(`${path}/steps`, 'steps', steps),
      rollback: sequenceAt(`${path}/rollback`, 'rollback', rollback),
      ...options,
    };
  };
}

export function planOf(stages: readonly Build[], options: Options = {}): Plan {
  const pipeline: PipelineNode = {
    kind: 'pipeline',
    path: '',
    identifier: 'sample',
    name: 'sample',
    stages: stages.map((build, index) => build('', index)),
    ...options,
  };
  return { format: 1, pipeline, bound: [] };
}

export function onAnyFailure(action: FailureAction): FailureTable {
  return Object.fromEntries(FAILURE_TYPES.map((type) => [type, action]));
}

export const STAGE_ROLLBACK: FailureTable = onAnyFailure({ type: 'StageRollback' });
export const PIPELINE_ROLLBACK: FailureTable = onAnyFailure({ type: 'PipelineRollback' });

export function retry(
  retryCount: number,
  intervalMs: number,
  then: FailureAction = { type: 'StageRollback' },
): FailureTable {
  return onAnyFailure({
    type: 'Retry',
    retryCount,
    intervalsMs: [intervalMs],
    onRetryFailure: then,
  });
}

function sequenceAt(
  path: string,
  identifier: string,
  children: readonly Build[],
  options: Options = {},
): SequenceNode {
  const built = children.map((child, index) => child(path, index));
  return { kind: 'sequence', path, identifier, name: identifier, children: built, ...options };
}
