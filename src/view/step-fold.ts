// The fold of a journal that views start from: per step its attempts, gates and end, and all facts by name.
import type {
  AbortRequested,
  ApprovalDecided,
  ApprovalOpened,
  AttemptResult,
  AttemptStarted,
  Cause,
  ChoiceOpened,
  ExecutionEvent,
  ExecutionFinished,
  ExecutionResolved,
  ExecutionStarted,
  GateWatched,
  InterventionOpened,
  NodeFinished,
  NodeStatus,
  PauseRequested,
  WaitOpened,
  WaitRequest,
} from '../execution/event.ts';
import type { Json } from '../lib/json.ts';
import type { NodePath, Resumed } from '../plan/plan.ts';

export interface StepFold {
  startedAt: number;
  deadlineAt: number;
  finishedAt: number | undefined;
  status: NodeStatus | 'Running' | 'InterventionWaiting' | WaitRequest['status'];
  /** What it asks for before it begins has been given. */
  isAnswered: boolean;
  /** It was answered during a pause, and goes on when that ends. */
  isHeld: boolean;
  opened: (ApprovalOpened & { readonly at: number }) | undefined;
  decisions: (ApprovalDecided & { readonly at: number })[];
  /** The choice that is open, when the status says so. */
  asked: (ChoiceOpened & { readonly at: number }) | undefined;
  /** What it waits for without running, and the last word on that. */
  waits: (WaitOpened & { readonly at: number; readonly says: string }) | undefined;
  /** The last word of the watch at its gate. */
  watched: (GateWatched & { readonly at: number }) | undefined;
  /** Whose word is waited for since it broke. */
  intervention: (InterventionOpened & { readonly at: number }) | undefined;
  result: AttemptResult | undefined;
  /** What came of its latest attempt, as long as that was nothing good. */
  trouble: Omit<FailureFold, 'path'> | undefined;
}

export interface FailureFold {
  readonly path: NodePath;
  readonly how: 'failed' | 'rejected' | 'expired';
  readonly message: string;
}

export interface RunFold {
  started: (ExecutionStarted & { readonly at: number }) | undefined;
  finished: ExecutionFinished | undefined;
  resolved: (ExecutionResolved & { readonly at: number }) | undefined;
  /** When the run last moved; what people say after its end moves nothing. */
  lastAt: number;
  isRollingBack: boolean;
  /** The stages whose rollback has begun. */
  readonly goingBack: Set<NodePath>;
  /** Why the first way back began. */
  backBecause: Cause | undefined;
  abort: AbortRequested | undefined;
  paused: (PauseRequested & { readonly at: number }) | undefined;
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
  /** The first step that did not end well; what a retry has mended is none. */
  failure: FailureFold | undefined;
}

export function foldRun(events: readonly ExecutionEvent[], resumed?: Resumed): RunFold {
  const fold = newFold(resumed);
  extendFold(fold, events);
  return fold;
}

/** A retry begins with what it keeps of an earlier execution. */
export function newFold(resumed?: Resumed): RunFold {
  const fold: RunFold = {
    started: undefined,
    finished: undefined,
    resolved: undefined,
    lastAt: 0,
    isRollingBack: false,
    goingBack: new Set(),
    backBecause: undefined,
    abort: undefined,
    paused: undefined,
    isTouched: false,
    steps: new Map(),
    finishedNodes: new Map(),
    facts: [],
    failure: undefined,
  };
  for (const { path, status } of resumed?.nodes ?? []) fold.finishedNodes.set(path, status);
  fold.facts.push(...(resumed?.facts ?? []));
  return fold;
}

/** Folds in what comes next in the journal. */
export function extendFold(fold: RunFold, events: readonly ExecutionEvent[]): void {
  for (const event of events) {
    if (event.type !== 'ExecutionResolved') fold.lastAt = event.at;
    apply(fold, event);
  }
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
      fold.goingBack.add(event.path);
      fold.backBecause ??= event.cause;
      return;
    case 'AbortRequested':
      fold.abort = event;
      endPause(fold);
      return;
    case 'PauseRequested':
      fold.paused = event;
      return;
    case 'PauseEnded':
      endPause(fold);
      return;
    case 'EffectIntended':
      fold.isTouched ||= event.changesWorld;
      return;
    case 'FactRecorded':
      fold.facts.push({ name: event.name, path: event.path, at: event.at, value: event.value });
      return;
    case 'NodeFinished':
      fold.finishedNodes.set(event.path, event.status);
      finishStep(fold, event);
      return;
    case 'GroupRetried':
      beginAnew(fold, event.path);
      return;
    default:
      applyToStep(fold, event);
  }
}

