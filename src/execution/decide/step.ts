// A step: its attempts, the gate it may have opened, and what follows from a result.
import type { StepNode } from '../../plan/plan.ts';
import type { AttemptResult } from '../event.ts';
import { markableSteps } from '../evolve-mark-failed.ts';
import { type Consequence, consequence } from '../failure-strategy.ts';
import { openChoiceOf } from '../open-choices.ts';
import {
  type ApprovalState,
  approvalVerdict,
  markedFailure,
  resultOf,
  type StepState,
} from '../state.ts';
import { approvalOutput } from './approval-output.ts';
import { askFirst } from './ask.ts';
import { interventionConsequence, openIntervention } from './intervention.ts';
import { overFor, situationOf } from './situation.ts';
import { waitResult } from './wait.ts';
import {
  earlier,
  emit,
  finishNode,
  isHeld,
  isStopping,
  type Place,
  type Walk,
  wake,
} from './walk.ts';

export function visitStep(walk: Walk, step: StepNode, place: Place): void {
  const known = walk.state.steps.get(step.path);
  switch (known?.phase) {
    case undefined:
      beginStep(walk, step, place);
      break;
    case 'running':
      if (known.isHeld && isHeld(walk, place) && place.goesBack !== true) {
        waitForTheWord(walk, step, place, known);
      } else {
        keepRunning(walk, step, place, known);
      }
      break;
    case 'approval':
      waitForPeople(walk, step, place, known);
      break;
    case 'choice':
      waitForChoice(walk, step, place, known);
      break;
    case 'wait':
      waitForEnd(walk, step, place, known);
      break;
    case 'settled':
      settle(walk, step, place, known);
      break;
    case 'intervention':
      follow(walk, step, place, known, interventionConsequence(walk, step, place, known));
      break;
    case 'retry':
      waitForRetry(walk, step, place, known);
      break;
    case 'done':
      break;
  }
}

function beginStep(walk: Walk, step: StepNode, place: Place): void {
  const first = (walk.state.attemptsBefore.get(step.path) ?? 0) + 1;
  if (isOver(walk, place)) passOver(walk, step, place, 1);
  else startAttempt(walk, step, place, first);
}

function startAttempt(walk: Walk, step: StepNode, place: Place, attempt: number): void {
  const { path, timeoutMs } = step;
  const deadlineAt = Math.min(walk.now + timeoutMs, place.deadlineAt ?? Number.POSITIVE_INFINITY);
  emit(walk, { at: walk.now, type: 'AttemptStarted', path, attempt, deadlineAt });
  wake(walk, deadlineAt);
  if (!askFirst(walk, step, attempt)) walk.runs.push({ step, attempt, deadlineAt });
}

/** An abort wins over a person's mark, and that over a time-out. */
function keepRunning(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  const { attempt, deadlineAt, marked } = known;
  const entry = known.waits.size + known.choices.size;
  const run = { step, attempt, deadlineAt, ...(entry > 0 && { entry }) };
  if (isStopping(walk, place)) {
    walk.runs.push({ ...run, cancel: 'abort' });
  } else if (marked !== undefined) {
    walk.runs.push({ ...run, cancel: 'mark' });
  } else if (walk.now >= deadlineAt) {
    walk.runs.push({ ...run, cancel: 'timeout' });
  } else {
    walk.runs.push(run);
    wake(walk, deadlineAt);
  }
}

/** What people decided in time counts, even when it is looked at late. */
function waitForPeople(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  const { approval, attempt } = known;
  if (approval === undefined) return;
  const result = gateResult(walk, place, known, approval);
  if (result === undefined) {
    wake(walk, approval.expiresAt);
    watchGate(walk, step, attempt, approval);
    return;
  }
  emit(walk, { at: walk.now, type: 'AttemptFinished', path: step.path, attempt, result });
  settle(walk, step, place, known);
}

/** The attempt goes on when the choice is made; until then it has no work, only a time-out. */
function waitForChoice(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  const choice = openChoiceOf(known);
  if (choice !== undefined) waitUntil(walk, step, place, { known, expiresAt: choice.expiresAt });
}

/** Answered, but the run is paused: it has no work until that ends, only a time-out. */
function waitForTheWord(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  waitUntil(walk, step, place, { known, expiresAt: known.deadlineAt });
}

function waitUntil(
  walk: Walk,
  step: StepNode,
  place: Place,
  { known, expiresAt }: { readonly known: StepState; readonly expiresAt: number },
): void {
  const { attempt } = known;
  const result = cutResult(walk, place, known, expiresAt);
  if (result === undefined) {
    wake(walk, expiresAt);
    return;
  }
  emit(walk, { at: walk.now, type: 'AttemptFinished', path: step.path, attempt, result });
  settle(walk, step, place, known);
}

/** The attempt goes on when what it waits for has come; until then it has no work. */
function waitForEnd(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  const next = waitResult(walk, step, place, known);
  if (next.kind === 'wait') return;
  if (next.kind === 'go on') {
    keepRunning(walk, step, place, known);
    return;
  }
  const { path } = step;
  const { attempt } = known;
  emit(walk, { at: walk.now, type: 'AttemptFinished', path, attempt, result: next.result });
  settle(walk, step, place, known);
}

