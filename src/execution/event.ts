// The journal's vocabulary: everything that ever happens to an execution, as plain JSON.
import type { Json, JsonObject } from '../lib/json.ts';
import type { AskedInput } from '../plan/asked-input.ts';
import type { Bound, FailureType, NodePath } from '../plan/plan.ts';
import type {
  GroupRetried,
  GroupRetry,
  InterventionDecided,
  InterventionOpened,
  MarkFailedRequested,
  RetryScheduled,
} from './failure-events.ts';
import type { InputGiven } from './input-events.ts';
import type { PauseEnded, PauseRequested } from './pause-events.ts';

export type {
  GroupRetried,
  GroupRetry,
  InterventionAction,
  InterventionDecided,
  InterventionOpened,
  MarkFailedRequested,
  RetryScheduled,
} from './failure-events.ts';

export type { InputGiven } from './input-events.ts';
export type { PauseEnded, PauseRequested } from './pause-events.ts';

/** `at` is milliseconds on the clock of the run's world; `seq` is the place in the journal. */
export type ExecutionEvent = { readonly at: number } & (
  | ExecutionStarted
  | NodeStarted
  | AttemptStarted
  | DeadlineMoved
  | EffectIntended
  | EffectConfirmed
  | FactRecorded
  | ApprovalOpened
  | ApprovalDecided
  | GateWatched
  | ChoiceOpened
  | ChoiceMade
  | WaitOpened
  | WaitWatched
  | WaitEnded
  | InputGiven
  | AttemptFinished
  | RetryScheduled
  | InterventionOpened
  | InterventionDecided
  | NodeFinished
  | GroupRetried
  | RollbackStarted
  | AbortRequested
  | PauseRequested
  | PauseEnded
  | MarkFailedRequested
  | ExecutionFinished
  | ExecutionResolved
);

export interface ExecutionStarted {
  readonly type: 'ExecutionStarted';
  readonly format: 1 | 2 | 3;
  readonly planHash: string;
  readonly pipeline: string;
  readonly world: World;
  readonly startedBy: string;
  readonly bound: readonly Bound[];
  /** By what its steps act to the end; the shape belongs to whoever drives. Older journals have none. */
  readonly settings?: JsonObject;
  /** The hash of what a person has looked at before, when it was started only as that. */
  readonly plannedAs?: string;
  /** The project's, absolute and with links resolved; older journals do not name it. */
  readonly folder?: string;
}

/** Where the run acts. A twin is named by its address, so that others find its clock. */
export type World =
  | { readonly kind: 'twin'; readonly url: string }
  | { readonly kind: 'aws'; readonly identity: JsonObject };

/** Only of nodes that are not steps: a step starts with its first attempt. */
export interface NodeStarted {
  readonly type: 'NodeStarted';
  readonly path: NodePath;
  readonly deadlineAt?: number;
}

export interface AttemptStarted {
  readonly type: 'AttemptStarted';
  readonly path: NodePath;
  readonly attempt: number;
  readonly deadlineAt: number;
}

/** A rollback step gets back the time in which nobody drove the run: its waits must not end by that. */
export interface DeadlineMoved {
  readonly type: 'DeadlineMoved';
  readonly path: NodePath;
  readonly attempt: number;
  readonly deadlineAt: number;
}

/** `request` holds all that a repeat or a read-back needs. `changesWorld`: a rollback must undo it. */
export interface EffectIntended {
  readonly type: 'EffectIntended';
  readonly path: NodePath;
  readonly attempt: number;
  readonly effect: string;
  readonly request: Json;
  readonly changesWorld: boolean;
}

/**
 * `not-sent`: the intent was given up before anything left. `assumed`: the step ended before it could
 * read back what an earlier process may have done; it counts as applied, so a rollback must undo it.
 */
export interface EffectConfirmed {
  readonly type: 'EffectConfirmed';
  readonly path: NodePath;
  readonly attempt: number;
  readonly effect: string;
  readonly outcome: 'applied' | 'not-applied';
  readonly via: 'response' | 'read-back' | 'not-sent' | 'assumed';
  readonly result?: Json;
}

