// The fold of a journal that views start from: per step its attempts, gates and end, and all facts by name.
import type {
  AbortRequested,
  ApprovalDecided,
  ApprovalOpened,
  Cause,
  ChoiceOpened,
  ExecutionEvent,
  ExecutionFinished,
  ExecutionResolved,
  ExecutionStarted,
  GateWatched,
  NodeStatus,
} from '../execution/event.ts';
import type { Json } from '../lib/json.ts';
import type { NodePath } from '../plan/plan.ts';

export interface StepFold {
  startedAt: number;
  deadlineAt: number;
  finishedAt: number | undefined;
  status: NodeStatus | 'Running' | 'ApprovalWaiting' | 'InterventionWaiting';
  opened: (ApprovalOpened & { readonly at: number }) | undefined;
  decisions: ApprovalDecided[];
  /** The choice that is open, when the status says so. */
  asked: (ChoiceOpened & { readonly at: number }) | undefined;
  /** The last word of the watch at its gate. */
  watched: (GateWatched & { readonly at: number }) | undefined;
}

export interface RunFold {
  started: (ExecutionStarted & { readonly at: number }) | undefined;
  finished: ExecutionFinished | undefined;
  resolved: (ExecutionResolved & { readonly at: number }) | undefined;
  /** When the run last moved; what people say after its end moves nothing. */
  lastAt: number;
  isRollingBack: boolean;
  /** Why the first way back began. */
  backBecause: Cause | undefined;
  abort: AbortRequested | undefined;
  /** Something of the world was changed, or may have been. */
  isTouched: boolean;
  readonly steps: Map<NodePath, StepFold>;
  readonly finishedNodes: Map<NodePath, NodeStatus>;
  readonly facts: {
    readonly name: string;
    readonly path: NodePath;
    readonly at: number;
    readonly value: Json;
  }[];
  failure: { readonly path: NodePath; readonly message: string } | undefined;
}

export function foldRun(events: readonly ExecutionEvent[]): RunFold {
  const fold: RunFold = {
    started: undefined,
    finished: undefined,
    resolved: undefined,
    lastAt: 0,
    isRollingBack: false,
    backBecause: undefined,
    abort: undefined,
    isTouched: false,
    steps: new Map(),
    finishedNodes: new Map(),
    facts: [],
    failure: undefined,
  };
  for (const event of events) {
    if (event.type !== 'ExecutionResolved') fold.lastAt = event.at;
    apply(fold, event);
  }
  return fold;
}

function apply(fold: RunFold, event: ExecutionEvent): void {
  switch (event.type) {
    case 'ExecutionStarted':
      fold.started = event;
      return;
    case 'ExecutionFinished':
      fold.finished = event;
      return;
    case 'ExecutionResolved':
      fold.resolved = event;
      return;
    case 'RollbackStarted':
      fold.isRollingBack = true;
      fold.backBecause ??= event.cause;
      return;
    case 'AbortRequested':
      fold.abort = event;
      return;
    case 'EffectIntended':
      fold.isTouched ||= event.changesWorld;
      return;
    case 'FactRecorded':
      fold.facts.push({ name: event.name, path: event.path, at: event.at, value: event.value });
      return;
    case 'NodeFinished':
      fold.finishedNodes.set(event.path, event.status);
      finishStep(fold, event.path, event.status, event.at);
      return;
    default:
      applyToStep(fold, event);
  }
}

function applyToStep(fold: RunFold, event: ExecutionEvent): void {
  switch (event.type) {
    case 'AttemptStarted':
      fold.steps.set(event.path, {
        startedAt: fold.steps.get(event.path)?.startedAt ?? event.at,
        deadlineAt: event.deadlineAt,
        finishedAt: undefined,
        status: 'Running',
        opened: undefined,
        decisions: [],
        asked: undefined,
        watched: undefined,
      });
      return;
    case 'ApprovalOpened': {
      const step = fold.steps.get(event.path);
      if (step !== undefined) Object.assign(step, { opened: event, status: 'ApprovalWaiting' });
      return;
    }
    case 'ApprovalDecided':
      fold.steps.get(event.path)?.decisions.push(event);
      return;
    case 'GateWatched': {
      const step = fold.steps.get(event.path);
      if (step !== undefined) step.watched = event;
      return;
    }
    case 'ChoiceOpened': {
      const step = fold.steps.get(event.path);
      if (step !== undefined) Object.assign(step, { asked: event, status: 'InterventionWaiting' });
      return;
    }
    case 'ChoiceMade': {
      const step = fold.steps.get(event.path);
      if (step !== undefined) Object.assign(step, { asked: undefined, status: 'Running' });
      return;
    }
    case 'AttemptFinished':
      if (event.result.status === 'failed') {
        fold.failure ??= { path: event.path, message: event.result.failure.message };
      }
      return;
    default:
      return;
  }
}

function finishStep(fold: RunFold, path: NodePath, status: NodeStatus, at: number): void {
  const step = fold.steps.get(path);
  if (step !== undefined) Object.assign(step, { status, finishedAt: at });
}
