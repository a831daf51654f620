// Folding the events of interventions: opened where a broken attempt asks a person, decided once.
import { assert } from '../lib/assert.ts';
import type { InterventionDecided, InterventionOpened } from './event.ts';
import { stepInAttempt } from './evolve-attempt.ts';
import { pushesGateOpen } from './pushes-gate-open.ts';
import { inRollback, resultOf, type State } from './state.ts';

type At = { readonly at: number };

export function evolveIntervention(
  state: State,
  event: (InterventionOpened | InterventionDecided) & At,
): void {
  if (event.type === 'InterventionOpened') evolveOpened(state, event);
  else evolveDecided(state, event);
}

function evolveOpened(
  state: State,
  { path, attempt, at, expiresAt }: InterventionOpened & At,
): void {
  const step = stepInAttempt(state, path, attempt);
  assert(step.phase === 'settled', `"${path}" is ${step.phase}: nobody is asked`);
  assert(resultOf(step)?.status !== 'succeeded', `"${path}" has succeeded: nobody is asked`);
  assert(!inRollback(state, path), `"${path}" is a rollback step: nobody is asked`);
  step.phase = 'intervention';
  step.intervention = { openedAt: at, expiresAt, decided: undefined };
}

function evolveDecided(state: State, event: InterventionDecided & At): void {
  const step = stepInAttempt(state, event.path, event.attempt);
  const { intervention, phase } = step;
  const isOpen = phase === 'intervention' && intervention !== undefined;
  assert(isOpen, `no intervention is open at "${event.path}"`);
  assert(intervention.decided === undefined, `the intervention at "${event.path}" is decided`);
  assert(event.at < intervention.expiresAt, `the intervention at "${event.path}" has expired`);
  assert(state.abort === undefined, 'an abort was requested before the decision');
  const pushes = pushesGateOpen(state.index.node(event.path), step, event.action);
  assert(!pushes, `${event.action} would pass the approval at "${event.path}"`);
  intervention.decided = event;
}