export interface FactRecorded {
  readonly type: 'FactRecorded';
  readonly path: NodePath;
  readonly attempt: number;
  readonly name: string;
  /** Tells facts of one name apart within the attempt, such as the rule and state of a rung. */
  readonly key: string;
  readonly value: Json;
}

/** Written by an attempt that has done its active part: from here on only people act. */
export interface ApprovalOpened {
  readonly type: 'ApprovalOpened';
  readonly path: NodePath;
  readonly attempt: number;
  readonly expiresAt: number;
  readonly approval: ApprovalRequest;
}

export interface ApprovalRequest {
  readonly message: string;
  readonly userGroups: readonly string[];
  readonly minimumCount: number;
  readonly disallowPipelineExecutor: boolean;
  readonly disallowedUserEmails: readonly string[];
  /** What approvers give with their word; absent: nothing. */
  readonly inputs?: readonly AskedInput[];
  /** How often the step looks at what the gate waits on, while it is open; absent: never. */
  readonly watchEveryMs?: number;
  /** What the approver is asked to review; its shape belongs to the step and to whoever shows it. */
  readonly review: Json;
}

export interface ApprovalDecided {
  readonly type: 'ApprovalDecided';
  readonly path: NodePath;
  readonly attempt: number;
  readonly by: string;
  readonly email?: string;
  readonly decision: 'approve' | 'reject';
  /** Of those that are asked for, what this approver has given. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly comment?: string;
}

/** What a look at a waiting gate has found, recorded when it is another word than the last. */
export interface GateWatched {
  readonly type: 'GateWatched';
  readonly path: NodePath;
  readonly attempt: number;
  readonly isWell: boolean;
  readonly says: string;
  /** Fails the gate, and the failure strategies act. */
  readonly failure?: Failure;
}

/** Written by an attempt that cannot go on without a person's word: until one chooses, nothing runs. */
export interface ChoiceOpened {
  readonly type: 'ChoiceOpened';
  readonly path: NodePath;
  readonly attempt: number;
  readonly expiresAt: number;
  readonly choice: ChoiceRequest;
}

export interface ChoiceRequest {
  /** Unique within the attempt. */
  readonly name: string;
  readonly question: string;
  /** What it is about, such as a diff; its shape belongs to the step and to whoever shows it. */
  readonly detail: Json;
  readonly options: readonly ChoiceOption[];
}

export interface ChoiceOption {
  /** What a person types. */
  readonly id: string;
  readonly label: string;
  readonly consequence: string;
}

/** The first answer counts; the same attempt goes on with it. */
export interface ChoiceMade {
  readonly type: 'ChoiceMade';
  readonly path: NodePath;
  readonly attempt: number;
  readonly choice: string;
  readonly option: string;
  readonly by: string;
  readonly comment?: string;
}

/** Written by an attempt that has nothing to do for some time: until the wait ends, nothing runs. */
export interface WaitOpened {
  readonly type: 'WaitOpened';
  readonly path: NodePath;
  readonly attempt: number;
  readonly wait: WaitRequest;
}

export interface WaitRequest {
  /** Unique within the attempt. */
  readonly name: string;
  /** How Harness calls a node that waits like this. */
  readonly status:
    | 'WaitStepRunning'
    | 'ApprovalWaiting'
    | 'InputWaiting'
    | 'AsyncWaiting'
    | 'ResourceWaiting';
  /** What it waits for, as half a sentence: `it waits for …`. */
  readonly says: string;
  readonly ends: WaitEnd;
}

/**
 * `time`: when that has come. `meeting`: when every step of the plan that meets under this key waits
 * there, or is skipped. `turn`: when no execution that came before is at work in the line of this key;
 * the turn is kept until the node at `scope` has finished. `inputs`: when people have given them.
 */
export type WaitEnd =
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'meeting'; readonly key: string }
  | { readonly kind: 'turn'; readonly key: string; readonly scope: NodePath }
  | { readonly kind: 'inputs'; readonly asked: readonly AskedInput[] };

