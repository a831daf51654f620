// What every step of a run is at work on at a moment, folded from the journal event by event.
import type { ExecutionEvent, WaitRequest } from '../execution/event.ts';
import type { NodePath } from '../plan/plan.ts';
import { type Bake, FACT, type Rung } from '../traffic/facts.ts';

/** `bake`: waiting on purpose, such as settling and watching; `human`: only while nothing else runs. */
export type SpanKind = 'machine' | 'human' | 'bake';

/** Only `applyActivity` changes it. */
export interface Activities {
  /** Only of steps that do or wait for something now. */
  readonly steps: Map<NodePath, Activity>;
  pausedBy: string | undefined;
  isGoingBack: boolean;
}

export interface Activity {
  readonly kind: SpanKind;
  /** What it does there, where its name is not enough. */
  readonly says: string | undefined;
  /** The rules that a shift has written and that settle; all of them together count. */
  readonly rules: ReadonlyMap<string, Rung['state']>;
}

export function noActivities(): Activities {
  return { steps: new Map(), pausedBy: undefined, isGoingBack: false };
}

export function applyActivity(activities: Activities, event: ExecutionEvent): void {
  const { steps } = activities;
  if (event.type === 'RollbackStarted') activities.isGoingBack = true;
  if (event.type === 'PauseRequested') activities.pausedBy = event.by;
  if (event.type === 'PauseEnded' || event.type === 'AbortRequested') {
    activities.pausedBy = undefined;
  }
  if (event.type === 'GroupRetried') {
    for (const path of steps.keys()) if (path.startsWith(`${event.path}/`)) steps.delete(path);
    steps.set(event.path, { ...AT_WORK, kind: 'bake', says: 'waits to begin anew' });
    return;
  }
  if (!('path' in event) || event.path === undefined) return;
  const next = activityAfter(steps.get(event.path), event);
  if (next === undefined) steps.delete(event.path);
  else steps.set(event.path, next);
  if (event.type === 'AttemptStarted') forgetGroupsAround(steps, event.path);
}

const WATCHES = 'watches green';
const AT_WORK: Activity = { kind: 'machine', says: undefined, rules: new Map() };

function activityAfter(known: Activity | undefined, event: ExecutionEvent): Activity | undefined {
  switch (event.type) {
    case 'AttemptStarted':
    case 'ChoiceMade':
    case 'WaitEnded':
      return AT_WORK;
    case 'ApprovalOpened':
      return { ...AT_WORK, kind: 'human', says: 'waits for approval' };
    case 'ChoiceOpened':
      return { ...AT_WORK, kind: 'human', says: 'asks a person' };
    case 'InterventionOpened':
      return { ...AT_WORK, kind: 'human', says: "waits for a person's word" };
    case 'WaitOpened':
      return waiting(event.wait);
    case 'RetryScheduled':
      return { ...AT_WORK, kind: 'bake', says: 'waits to try again' };
    case 'FactRecorded':
      return known && afterFact(known, event.name, event.value);
    case 'AttemptFinished':
    case 'InterventionDecided':
    case 'NodeFinished':
      return undefined;
    default:
      return known;
  }
}

/** Who waits for other steps runs no less than they do: their own time counts, and without any the engine's. */
function waiting({ status, ends }: WaitRequest): Activity | undefined {
  if (ends.kind === 'meeting') return undefined;
  if (ends.kind === 'turn') return { ...AT_WORK, says: 'waits for its turn' };
  const kind = status === 'WaitStepRunning' ? 'bake' : 'human';
  return { ...AT_WORK, kind };
}

function afterFact(known: Activity, name: string, value: unknown): Activity {
  if (name === FACT.bake) {
    const { state } = value as Bake;
    if (state !== 'watching') return { ...known, kind: 'machine', says: undefined };
    return { ...known, kind: 'bake', says: WATCHES };
  }
  if (name !== FACT.rung) return known;
  const { ruleArn, state } = value as Rung;
  const rules = new Map(known.rules).set(ruleArn, state);
  const states = [...rules.values()];
  const settles = states.includes('settling') && !states.includes('writing');
  if (settles) return { kind: 'bake', says: 'settles', rules };
  const isWatched = known.says === WATCHES;
  return isWatched ? { ...known, rules } : { kind: 'machine', says: undefined, rules };
}

function forgetGroupsAround(steps: Map<NodePath, Activity>, path: NodePath): void {
  for (const each of steps.keys()) if (path.startsWith(`${each}/`)) steps.delete(each);
}