function endPause(fold: RunFold): void {
  fold.paused = undefined;
  for (const step of fold.steps.values()) step.isHeld = false;
}

function applyToStep(fold: RunFold, event: ExecutionEvent): void {
  if (!('path' in event) || event.path === undefined) return;
  const step = fold.steps.get(event.path);
  if (event.type === 'AttemptStarted') {
    fold.steps.set(event.path, newStep(event, step?.startedAt ?? event.at));
  } else if (event.type === 'ApprovalDecided') {
    step?.decisions.push(event);
  } else if (step !== undefined) {
    Object.assign(step, changeOf(step, event));
    if (event.type === 'ChoiceMade') step.isHeld = fold.paused !== undefined;
  }
}

function newStep({ deadlineAt }: AttemptStarted, startedAt: number): StepFold {
  return {
    startedAt,
    deadlineAt,
    finishedAt: undefined,
    status: 'Running',
    isAnswered: false,
    isHeld: false,
    opened: undefined,
    decisions: [],
    asked: undefined,
    waits: undefined,
    watched: undefined,
    intervention: undefined,
    result: undefined,
    trouble: undefined,
  };
}

function changeOf(step: StepFold, event: ExecutionEvent): Partial<StepFold> {
  switch (event.type) {
    case 'DeadlineMoved':
      return { deadlineAt: event.deadlineAt };
    case 'ApprovalOpened':
      return { opened: event, status: 'ApprovalWaiting' };
    case 'GateWatched':
      return { watched: event };
    case 'ChoiceOpened':
      return { asked: event, status: 'InterventionWaiting' };
    case 'ChoiceMade':
      return { asked: undefined, status: 'Running' };
    case 'WaitOpened':
    case 'WaitWatched':
    case 'WaitEnded':
      return waitOf(step, event);
    case 'InputGiven':
      return { isAnswered: true };
    case 'AttemptFinished':
      return { trouble: troubleOf(step, event.result), result: event.result };
    case 'InterventionOpened':
      return { intervention: event, status: 'InterventionWaiting' };
    case 'InterventionDecided':
      return { intervention: undefined };
    default:
      return {};
  }
}

function waitOf(
  { waits }: StepFold,
  event: Extract<ExecutionEvent, { type: 'WaitOpened' | 'WaitWatched' | 'WaitEnded' }>,
): Partial<StepFold> {
  switch (event.type) {
    case 'WaitOpened':
      return { waits: { ...event, says: event.wait.says }, status: event.wait.status };
    case 'WaitWatched':
      return { waits: waits && { ...waits, says: event.says } };
    case 'WaitEnded':
      return {
        waits: undefined,
        status: 'Running',
        ...(event.deadlineAt !== undefined && { deadlineAt: event.deadlineAt }),
      };
  }
}

function troubleOf(step: StepFold, result: AttemptResult): StepFold['trouble'] {
  switch (result.status) {
    case 'failed': {
      const { type, message } = result.failure;
      return { how: type === 'ApprovalRejection' ? 'rejected' : 'failed', message };
    }
    case 'expired':
      return { how: 'expired', message: whatWasLate(step, result.missing) };
    default:
      return undefined;
  }
}

function whatWasLate({ status }: StepFold, missing: string | undefined): string {
  if (missing !== undefined) return `its time was over, and it still waited for ${missing}`;
  if (status === 'ApprovalWaiting') return 'nobody decided in time';
  if (status === 'InterventionWaiting') return 'nobody chose in time';
  return 'its time was over before it was done';
}

/** As if nothing of the group had run; what broke in it is to be mended by the new round. */
function beginAnew(fold: RunFold, group: NodePath): void {
  const isIn = (path: NodePath): boolean => path.startsWith(`${group}/`);
  for (const known of [fold.steps, fold.finishedNodes]) {
    for (const path of known.keys()) if (isIn(path)) known.delete(path);
  }
  if (fold.failure !== undefined && isIn(fold.failure.path)) fold.failure = undefined;
}

/** A step that never began, for the time around it was over, says so itself. */
function finishStep(fold: RunFold, { path, status, at, reason }: Finished): void {
  const step = fold.steps.get(path);
  if (step !== undefined) {
    Object.assign(step, { status, finishedAt: at, intervention: undefined });
  }
  if (!BROKEN.includes(status)) return;
  const { trouble } = step ?? {};
  if (trouble !== undefined) fold.failure ??= { path, ...trouble };
  else if (status === 'Expired' && reason !== undefined) {
    fold.failure ??= { path, how: 'expired', message: reason };
  }
}

type Finished = NodeFinished & { readonly at: number };

const BROKEN: readonly NodeStatus[] = ['Failed', 'ApprovalRejected', 'Expired', 'Aborted'];