/** What a look at what it waits for has found, recorded when it is another word than the last. */
export interface WaitWatched {
  readonly type: 'WaitWatched';
  readonly path: NodePath;
  readonly attempt: number;
  readonly wait: string;
  readonly says: string;
}

/** What was waited for has come; the same attempt goes on. */
export interface WaitEnded {
  readonly type: 'WaitEnded';
  readonly path: NodePath;
  readonly attempt: number;
  readonly wait: string;
  /** Where the time of the attempt begins only now: what was waited for was values that people gave. */
  readonly deadlineAt?: number;
}

export type AttemptResult =
  | {
      readonly status: 'succeeded';
      readonly output: JsonObject;
      readonly leftovers?: readonly Leftover[];
      readonly cleared?: readonly string[];
      readonly putBack?: true;
    }
  | {
      readonly status: 'failed';
      readonly failure: Failure;
      readonly leftovers?: readonly Leftover[];
    }
  /** `missing`: what it still waited for, as half a sentence. */
  | { readonly status: 'expired'; readonly missing?: string }
  | { readonly status: 'aborted' };

export interface Failure {
  readonly type: FailureType;
  readonly message: string;
}

/**
 * Something that is not as before and not as wanted: why, and the commands that clear it. What two
 * steps say of the same `what` is one thing, and the later word counts; `cleared` names it when it
 * is none any more.
 */
export interface Leftover {
  readonly what: string;
  readonly why: string;
  readonly commands: readonly string[];
}

export interface AttemptFinished {
  readonly type: 'AttemptFinished';
  readonly path: NodePath;
  readonly attempt: number;
  readonly result: AttemptResult;
}

/** Harness's names, as its API and screens spell them. */
export type NodeStatus =
  | 'Success'
  | 'IgnoreFailed'
  | 'Skipped'
  | 'Failed'
  | 'Expired'
  | 'Aborted'
  | 'ApprovalRejected';

/** What a finished node asks of the nodes around it. The strongest wins: abort > pipeline > stage. */
export type Directive = 'stage-rollback' | 'pipeline-rollback' | 'abort';

export interface NodeFinished {
  readonly type: 'NodeFinished';
  readonly path: NodePath;
  readonly status: NodeStatus;
  readonly directive?: Directive;
  /** Of a step: the group around it is to run again from its beginning once it has come to its end. */
  readonly groupRetry?: GroupRetry;
  /** Only on the rollback sequence of a stage, and on a stage that finishes after its own rollback. */
  readonly rollback?: 'clean' | 'dirty';
  /** Why a node finished without having run, for people: skipped by its condition, out of time. */
  readonly reason?: string;
}

export interface RollbackStarted {
  readonly type: 'RollbackStarted';
  readonly path: NodePath;
  readonly cause: Cause;
}

export type Cause = 'failed' | 'rejected' | 'expired' | 'aborted' | 'interrupted';

/** `restore: true` runs the rollback; `false` leaves everything where it is. */
export interface AbortRequested {
  readonly type: 'AbortRequested';
  readonly by: string;
  readonly restore: boolean;
  readonly comment?: string;
}

export type EndState =
  | 'Success'
  | 'RolledBack'
  | 'Failed'
  | 'Rejected'
  | 'Expired'
  | 'Aborted'
  | 'Dirty';

export interface ExecutionFinished {
  readonly type: 'ExecutionFinished';
  readonly status: NodeStatus;
  readonly end: EndState;
  readonly cause?: Cause;
  readonly leftovers: readonly Leftover[];
}

/** A person's word, after a `Dirty` end, that the world is in order or is taken as it is: the locks go. */
export interface ExecutionResolved {
  readonly type: 'ExecutionResolved';
  readonly by: string;
  readonly comment?: string;
  /** The leftovers that were not seen to be gone, by their `what`, with what was seen instead. */
  readonly stillThere: readonly { readonly what: string; readonly seen: string }[];
}
