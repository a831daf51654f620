// The plan: what one execution will do, as a tree of plain JSON frozen when it starts.
import type { Json, JsonObject } from '../lib/json.ts';
import type { FailureType } from '../pipeline/failure-types.ts';
import type { StepInput } from './asked-input.ts';

export type { StepInput } from './asked-input.ts';

/**
 * Paths name nodes and never change. The pipeline is `""`, a stage is its identifier, below parallel
 * stages `~<index>/<identifier>`; its two sequences append `/steps` and `/rollback`, elements below
 * append `/<identifier>`, a parallel block without identifier `/~<index>`, an iteration of a stage,
 * group or step appends `[<index>]` to the path of its strategy. No identifier holds `/`, `~` or `[`.
 * The parent is cut at the last `[` when the path ends in `]`, else at the last `/`.
 */
export type NodePath = string;

export type PlanNode =
  | PipelineNode
  | StageNode
  | SequenceNode
  | ParallelNode
  | StrategyNode
  | StepNode;

interface NodeBase {
  readonly path: NodePath;
  readonly identifier: string;
  readonly name: string;
  readonly when?: When;
  readonly timeoutMs?: number;
  /** The template that it was made from, such as `deploy@v2`. */
  readonly template?: string;
}

/** When a node runs; absent means `Success` of everything before it. `condition` is an expression. */
export interface When {
  readonly status: 'Success' | 'Failure' | 'All';
  readonly condition?: string;
}

export interface PipelineNode extends NodeBase {
  readonly kind: 'pipeline';
  /** Stages, and parallel blocks and strategies of stages. */
  readonly stages: readonly PlanNode[];
}

export interface StageNode extends NodeBase {
  readonly kind: 'stage';
  readonly stageType: string;
  readonly steps: SequenceNode;
  readonly rollback: SequenceNode;
  readonly deployment?: Deployment;
  /** Of a follow-up: the facts of the earlier execution that the stage begins with. */
  readonly inherited?: readonly InheritedFact[];
}

export interface InheritedFact {
  readonly name: string;
  readonly key: string;
  readonly value: Json;
}

/** Steps one after the other: a stage's steps, its rollback steps, or a step group. */
export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly children: readonly PlanNode[];
}

export interface ParallelNode extends NodeBase {
  readonly kind: 'parallel';
  readonly children: readonly PlanNode[];
}

/** A matrix or loop, expanded: iteration i has the path `<path>[i]`. */
export interface StrategyNode extends NodeBase {
  readonly kind: 'strategy';
  readonly iterations: readonly PlanNode[];
  /** Labels of the iterations as shown to people, such as `weight=50`. */
  readonly labels: readonly string[];
  /** 0 means all at once. */
  readonly maxConcurrency: number;
  readonly onFailure: 'SkipQueued' | 'RunAll';
}

export interface StepNode extends NodeBase {
  readonly kind: 'step';
  /** Harness's step type; the engine uses it to find the step's code, and a retry to see a Queue. */
  readonly type: string;
  /** Everything known when the run started is filled in; what is not stays a `<+…>` text. */
  readonly spec: JsonObject;
  readonly timeoutMs: number;
  readonly failures: FailureTable;
  /** It waits until every step with this key waits there, or is skipped. */
  readonly meets?: string;
  /** What people must give before an attempt begins. */
  readonly asks?: readonly StepInput[];
}

/** What a Deployment stage deploys: the entities it refers to, with expressions filled in. */
export interface Deployment {
  readonly service: EntityName;
  readonly environment: EntityName;
  readonly infrastructure: EntityName;
  readonly spotConnectorRef: string;
  /** The user's Elastigroup document, `{ group: … }` as in the project's file store. */
  readonly groupDocument: JsonObject;
  readonly amiId: string;
  readonly startupScript?: string;
}

export interface EntityName {
  readonly identifier: string;
  readonly name: string;
}

export type { FailureType };

export type FailureAction =
  | { readonly type: 'Ignore' | 'MarkAsSuccess' | 'MarkAsFailure' | 'Abort' }
  | { readonly type: 'StageRollback' }
  /** What a step asks for has its default. */
  | { readonly type: 'ProceedWithDefaultValues' }
  /** `failAll`: what runs elsewhere meanwhile is not waited for, it fails too. */
  | { readonly type: 'PipelineRollback'; readonly failAll?: true }
  | RetryAction
  | ManualInterventionAction
  | RetryStepGroupAction;

export interface RetryAction {
  readonly type: 'Retry';
  readonly retryCount: number;
  /** The last one counts for all retries that have none of their own; none is no wait. */
  readonly intervalsMs: readonly number[];
  /** An expression; a retry only happens where it is true. */
  readonly condition?: string;
  readonly onRetryFailure: FailureAction;
}

export interface ManualInterventionAction {
  readonly type: 'ManualIntervention';
  readonly timeoutMs: number;
  readonly onTimeout: FailureAction;
}

export interface RetryStepGroupAction {
  readonly type: 'RetryStepGroup';
  /** The sequence that runs again once it has come to its end. */
  readonly group: NodePath;
  readonly retryCount: number;
  readonly intervalsMs: readonly number[];
  /** What the levels around the group say, after its last retry. */
  readonly onRetryFailure?: FailureAction;
}

/** Stage, step group and step levels are merged already: one action per failure type, or none. */
export type FailureTable = Readonly<Partial<Record<FailureType, FailureAction>>>;

export interface Plan {
  /** 2 where it is `resumed`, which must not be passed over. */
  readonly format: 1 | 2;
  readonly pipeline: PipelineNode;
  /** What was bound with `--input` and `--set`, after evaluation; never a secret's value. */
  readonly bound: readonly Bound[];
  /** Only where no author wrote the pipeline: it goes on after an execution that has ended. */
  readonly followUp?: FollowUp;
  /** Only of a retry. */
  readonly resumed?: Resumed;
}

/** What of an earlier execution counts as done in its retry; everything kept had ended well. */
export interface Resumed {
  /** The one that is retried, and the first of a chain of retries. */
  readonly execution: string;
  readonly first: string;
  /** Where it begins again: a stage, or a node below one that had changed nothing. */
  readonly from: NodePath;
  readonly nodes: readonly KeptNode[];
  readonly facts: readonly KeptFact[];
  /** What the kept nodes have changed in the world, which a rollback undoes. */
  readonly changes: readonly { readonly path: NodePath; readonly effect: string }[];
}

export interface KeptNode {
  readonly path: NodePath;
  readonly status: 'Success' | 'IgnoreFailed' | 'Skipped';
  readonly startedAt?: number;
  readonly endedAt: number;
  /** Of a step that ran: its last attempt, and what later steps may ask of it. */
  readonly attempt?: number;
  readonly output?: JsonObject;
}

export interface KeptFact extends InheritedFact {
  readonly path: NodePath;
  readonly attempt: number;
  readonly at: number;
}

export interface FollowUp {
  /** Everything back as before that execution, or the end of the time in which that is possible at once. */
  readonly kind: 'rollback' | 'cleanup';
  readonly execution: string;
}

export interface Bound {
  readonly path: string;
  /** As the person wrote it. */
  readonly written: string;
  readonly value: Json;
  readonly by: 'input' | 'set';
}
