// A person's word at a gate: judged and recorded in one transaction, whoever drives the run.

import type { ExecutionId } from '../execution/journal.ts';
import { judgeApproval } from '../execution/signals.ts';
import { type Engine, environmentOf } from './engine.ts';
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

export async function decideGate(
  engine: Engine,
  id: ExecutionId,
  given: GateDecision,
  settings: Settings,
): Promise<Decided> {
  const { plan, events } = await engine.look(id);
  const started = events[0];
  if (started?.type !== 'ExecutionStarted') throw new Error(`execution ${id} never started`);
  const clock = await clockOf(started.world);
  const person = currentPerson(
    settings.groupsOf(environmentOf(plan) ?? '', currentPerson([]).name),
  );
  const by = given.by ?? person.name;
  const verdict = await engine.journal.signal(id, (all) =>
    judgeApproval(all, plan, {
      by,
      groups: person.groups,
      decision: given.decision,
      at: clock.now(),
      ...(given.path === undefined ? {} : { path: given.path }),
      ...(given.comment === undefined ? {} : { comment: given.comment }),
    }),
  );
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
