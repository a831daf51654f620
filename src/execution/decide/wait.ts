// A step that waits without running: what ends its wait, and what becomes of it when its time is over first.
import type { StepNode } from '../../plan/plan.ts';
import type { AttemptResult } from '../event.ts';
import { openWaitOf } from '../evolve-wait.ts';
import { markedFailure, type StepState, type WaitState } from '../state.ts';
import { answered } from './ask.ts';
import { lostTo, missingFrom } from './meetings.ts';
import { earlier, emit, isStopping, type Place, type Walk, wake } from './walk.ts';

export type WaitResult =
  | { readonly kind: 'wait' }
  | { readonly kind: 'go on' }
  | { readonly kind: 'end'; readonly result: AttemptResult };

/** How often a run that nobody drives looks whether its turn has come. */
const TURN_LOOK_MS = 10_000;

export function waitResult(walk: Walk, step: StepNode, place: Place, known: StepState): WaitResult {
  const { path } = step;
  const wait = openWaitOf(known);
  if (wait === undefined) return { kind: 'wait' };
  const { attempt, deadlineAt } = known;
  const { name, ends } = wait.request;
  if (isStopping(walk, place)) return { kind: 'end', result: { status: 'aborted' } };
  if (known.marked !== undefined) {
    return { kind: 'end', result: { status: 'failed', failure: markedFailure(known.marked) } };
  }
  if (ends.kind === 'inputs') return answered(walk, step, place, { known, wait });
  const lost = ends.kind === 'meeting' ? lostTo(walk.state, ends.key) : [];
  if (lost.length > 0) return { kind: 'end', result: inVain(wait, lost) };
  const dueAt = ends.kind === 'time' ? ends.at : undefined;
  // What has come in time counts, even when it is looked at late.
  if (dueAt !== undefined && dueAt <= walk.now && dueAt <= deadlineAt) {
    emit(walk, { at: walk.now, type: 'WaitEnded', path, attempt, wait: name });
    return { kind: 'go on' };
  }
  if (walk.now >= deadlineAt) {
    return { kind: 'end', result: { status: 'expired', missing: missingOf(walk, wait) } };
  }
  wake(walk, earlier(dueAt, deadlineAt));
  if (ends.kind === 'turn') {
    walk.turns.push({ path, attempt, wait: name });
    wake(walk, Math.min(walk.now + TURN_LOOK_MS, deadlineAt));
  }
  return { kind: 'wait' };
}

function inVain({ says }: WaitState, lost: readonly StepNode[]): AttemptResult {
  const names = lost.map(({ name, path }) => `"${name}" (${path})`).join(' and ');
  const message = `it waits for ${says} in vain: ${names} cannot come any more, for that or what it stands in has ended without it`;
  return { status: 'failed', failure: { type: 'Unknown', message } };
}

function missingOf(walk: Walk, { request, says }: WaitState): string {
  if (request.ends.kind !== 'meeting') return says;
  const names = missingFrom(walk.state, request.ends.key).map(({ name }) => `"${name}"`);
  return `${says}: ${names.join(', ')} did not come`;
}