/** What ends a step that waits in the middle of its work; undefined as long as nothing does. */
function cutResult(
  walk: Walk,
  place: Place,
  { marked }: StepState,
  expiresAt: number,
): AttemptResult | undefined {
  if (isStopping(walk, place)) return { status: 'aborted' };
  if (marked !== undefined) return { status: 'failed', failure: markedFailure(marked) };
  return walk.now >= expiresAt ? { status: 'expired' } : undefined;
}

/** Slots count from the opening, so that every owner means the same ones. */
function watchGate(walk: Walk, step: StepNode, attempt: number, approval: ApprovalState): void {
  const { openedAt, expiresAt } = approval;
  const everyMs = approval.request.watchEveryMs;
  if (everyMs === undefined) return;
  const slot = Math.floor((walk.now - openedAt) / everyMs);
  const nextAt = Math.min(openedAt + (slot + 1) * everyMs, expiresAt);
  const slotAt = openedAt + slot * everyMs;
  if (slot > 0) walk.checks.push({ step, attempt, slotAt, deadlineAt: nextAt });
  wake(walk, nextAt);
}

function gateResult(
  walk: Walk,
  place: Place,
  known: StepState,
  approval: ApprovalState,
): AttemptResult | undefined {
  switch (approvalVerdict(approval)) {
    case 'approved':
      return { status: 'succeeded', output: approvalOutput(approval) };
    case 'rejected': {
      const decision = approval.decisions.find((each) => each.decision === 'reject');
      const comment = decision?.comment === undefined ? '' : `: ${decision.comment}`;
      const message = `${decision?.by} rejected it${comment}`;
      return { status: 'failed', failure: { type: 'ApprovalRejection', message } };
    }
    case 'open':
      if (!isStopping(walk, place) && approval.watched?.failure !== undefined) {
        return { status: 'failed', failure: approval.watched.failure };
      }
      return cutResult(walk, place, known, approval.expiresAt);
  }
}

/** An abort overrules every failure strategy. */
function settle(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  const { attempt, firstAttempt } = known;
  const result = resultOf(known);
  if (result === undefined) return;
  if (result.status !== 'succeeded' && isStopping(walk, place)) {
    finishNode(walk, step, place, { status: 'Aborted', directive: 'abort' });
    return;
  }
  const situation = situationOf(walk, step, place, attempt - firstAttempt + 1);
  follow(walk, step, place, known, consequence(result, step.failures, situation));
}

function follow(
  walk: Walk,
  step: StepNode,
  place: Place,
  known: StepState,
  next: Consequence | undefined,
): void {
  const { attempt } = known;
  switch (next?.kind) {
    case undefined:
      break;
    case 'finish':
      finishNode(walk, step, place, next);
      if (next.failAll === true) failAll(walk, step);
      break;
    case 'retry': {
      const retry = { path: step.path, attempt: attempt + 1, dueAt: walk.now + next.delayMs };
      emit(walk, { at: walk.now, type: 'RetryScheduled', ...retry });
      waitForRetry(walk, step, place, known);
      break;
    }
    case 'intervene':
      openIntervention(walk, step, place, { attempt, timeoutMs: next.timeoutMs });
      break;
  }
}

/** What runs beside it is not waited for. */
function failAll(walk: Walk, step: StepNode): void {
  const { state, now } = walk;
  if (state.abort !== undefined || markableSteps(state).length === 0) return;
  const by = `the failure strategy of ${step.name}`;
  emit(walk, {
    at: now,
    type: 'MarkFailedRequested',
    by,
    comment: 'the whole pipeline rolls back',
  });
}

function waitForRetry(walk: Walk, step: StepNode, place: Place, known: StepState): void {
  const { dueAt = walk.now, attempt, firstAttempt } = known;
  const next = attempt - firstAttempt + 2;
  if (isStopping(walk, place)) {
    finishNode(walk, step, place, { status: 'Aborted', directive: 'abort' });
  } else if (isOver(walk, place)) {
    passOver(walk, step, place, next);
  } else if (isHeld(walk, place)) {
    if (place.goesBack === true) giveUp(walk, step, place, { known, attempt: next });
    else wake(walk, place.deadlineAt);
  } else if (walk.now >= dueAt) {
    startAttempt(walk, step, place, attempt + 1);
  } else {
    wake(walk, earlier(dueAt, place.deadlineAt));
  }
}

/** The time of the nodes around is over before the attempt could start: that asks the strategies too. */
function passOver(walk: Walk, step: StepNode, place: Place, attempt: number): void {
  const situation = overFor(situationOf(walk, step, place, attempt));
  const next = consequence(EXPIRED_RESULT, step.failures, situation);
  const reason = 'the time of the stage or group around it was over';
  finishNode(walk, step, place, next.kind === 'finish' ? { ...next, reason } : EXPIRED);
}

/** During a pause the way back does not wait for another attempt: what the last one came to counts. */
function giveUp(
  walk: Walk,
  step: StepNode,
  place: Place,
  { known, attempt }: { readonly known: StepState; readonly attempt: number },
): void {
  const situation = overFor(situationOf(walk, step, place, attempt));
  const result = resultOf(known) ?? EXPIRED_RESULT;
  const next = consequence(result, step.failures, situation);
  finishNode(walk, step, place, next.kind === 'finish' ? next : FAILED);
}

const EXPIRED_RESULT = { status: 'expired' } as const;
const FAILED = { status: 'Failed' } as const;
const EXPIRED = { status: 'Expired' } as const;

function isOver(walk: Walk, place: Place): boolean {
  return place.deadlineAt !== undefined && walk.now >= place.deadlineAt;
}
