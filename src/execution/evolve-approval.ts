// Folding the events of gates: opened by the running attempt, decided by people.
import { assert } from '../lib/assert.ts';
import type { ApprovalDecided, ApprovalOpened, GateWatched } from './event.ts';
import { runningStep, stepInAttempt } from './evolve-attempt.ts';
import { approvalVerdict, inRollback, type State } from './state.ts';

type At = { readonly at: number };

export function evolveApproval(
  state: State,
  event: (ApprovalOpened | ApprovalDecided | GateWatched) & At,
): void {
  switch (event.type) {
    case 'ApprovalOpened':
      evolveOpened(state, event);
      break;
    case 'ApprovalDecided':
      evolveDecided(state, event);
      break;
    case 'GateWatched':
      evolveWatched(state, event);
      break;
  }
}

function evolveOpened(state: State, event: ApprovalOpened & At): void {
  const step = runningStep(state, event.path, event.attempt);
  for (const [name, effect] of step.effects) {
    assert(effect.confirmed !== undefined, `the gate opens while "${name}" is open`);
  }
  assert(event.expiresAt === step.deadlineAt, 'a gate expires with its attempt');
  step.phase = 'approval';
  step.approval = {
    request: event.approval,
    openedAt: event.at,
    expiresAt: event.expiresAt,
    decisions: [],
    watched: undefined,
  };
}

function evolveDecided(state: State, event: ApprovalDecided & At): void {
  const { approval, phase } = stepInAttempt(state, event.path, event.attempt);
  assert(phase === 'approval' && approval !== undefined, `no gate is open at "${event.path}"`);
  assert(event.at < approval.expiresAt, `the gate at "${event.path}" has expired`);
  assert(approvalVerdict(approval) === 'open', `the gate at "${event.path}" is decided`);
  assert(
    state.abort === undefined || inRollback(state, event.path),
    'an abort was requested before the decision',
  );
  assert(
    approval.decisions.every(({ by }) => by !== event.by),
    `${event.by} has acted before`,
  );
  approval.decisions.push(event);
}

function evolveWatched(state: State, event: GateWatched & At): void {
  const { approval, phase } = stepInAttempt(state, event.path, event.attempt);
  assert(phase === 'approval' && approval !== undefined, `no gate is open at "${event.path}"`);
  assert(approval.request.watchEveryMs !== undefined, `nobody watches at "${event.path}"`);
  assert(approvalVerdict(approval) === 'open', `the gate at "${event.path}" is decided`);
  assert(approval.watched?.failure === undefined, `the gate at "${event.path}" has failed`);
  approval.watched = event;
}
