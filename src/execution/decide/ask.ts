// A step that asks people for values before it begins: the question, and what follows from an answer or from none.
import type { StepNode } from '../../plan/plan.ts';
import type { AttemptResult } from '../event.ts';
import { valuesOf } from '../judge-inputs.ts';
import type { StepState, WaitState } from '../state.ts';
import type { WaitResult } from './wait.ts';
import { emit, isHeld, type Place, type Walk, wake } from './walk.ts';

/** Answers whether the attempt that has just started waits for values; a later one has those of the first. */
export function askFirst(walk: Walk, { path, asks }: StepNode, attempt: number): boolean {
  if (asks === undefined || walk.state.steps.get(path)?.inputs !== undefined) return false;
  const asked = asks.map(({ id, ...each }) => each);
  const says = `somebody to give ${asked.map(({ name }) => name).join(', ')}`;
  const ends = { kind: 'inputs', asked } as const;
  const wait = { name: 'inputs', status: 'InputWaiting', says, ends } as const;
  emit(walk, { at: walk.now, type: 'WaitOpened', path, attempt, wait });
  return true;
}

/** What was given in time counts, even when it is looked at late, and a pause holds what follows from it. */
export function answered(
  walk: Walk,
  step: StepNode,
  place: Place,
  { known, wait }: { readonly known: StepState; readonly wait: WaitState },
): WaitResult {
  const { attempt, deadlineAt } = known;
  const base = { at: walk.now, path: step.path, attempt, wait: wait.request.name } as const;
  const isLate = walk.now >= deadlineAt;
  if (known.inputs === undefined && isLate) {
    const values = defaultsFor(step);
    if (values === undefined) return { kind: 'end', result: askedTooLong(step) };
    emit(walk, { ...base, type: 'InputGiven', by: `the failure strategy of ${step.name}`, values });
  }
  if (known.inputs === undefined) {
    wake(walk, deadlineAt);
    return { kind: 'wait' };
  }
  if (isHeld(walk, place) && place.goesBack !== true) {
    wake(walk, place.deadlineAt);
    return { kind: 'wait' };
  }
  const ownEnd = walk.now + step.timeoutMs;
  const end = Math.min(ownEnd, place.deadlineAt ?? Number.POSITIVE_INFINITY);
  emit(walk, { ...base, type: 'WaitEnded', deadlineAt: end });
  return { kind: 'go on' };
}

/** Where its failure strategy says so and every value has a default. */
function defaultsFor({
  asks = [],
  failures,
}: StepNode): Readonly<Record<string, string>> | undefined {
  if (failures.InputTimeoutError?.type !== 'ProceedWithDefaultValues') return undefined;
  const values = valuesOf(asks, {});
  return asks.every(({ name }) => Object.hasOwn(values, name)) ? values : undefined;
}

function askedTooLong({ name, asks = [] }: StepNode): AttemptResult {
  const names = asks.map((each) => each.name).join(', ');
  const message = `nobody gave ${names} in time, so ${name} never began`;
  return { status: 'failed', failure: { type: 'InputTimeoutError', message } };
}
