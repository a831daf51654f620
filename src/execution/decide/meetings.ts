// Meetings: steps of one plan that wait for each other under one key, wherever they stand.
import type { NodePath, StepNode } from '../../plan/plan.ts';
import { parentPath, stepsOf } from '../../plan/walk.ts';
import { openWaitOf } from '../evolve-wait.ts';
import { isGood } from '../node-status.ts';
import { finishedNode, type State } from '../state.ts';
import { emit, type Walk } from './walk.ts';

/** Ends the waits of every meeting at which all are now; answers whether there was one. */
export function endMeetings(walk: Walk): boolean {
  const { state } = walk;
  let hasEnded = false;
  for (const key of openMeetings(state)) {
    if (missingFrom(state, key).length > 0) continue;
    for (const path of state.open) {
      const step = state.steps.get(path);
      const wait = step === undefined ? undefined : openWaitOf(step);
      if (step === undefined || !isFor(wait?.request.ends, key)) continue;
      const { attempt } = step;
      const name = wait?.request.name ?? '';
      emit(walk, { at: walk.now, type: 'WaitEnded', path, attempt, wait: name });
      hasEnded = true;
    }
  }
  return hasEnded;
}

/** The steps of a meeting that have not come yet and may still: what is skipped is not waited for. */
export function missingFrom(state: State, key: string): readonly StepNode[] {
  const parties = [...stepsOf(state.plan.pipeline)].filter(({ meets }) => meets === key);
  return parties.filter(({ path }) => !isThere(state, path, key) && !isSkipped(state, path));
}

/** Of those that have not come the ones that never will: what they stand in has broken, or they have. */
export function lostTo(state: State, key: string): readonly StepNode[] {
  return missingFrom(state, key).filter(({ path }) => neverComes(state, path));
}

/** Whether somebody waits at a meeting that cannot take place any more. */
export function hasLostMeeting(state: State): boolean {
  return [...openMeetings(state)].some((key) => lostTo(state, key).length > 0);
}

/** A group that is to begin anew may still bring it. */
function neverComes(state: State, path: NodePath): boolean {
  let isOver = finishedNode(state, path) !== undefined;
  for (let at: NodePath | undefined = path; at !== undefined; at = parentPath(at)) {
    const finished = finishedNode(state, at);
    if (finished !== undefined) isOver ||= !isGood(finished.status);
    else if (beginsAnew(state, at)) return false;
  }
  return isOver;
}

function beginsAnew(state: State, group: NodePath): boolean {
  return [...state.nodes.values()].some(({ finished }) => finished?.groupRetry?.group === group);
}

function openMeetings(state: State): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const path of state.open) {
    const step = state.steps.get(path);
    const ends = step === undefined ? undefined : openWaitOf(step)?.request.ends;
    if (ends?.kind === 'meeting') keys.add(ends.key);
  }
  return keys;
}

function isFor(ends: Ends | undefined, key: string): boolean {
  return ends?.kind === 'meeting' && ends.key === key;
}

type Ends = { readonly kind: string; readonly key?: string };

/** It waits there, or has been there and gone on. */
function isThere(state: State, path: NodePath, key: string): boolean {
  const step = state.steps.get(path);
  if (step === undefined) return false;
  const { result } = step;
  if (result !== undefined) return result.status === 'succeeded';
  return [...step.waits.values()].some(({ request }) => isFor(request.ends, key));
}

function isSkipped(state: State, path: NodePath): boolean {
  for (let at: NodePath | undefined = path; at !== undefined; at = parentPath(at)) {
    if (finishedNode(state, at)?.status === 'Skipped') return true;
  }
  return false;
}
