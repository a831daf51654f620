// The engine's heart: from the plan, what has happened and the time to what should happen now.

import type { PlanNode } from '../../plan/plan.ts';
import { childrenOf, stepsOf } from '../../plan/walk.ts';
import type { ExecutionEvent } from '../event.ts';
import { consequence, type Situation } from '../failure-strategy.ts';
import type { State } from '../state.ts';
import { endMeetings, hasLostMeeting } from './meetings.ts';
import { visitParallel } from './parallel.ts';
import { visitPipeline } from './pipeline.ts';
import { visitSequence } from './sequence.ts';
import { visitStage } from './stage.ts';
import { visitStep } from './step.ts';
import { visitStrategy } from './strategy.ts';
import {
  type AwaitedTurn,
  type Check,
  type Finish,
  finishNode,
  isHeld,
  type Place,
  type Run,
  type Walk,
  wake,
} from './walk.ts';
import { judgeWhen } from './when.ts';

export interface Decision {
  /** To be recorded, in this order; already folded into the state that was given. */
  readonly events: readonly ExecutionEvent[];
  /** All attempts that should be running once the events are recorded. */
  readonly runs: readonly Run[];
  /** The looks at waiting gates that are due; whoever has run a slot does not run it again. */
  readonly checks: readonly Check[];
  /** The steps that wait for their turn in a line. */
  readonly turns: readonly AwaitedTurn[];
  /** When to look again if nothing happens before. */
  readonly wakeAt: number | undefined;
}

/**
 * Pure but for the given state, into which it folds what it decides: when the events cannot be
 * recorded, that state must be thrown away. Deciding again at the same time decides nothing new.
 */
export function decide(state: State, now: number): Decision {
  const walk: Walk = {
    state,
    now,
    events: [],
    runs: [],
    checks: [],
    turns: [],
    wakeAt: undefined,
    again: false,
    visit: (node, place) => visit(walk, node, place),
  };
  if (state.started !== undefined && state.finished === undefined) {
    do {
      forget(walk);
      visitPipeline(walk, state.plan.pipeline);
    } while (endMeetings(walk) || walk.again || hasLostMeeting(state));
  }
  const { events, runs, checks, turns, wakeAt } = walk;
  return { events, runs, checks, turns, wakeAt };
}

/** What a pass has found, but for what it has recorded. */
function forget(walk: Walk): void {
  for (const found of [walk.runs, walk.checks, walk.turns]) found.length = 0;
  walk.wakeAt = undefined;
  walk.again = false;
}

function visit(walk: Walk, node: PlanNode, place: Place): void {
  const isNew = !walk.state.nodes.has(node.path);
  if (isNew && (isKeptBack(walk, node, place) || !mayStart(walk, node, place))) return;
  switch (node.kind) {
    case 'sequence':
      visitSequence(walk, node, place);
      break;
    case 'parallel':
      visitParallel(walk, node, place);
      break;
    case 'strategy':
      visitStrategy(walk, node, place);
      break;
    case 'stage':
      visitStage(walk, node, place);
      break;
    case 'step':
      visitStep(walk, node, place);
      break;
    case 'pipeline':
      break;
  }
}

/** During a pause it does not begin; what the way back beside it would wait for is passed over. */
function isKeptBack(walk: Walk, node: PlanNode, place: Place): boolean {
  if (!isHeld(walk, place)) return false;
  if (place.goesBack === true) {
    const reason = 'the run was paused, and something beside it asked for the way back';
    finishNode(walk, node, place, { status: 'Skipped', reason });
  } else {
    wake(walk, place.deadlineAt);
  }
  return true;
}

function mayStart(walk: Walk, node: PlanNode, place: Place): boolean {
  const verdict = judgeWhen(walk.state, node, place);
  if (verdict.kind === 'run') return true;
  const { kind, reason } = verdict;
  if (kind === 'skip') finishNode(walk, node, place, { status: 'Skipped', reason });
  else breakUnstarted(walk, node, place, reason);
  return false;
}

const NOTHING_MORE: Situation = {
  attempt: Number.MAX_SAFE_INTEGER,
  mayWait: () => false,
  holds: () => false,
  roundOf: () => Number.MAX_SAFE_INTEGER,
};

/** A condition that cannot be judged breaks the node as its first step's strategies say. */
function breakUnstarted(walk: Walk, node: PlanNode, place: Place, reason: string): void {
  const [first] = stepsOf(node);
  const failure = { type: 'Unknown', message: reason } as const;
  const result = { status: 'failed', failure } as const;
  const next = consequence(result, first?.failures ?? {}, NOTHING_MORE);
  const finish: Finish = next.kind === 'finish' ? next : { status: 'Failed' };
  // A stage that never started has nothing to roll back.
  const own = finish.directive === 'stage-rollback' && holdsStages(node);
  finishNode(walk, node, place, {
    ...finish,
    directive: own ? undefined : finish.directive,
    reason,
  });
}

function holdsStages(node: PlanNode): boolean {
  return node.kind === 'stage' || (node.kind !== 'step' && childrenOf(node).some(holdsStages));
}
