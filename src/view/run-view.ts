// What people see of a run, whoever shows it: a value folded from plan and journal, the same for terminal and screens.
import type {
  ApprovalDecided,
  Cause,
  ChoiceOption,
  EndState,
  Leftover,
  WaitRequest,
} from '../execution/event.ts';
import type { AskedInput } from '../plan/asked-input.ts';
import type { FollowUp, NodePath } from '../plan/plan.ts';
import type { Bake, Difference, Lane, Restored, Review, Rung } from '../traffic/facts.ts';

export interface RunView {
  readonly pipeline: string;
  /** Of which run it is the rollback or the clean-up; undefined for a deployment. */
  readonly followUp: FollowUp | undefined;
  readonly world: 'twin' | 'aws';
  readonly startedAt: number;
  /** When the newest event was written, or the given now while the run goes on. */
  readonly now: number;
  readonly end: EndState | undefined;
  readonly cause: Cause | undefined;
  readonly isRollingBack: boolean;
  /** Who ended the run early; `isCause` when the way back began because of it. */
  readonly abort: AbortView | undefined;
  /** Who holds the run: what runs ends, and nothing new begins but a way back. */
  readonly paused: PausedView | undefined;
  /** Who has taken care of a Dirty end, after which its locks went; `at` is milliseconds on the run's clock. */
  readonly resolved: ResolvedView | undefined;
  /** Something of the world was changed, or may have been. */
  readonly isTouched: boolean;
  readonly leftovers: readonly Leftover[];
  /** Percent of the prod rule's traffic for green, as AWS has it. */
  readonly greenShare: GreenShare | undefined;
  /** The same of each stage, where several deploy; else empty. */
  readonly shares: readonly StageShare[];
  readonly lanes: readonly LaneView[];
  readonly gates: readonly GateView[];
  /** What steps ask a person now, and the broken ones that wait for a word. */
  readonly choices: readonly ChoiceView[];
  /** The steps that wait without running. */
  readonly waits: readonly WaitView[];
  readonly running: readonly RunningStep[];
  readonly bake: Bake | undefined;
  /** Rules of which a person has adopted what another hand did. */
  readonly adopted: readonly string[];
  readonly restored: readonly Restored[];
  /** What people should know beside the course of the run, oldest first. */
  readonly notices: readonly string[];
  /** The first step that did not end well, in its own words. */
  readonly failure: FailureView | undefined;
}

export interface FailureView {
  readonly path: NodePath;
  readonly name: string;
  readonly how: 'failed' | 'rejected' | 'expired';
  readonly message: string;
}

export interface ResolvedView {
  readonly by: string;
  readonly at: number;
  readonly comment: string | undefined;
  /** What was not seen to be gone then. */
  readonly stillThere: readonly string[];
}

export interface AbortView {
  readonly by: string;
  readonly restore: boolean;
  readonly isCause: boolean;
}

export interface PausedView {
  readonly by: string;
  readonly at: number;
  readonly comment: string | undefined;
}

export interface GreenShare {
  readonly percent: number;
  /** Whether a proof stands behind it; a share that nobody has moved needs none. */
  readonly isProven: boolean;
  /** What was seen of it in traffic, where there was a sight. */
  readonly observed: number | undefined;
}

export interface StageShare {
  readonly stage: string;
  readonly share: GreenShare;
}

/** All of prod is where it was before the run. */
export const UNMOVED: GreenShare = { percent: 0, isProven: true, observed: undefined };

export interface LaneView {
  readonly lane: Lane;
  /** What people call the stage, where several deploy. */
  readonly stage: string | undefined;
  readonly rules: readonly string[];
  /** When the before images of the lane's rules were journalled. */
  readonly beforeAt: number | undefined;
  readonly rungs: readonly RungView[];
}

export type RungState =
  | 'to come'
  | 'gate open'
  | 'choice open'
  | 'writing'
  | 'settling'
  | 'proven'
  | 'failed'
  | 'skipped'
  | 'back';

export interface RungView {
  readonly rung: string;
  readonly weight: number;
  readonly state: RungState;
  readonly gate: {
    readonly needed: number;
    readonly given: number;
    readonly state: 'none' | 'to come' | 'open' | 'passed' | 'rejected' | 'expired' | 'skipped';
  };
  readonly rows: readonly RowView[];
}

export interface RowView {
  readonly label: string;
  readonly path: NodePath;
  readonly rung: Rung | undefined;
}

export interface GateView {
  readonly path: NodePath;
  readonly attempt: number;
  readonly name: string;
  readonly message: string;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly needed: number;
  readonly given: number;
  readonly userGroups: readonly string[];
  readonly disallowPipelineExecutor: boolean;
  readonly disallowedUserEmails: readonly string[];
  readonly decisions: readonly (ApprovalDecided & { readonly at: number })[];
  readonly review: Review | undefined;
  /** What approvers are asked to give, with what others have given before as its default. */
  readonly inputs: readonly AskedInput[];
  /** What is not well with green while the gate waits. */
  readonly trouble: { readonly says: string; readonly at: number } | undefined;
  /** The rung behind the gate, when there is one. */
  readonly rung: string | undefined;
}

export interface ChoiceView {
  /** A choice is asked in the middle of a step, an intervention after it broke. */
  readonly kind: 'choice' | 'intervention';
  readonly path: NodePath;
  readonly name: string;
  readonly question: string;
  readonly differences: readonly Difference[];
  readonly options: readonly ChoiceOption[];
  readonly openedAt: number;
  readonly expiresAt: number;
  /** What happens when nobody answers in time, as half a sentence. */
  readonly otherwise: string;
}

export interface WaitView {
  readonly path: NodePath;
  readonly name: string;
  readonly status: WaitRequest['status'];
  /** What it waits for, as half a sentence. */
  readonly says: string;
  readonly openedAt: number;
  /** When it goes on by itself; undefined when that is for others to say. */
  readonly endsAt: number | undefined;
  readonly deadlineAt: number;
  /** What people are asked to give, where it waits for that and nobody has. */
  readonly asks: readonly AskedInput[];
}

export interface RunningStep {
  readonly path: NodePath;
  readonly name: string;
  readonly type: string;
  readonly startedAt: number;
  readonly deadlineAt: number;
}
