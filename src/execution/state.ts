// The state of an execution: what the fold over its journal knows, and questions to it.
import type { Json, JsonObject } from '../lib/json.ts';
import type { NodePath, Plan } from '../plan/plan.ts';
import { indexPlan, type PlanIndex } from '../plan/walk.ts';
import type {
  AbortRequested,
  ApprovalDecided,
  ApprovalRequest,
  AttemptResult,
  Cause,
  ChoiceMade,
  ChoiceRequest,
  EffectConfirmed,
  ExecutionFinished,
  ExecutionResolved,
  ExecutionStarted,
  Failure,
  GateWatched,
  InterventionDecided,
  Leftover,
  MarkFailedRequested,
  NodeFinished,
  PauseRequested,
  WaitRequest,
} from './event.ts';
import { seedKept } from './kept-nodes.ts';
import type { RecordedFact } from './step.ts';

/** Only `evolve` changes a state; everybody else reads it. */
export interface State {
  readonly plan: Plan;
  readonly index: PlanIndex;
  /** How many events are folded in. */
  length: number;
  started: (ExecutionStarted & { readonly at: number }) | undefined;
  /** Every node that has started or finished. */
  readonly nodes: Map<NodePath, NodeState>;
  /** Every step that has started an attempt. */
  readonly steps: Map<NodePath, StepState>;
  /** The last attempt of each step that earlier rounds of a retried group have run. */
  readonly attemptsBefore: Map<NodePath, number>;
  /** Nodes that have started and not finished. */
  readonly open: Set<NodePath>;
  readonly facts: Map<string, RecordedFact[]>;
  readonly factKeys: Set<string>;
  /** Effects that changed the world, in the order of their confirmation. */
  readonly changes: Change[];
  readonly leftovers: { readonly path: NodePath; readonly leftover: Leftover }[];
  abort: (AbortRequested & { readonly at: number }) | undefined;
  /** As long as nothing may begin. */
  paused: (PauseRequested & { readonly at: number }) | undefined;
  /** The pipeline has begun to roll back stages that had finished. */
  unwinding: boolean;
  finished: (ExecutionFinished & { readonly at: number }) | undefined;
  resolved: (ExecutionResolved & { readonly at: number }) | undefined;
}

export interface NodeState {
  readonly startedAt: number | undefined;
  readonly deadlineAt: number | undefined;
  rollback: { readonly startedAt: number; readonly cause: Cause } | undefined;
  finished: (NodeFinished & { readonly at: number }) | undefined;
  /** Of a step group that runs again: which time, and when it may begin. */
  again: { readonly round: number; readonly dueAt: number } | undefined;
}

/** running → (choice or wait → running) → (approval) → settled → (intervention) → done, or → retry → running. */
export interface StepState {
  phase: 'running' | 'choice' | 'wait' | 'approval' | 'settled' | 'intervention' | 'retry' | 'done';
  attempt: number;
  /** Of the present round of the groups around. */
  readonly firstAttempt: number;
  /** When the present attempt began. */
  startedAt: number;
  deadlineAt: number;
  /** It was answered while the run was paused: it goes on when that ends. */
  isHeld: boolean;
  /** Of the present attempt; forgotten when the step is done. */
  effects: Map<string, EffectState>;
  approval: ApprovalState | undefined;
  /** Of the present attempt, by name. */
  readonly choices: Map<string, ChoiceState>;
  /** Of the present attempt, by name. */
  readonly waits: Map<string, WaitState>;
  result: AttemptResult | undefined;
  /** What people have given for what it asks before it begins; further attempts begin with it, too. */
  inputs: Readonly<Record<string, string>> | undefined;
  /** When the next attempt may start, while in `retry`. */
  dueAt: number | undefined;
  intervention: InterventionState | undefined;
  /** Who has marked the present attempt as failed while it ran. */
  marked: (MarkFailedRequested & { readonly at: number }) | undefined;
}

export interface InterventionState {
  readonly openedAt: number;
  readonly expiresAt: number;
  decided: (InterventionDecided & { readonly at: number }) | undefined;
}

export interface EffectState {
  readonly request: Json;
  readonly changesWorld: boolean;
  readonly intendedAt: number;
  confirmed: EffectConfirmed | undefined;
}

export interface ApprovalState {
  readonly request: ApprovalRequest;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly decisions: (ApprovalDecided & { readonly at: number })[];
  /** The last word of who looks at it meanwhile; nothing yet means that all is well. */
  watched: (GateWatched & { readonly at: number }) | undefined;
}

export interface ChoiceState {
  readonly request: ChoiceRequest;
  readonly openedAt: number;
  readonly expiresAt: number;
  made: (ChoiceMade & { readonly at: number }) | undefined;
}

export interface WaitState {
  readonly request: WaitRequest;
  readonly openedAt: number;
  /** The last word on what it waits for; nothing yet means what the request says. */
  says: string;
  endedAt: number | undefined;
}

export interface Change {
  readonly path: NodePath;
  readonly effect: string;
}

/** Of an execution that has recorded nothing; a retry begins with what it keeps of an earlier one. */
export function emptyState(plan: Plan): State {
  return seedKept(plan.resumed, {
    plan,
    index: indexPlan(plan),
    length: 0,
    started: undefined,
    nodes: new Map(),
    steps: new Map(),
    attemptsBefore: new Map(),
    open: new Set(),
    facts: new Map(),
    factKeys: new Set(),
    changes: [],
    leftovers: [],
    abort: undefined,
    paused: undefined,
    unwinding: false,
    finished: undefined,
    resolved: undefined,
  });
}

export function finishedNode(state: State, path: NodePath): NodeFinished | undefined {
  return state.nodes.get(path)?.finished;
}

/** Whether a path lies in the rollback steps of a stage. */
export function inRollback(state: State, path: NodePath): boolean {
  const rollback = state.index.stageOf(path).rollback.path;
  return path === rollback || path.startsWith(`${rollback}/`);
}

/** What came of an attempt: one that was marked as failed has failed, whatever it came to. */
export function resultOf({ result, marked }: StepState): AttemptResult | undefined {
  if (marked === undefined || result?.status !== 'succeeded') return result;
  return { status: 'failed', failure: markedFailure(marked) };
}

export function markedFailure({ by, comment }: MarkFailedRequested): Failure {
  const why = comment === undefined ? '' : `: ${comment}`;
  return { type: 'UserMarkedFailure', message: `${by} marked it as failed${why}` };
}

export function outputOf(step: StepState): JsonObject | undefined {
  return step.result?.status === 'succeeded' ? step.result.output : undefined;
}

/** What approvers have given so far; the last word on each counts. */
export function givenBy(
  decisions: readonly Pick<ApprovalDecided, 'inputs'>[],
): Readonly<Record<string, string>> {
  return Object.assign({}, ...decisions.map(({ inputs }) => inputs ?? {}));
}

/** What the people have decided so far: one rejection is enough, approvals are counted. */
export function approvalVerdict(approval: ApprovalState): 'approved' | 'rejected' | 'open' {
  if (approval.decisions.some(({ decision }) => decision === 'reject')) return 'rejected';
  const needed = Math.max(approval.request.minimumCount, 1);
  return approval.decisions.length >= needed ? 'approved' : 'open';
}
