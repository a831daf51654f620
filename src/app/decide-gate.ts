// A person's word at a gate: judged and recorded in one transaction, whoever drives the run.

import type { ApprovalRequest, ExecutionEvent } from '../execution/event.ts';
import { evolveAll } from '../execution/evolve.ts';
import type { ExecutionId } from '../execution/journal.ts';
import { openApprovals } from '../execution/open-gates.ts';
import { judgeApproval } from '../execution/signals.ts';
import { emptyState } from '../execution/state.ts';
import { isJsonObject } from '../lib/json.ts';
import type { NodePath, Plan } from '../plan/plan.ts';
import { environmentOf } from './engine.ts';
import { type GateRefusal, refusalText } from './gate-refusal.ts';
import { type Actor, allGroupsOf, whoActs } from './person.ts';
import { type ListeningEngine, runSpokenOf } from './run-spoken-of.ts';
import type { Settings } from './settings.ts';

export interface GateDecision {
  readonly decision: 'approve' | 'reject';
  /** The gate's node path; needed only when several are open. */
  readonly path: string | undefined;
  readonly comment: string | undefined;
  /** For what the gate asks of its approvers. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The attempt that the person has looked at: it counts for that one only. */
  readonly attempt?: number;
  /** The rung that the person has looked at, such as `prod-50`: it counts for that one only. */
  readonly rung?: string;
  /** Who acts, when it is not the person at the command line. */
  readonly actor?: Actor;
  /** The name under which the person at the command line acts, when it is not their own. */
  readonly by?: string;
}

export type Decided =
  | {
      readonly status: 'accepted';
      readonly path: string;
      /** The rung behind the gate; null when there is none. */
      readonly rung: string | null;
      readonly by: string;
    }
  | { readonly status: 'refused'; readonly reason: string; readonly message: string };

export async function decideGate(
  engine: ListeningEngine,
  id: ExecutionId,
  given: GateDecision,
  settings: Pick<Settings, 'groupsOf'>,
): Promise<Decided> {
  const { plan, clock } = await runSpokenOf(engine, id);
  const actor = whoActs(given.actor);
  const { email } = actor;
  const by = given.by ?? actor.name;
  const verdict = await engine.journal.signal<GateRefusal>(id, (all) => {
    const gate = gateMeant(plan, all, given);
    if (typeof gate === 'object') return { status: 'refused', refusal: gate };
    const environment = gateEnvironment(plan, all, gate);
    return judgeApproval(all, plan, {
      by,
      groups: allGroupsOf(actor, (person) => settings.groupsOf(environment, person)),
      decision: given.decision,
      at: clock.now(),
      ...(email !== undefined && { email }),
      ...(given.inputs !== undefined && { inputs: given.inputs }),
      ...(given.attempt !== undefined && { attempt: given.attempt }),
      ...(gate !== undefined && { path: gate }),
      ...(given.comment !== undefined && { comment: given.comment }),
    });
  });
  if (verdict.status === 'accepted') {
    const { event } = verdict;
    const path = event.type === 'ApprovalDecided' ? event.path : '';
    const rung = rungOf(plan, (await engine.look(id)).events, path);
    return { status: 'accepted', by, path, rung };
  }
  return {
    status: 'refused',
    reason: verdict.refusal.code,
    message: refusalText(id, by, verdict.refusal),
  };
}

/** The path of the gate that is meant: with a rung, the open one that leads to it. */
function gateMeant(
  plan: Plan,
  events: readonly ExecutionEvent[],
  { path, rung }: GateDecision,
): NodePath | undefined | GateRefusal {
  if (rung === undefined) return path;
  const gates = openApprovals(evolveAll(emptyState(plan), events));
  const open = path === undefined ? gates : gates.filter((gate) => gate.path === path);
  if (open.length === 0) return path;
  const meant = open.filter(({ approval }) => rungIn(approval) === rung);
  if (meant.length > 0) return meant.length === 1 ? meant[0]?.path : path;
  const others = open.map((gate) => ({ path: gate.path, rung: rungIn(gate.approval) }));
  return { code: 'another-rung', rung, open: others };
}

function rungOf(plan: Plan, events: readonly ExecutionEvent[], path: NodePath): string | null {
  const approval = evolveAll(emptyState(plan), events).steps.get(path)?.approval;
  return approval === undefined ? null : rungIn(approval.request);
}

function rungIn({ review }: ApprovalRequest): string | null {
  const rung = isJsonObject(review) ? review['rung'] : undefined;
  return typeof rung === 'string' ? rung : null;
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
