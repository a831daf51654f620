// Folding the events of choices: opened by the running attempt, made by a person, after which the attempt goes on.
import { assert } from '../lib/assert.ts';
import type { ChoiceMade, ChoiceOpened } from './event.ts';
import { runningStep, stepInAttempt } from './evolve-attempt.ts';
import { inRollback, type State } from './state.ts';

type At = { readonly at: number };

export function evolveChoice(state: State, event: (ChoiceOpened | ChoiceMade) & At): void {
  if (event.type === 'ChoiceOpened') evolveOpened(state, event);
  else evolveMade(state, event);
}

function evolveOpened(state: State, event: ChoiceOpened & At): void {
  const { path, attempt, choice, expiresAt, at } = event;
  const step = runningStep(state, path, attempt);
  for (const [name, effect] of step.effects) {
    assert(effect.confirmed !== undefined, `a choice opens while "${name}" is open`);
  }
  assert(expiresAt === step.deadlineAt, 'a choice expires with its attempt');
  assert(choice.options.length > 0, `the choice "${choice.name}" has no options`);
  assert(!step.choices.has(choice.name), `the choice "${choice.name}" was opened before`);
  step.phase = 'choice';
  step.choices.set(choice.name, { request: choice, openedAt: at, expiresAt, made: undefined });
}

function evolveMade(state: State, event: ChoiceMade & At): void {
  const step = stepInAttempt(state, event.path, event.attempt);
  const choice = step.choices.get(event.choice);
  assert(choice !== undefined, `no choice "${event.choice}" was opened`);
  assert(choice.made === undefined, `the choice "${event.choice}" was made before`);
  assert(step.phase === 'choice', `"${event.path}" is ${step.phase}: no choice is open`);
  assert(event.at < choice.expiresAt, `the choice "${event.choice}" has expired`);
  assert(
    choice.request.options.some(({ id }) => id === event.option),
    `the choice "${event.choice}" has no option "${event.option}"`,
  );
  assert(
    state.abort === undefined || inRollback(state, event.path),
    'an abort was requested before the choice was made',
  );
  choice.made = event;
  step.phase = 'running';
  step.isHeld = state.paused !== undefined && !inRollback(state, event.path);
}
