// A person's word at a gate: judged and recorded in one transaction, whoever drives the run.

import type { ExecutionEvent } from '../execution/event.ts';
import { evolveAll } from '../execution/evolve.ts';
import type { ExecutionId } from '../execution/journal.ts';
import { openApprovals } from '../execution/open-gates.ts';
import { judgeApproval } from '../execution/signals.ts';
import { emptyState } from '../execution/state.ts';
import type { NodePath, Plan } from '../plan/plan.ts';
import { type Engine, environmentOf, type Look } from './engine.ts';
import { refusalText } from './gate-refusal.ts';
import { currentPerson } from './person.ts';
import type { Settings } from './settings.ts';
import { clockOf } from './world.ts';

export interface GateDecision {
  readonly decision: 'approve' | 'reject';
  /** The gate's node path; needed only when several are open. */
  readonly path: string | undefined;
  readonly comment: string | undefined;
  /** Who acts, when it is not the person at the command line. */
  readonly by?: string;
}

export type Decided =
  | { readonly status: 'accepted'; readonly path: string; readonly by: string }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

/** The part of an engine that a decision needs. */
export interface GateEngine extends Pick<Engine, 'journal'> {
  look(id: ExecutionId): Promise<Pick<Look, 'plan' | 'events'>>;
}

export async function decideGate(
  engine: GateEngine,
  id: ExecutionId,
  given: GateDecision,
  settings: Pick<Settings, 'groupsOf'>,
): Promise<Decided> {
  const { plan, events } = await engine.look(id);
  const started = events[0];
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${id} never started`);
  const clock = await clockOf(started.world);
  const { name } = currentPerson([]);
  const by = given.by ?? name;
  const verdict = await engine.journal.signal(id, (all) => {
    const groups = settings.groupsOf(gateEnvironment(plan, all, given.path), name);
    return judgeApproval(all, plan, {
      by,
      groups: currentPerson(groups).groups,
      decision: given.decision,
      at: clock.now(),
      ...(given.path === undefined ? {} : { path: given.path }),
      ...(given.comment === undefined ? {} : { comment: given.comment }),
    });
  });
  if (verdict.status === 'accepted') {
    const { event } = verdict;
    return { status: 'accepted', by, path: event.type === 'ApprovalDecided' ? event.path : '' };
  }
  return {
    status: 'refused',
    reason: verdict.refusal.code,
    message: refusalText(id, by, verdict.refusal),
  };
}

/** Who belongs to a group is said per environment: that of the gate's own stage counts. */
function gateEnvironment(
  plan: Plan,
  events: readonly ExecutionEvent[],
  given: NodePath | undefined,
): string {
  const state = evolveAll(emptyState(plan), events);
  const gates = openApprovals(state);
  const gate = gates.find(({ path }) => path === given) ?? gates[0];
  const stage = gate === undefined ? undefined : state.index.stageOf(gate.path);
  return stage?.deployment?.environment.identifier ?? environmentOf(plan) ?? '';
}
