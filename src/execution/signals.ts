// Judges of what people send to a run: an approval, a rejection, an abort.
import type { NodePath, Plan } from '../plan/plan.ts';
import type { EndState, ExecutionEvent } from './event.ts';
import { evolve, evolveAll } from './evolve.ts';
import type { SignalVerdict } from './journal.ts';
import { type GivenInputs, type InputsRefusal, judgeInputs, wrongOf } from './judge-inputs.ts';
import { type OpenGate, openApprovals } from './open-gates.ts';
import { approvalVerdict, emptyState, givenBy, type State } from './state.ts';

export interface ApprovalSignal {
  readonly by: string;
  readonly email?: string;
  /** All groups that this person belongs to, built-in ones included. */
  readonly groups: readonly string[];
  readonly decision: 'approve' | 'reject';
  /** For what the gate asks; the approval that opens it must find every required one given. */
  readonly inputs?: GivenInputs;
  /** Needed only when several gates are open. */
  readonly path?: NodePath;
  /** That which the person has looked at; without it whichever is open. */
  readonly attempt?: number;
  readonly at: number;
  readonly comment?: string;
}

export type ApprovalRefusal =
  | { readonly code: 'no-gate-open' }
  | InputsRefusal
  /** The gate was opened anew since the person has looked at it. */
  | { readonly code: 'another-attempt'; readonly attempt: number }
  | { readonly code: 'several-gates'; readonly paths: readonly NodePath[] }
  | { readonly code: 'expired'; readonly expiredAt: number }
  | { readonly code: 'already-decided' | 'already-acted' | 'executor-not-allowed' }
  /** The gate names this person as one who may not act on it. */
  | { readonly code: 'person-not-allowed' }
  | { readonly code: 'not-permitted'; readonly userGroups: readonly string[] };

/** For `Journal.signal`: the event to add, or why this person may not do this now. */
export function judgeApproval(
  events: readonly ExecutionEvent[],
  plan: Plan,
  signal: ApprovalSignal,
): SignalVerdict<ApprovalRefusal> {
  const state = evolveAll(emptyState(plan), events);
  const gate = findGate(state, signal.path);
  const at = notBeforeLast(events, signal.at);
  const refusal = 'code' in gate ? gate : refusalOf(state, gate, { ...signal, at });
  if (refusal !== undefined) return { status: 'refused', refusal };
  const { path, attempt } = gate as OpenGate;
  const { by, email, decision, comment, inputs } = signal;
  const event: ExecutionEvent = {
    at,
    type: 'ApprovalDecided',
    path,
    attempt,
    by,
    ...(email !== undefined && { email }),
    decision,
    ...(inputs !== undefined && Object.keys(inputs).length > 0 && { inputs }),
    ...(comment !== undefined && { comment }),
  };
  evolve(state, event);
  return { status: 'accepted', event };
}

function findGate(state: State, path: NodePath | undefined): OpenGate | ApprovalRefusal {
  const open = openApprovals(state);
  const wanted = path === undefined ? open : open.filter((gate) => gate.path === path);
  const [only, ...others] = wanted;
  if (others.length > 0) {
    return { code: 'several-gates', paths: wanted.map((gate) => gate.path) };
  }
  return only ?? whyNoGate(state, path);
}

function whyNoGate(state: State, path: NodePath | undefined): ApprovalRefusal {
  const step = path === undefined ? undefined : state.steps.get(path);
  if (step?.approval === undefined) return { code: 'no-gate-open' };
  const isAborting = step.phase === 'approval' && approvalVerdict(step.approval) === 'open';
  if (isAborting) return { code: 'no-gate-open' };
  if (step.result?.status === 'expired') {
    return { code: 'expired', expiredAt: step.approval.expiresAt };
  }
  return { code: 'already-decided' };
}

function refusalOf(
  state: State,
  gate: OpenGate,
  signal: ApprovalSignal,
): ApprovalRefusal | undefined {
  const { approval, expiresAt, decisions, attempt } = gate;
  const { at, by, email, groups } = signal;
  if (at >= expiresAt) return { code: 'expired', expiredAt: expiresAt };
  const { userGroups } = approval;
  if (!userGroups.some((group) => groups.includes(group))) {
    return { code: 'not-permitted', userGroups };
  }
  const startedBy = state.started?.startedBy;
  if (approval.disallowPipelineExecutor && (startedBy === by || startedBy === email)) {
    return { code: 'executor-not-allowed' };
  }
  if (names(approval.disallowedUserEmails, by, email)) return { code: 'person-not-allowed' };
  if (decisions.some((decision) => decision.by === by)) return { code: 'already-acted' };
  if (signal.attempt !== undefined && signal.attempt !== attempt) {
    return { code: 'another-attempt', attempt };
  }
  return signal.decision === 'approve' ? inputsRefusal(gate, signal.inputs ?? {}) : undefined;
}

function inputsRefusal(
  { approval, decisions }: OpenGate,
  given: GivenInputs,
): InputsRefusal | undefined {
  const asked = approval.inputs ?? [];
  const opens = decisions.length + 1 >= Math.max(approval.minimumCount, 1);
  if (!opens) return wrongOf(asked, given);
  const judged = judgeInputs(asked, given, givenBy(decisions));
  return judged.status === 'refused' ? judged.refusal : undefined;
}

/** Harness spells emails as people type them: upper and lower case are one. */
function names(emails: readonly string[], by: string, email: string | undefined): boolean {
  const own = [by, email ?? by].map((each) => each.toLowerCase());
  return emails.some((each) => own.includes(each.trim().toLowerCase()));
}

export interface AbortSignalRequest {
  readonly by: string;
  readonly restore: boolean;
  readonly at: number;
  readonly comment?: string;
}

export type AbortRefusal =
  | { readonly code: 'finished'; readonly end: EndState }
  | { readonly code: 'already-aborting'; readonly by: string; readonly restore: boolean };

export function judgeAbort(
  events: readonly ExecutionEvent[],
  plan: Plan,
  { by, restore, at, comment }: AbortSignalRequest,
): SignalVerdict<AbortRefusal> {
  const state = evolveAll(emptyState(plan), events);
  if (state.finished !== undefined) {
    return { status: 'refused', refusal: { code: 'finished', end: state.finished.end } };
  }
  if (state.abort !== undefined) {
    const refusal = { code: 'already-aborting', ...pick(state.abort) } as const;
    return { status: 'refused', refusal };
  }
  const event: ExecutionEvent = {
    at: notBeforeLast(events, at),
    type: 'AbortRequested',
    by,
    restore,
    ...(comment !== undefined && { comment }),
  };
  return { status: 'accepted', event };
}

/** The clock of whoever signals may be behind that of the run's owner. */
function notBeforeLast(events: readonly ExecutionEvent[], at: number): number {
  return Math.max(at, events.at(-1)?.at ?? at);
}

function pick({ by, restore }: { readonly by: string; readonly restore: boolean }): {
  readonly by: string;
  readonly restore: boolean;
} {
  return { by, restore };
}
