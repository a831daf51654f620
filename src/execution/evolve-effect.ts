// Folding what a running attempt records: intents, confirmations and facts.
import { assert } from '../lib/assert.ts';
import type { EffectConfirmed, EffectIntended, FactRecorded } from './event.ts';
import { runningStep } from './evolve-attempt.ts';
import type { State } from './state.ts';

type At = { readonly at: number };

export function evolveEffectIntended(state: State, event: EffectIntended & At): void {
  const step = runningStep(state, event.path, event.attempt);
  assert(!step.effects.has(event.effect), `"${event.effect}" was intended before`);
  step.effects.set(event.effect, {
    request: event.request,
    changesWorld: event.changesWorld,
    intendedAt: event.at,
    confirmed: undefined,
  });
}

export function evolveEffectConfirmed(state: State, event: EffectConfirmed & At): void {
  const step = runningStep(state, event.path, event.attempt);
  const effect = step.effects.get(event.effect);
  assert(effect !== undefined, `"${event.effect}" was never intended`);
  assert(effect.confirmed === undefined, `"${event.effect}" was confirmed before`);
  effect.confirmed = event;
  if (event.outcome === 'applied' && effect.changesWorld) {
    state.changes.push({ path: event.path, effect: event.effect });
  }
}

export function evolveFact(state: State, event: FactRecorded & At): void {
  const { path, attempt, name, key, at, value } = event;
  runningStep(state, path, attempt);
  const identity = JSON.stringify([path, attempt, name, key]);
  assert(!state.factKeys.has(identity), `the fact ${identity} was recorded before`);
  state.factKeys.add(identity);
  const facts = state.facts.get(name) ?? [];
  facts.push({ path, attempt, at, key, value });
  state.facts.set(name, facts);
}
