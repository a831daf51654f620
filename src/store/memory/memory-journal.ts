// The journal in memory: the same promises as a database but one, it ends with its process.

import type { ExecutionEvent } from '../../execution/event.ts';
import type {
  Appended,
  Claim,
  ExecutionId,
  ExecutionRow,
  Journal,
  SignalVerdict,
} from '../../execution/journal.ts';
import type { Created, Holding } from '../../execution/locks.ts';
import type { Plan } from '../../plan/plan.ts';
import { isClaimable, isCurrent, isEnd } from '../claim-rules.ts';
import { lostEvents, noSuchExecution, noSuchPlan } from '../journal-errors.ts';
import { lineChanges } from '../line-rules.ts';
import { givesUp, inOrder } from '../lock-rules.ts';
import { asStored } from './as-stored.ts';
import { createMemoryLines, type MemoryLines } from './memory-lines.ts';
import { createMemoryLocks, type MemoryLocks } from './memory-locks.ts';

export interface MemoryJournalOptions {
  /** The journal's own wall clock in milliseconds, by which leases run out. */
  readonly wallNow: () => number;
  /** Says of an owner whether it is certainly dead; its ticket in the queue lapses at once. */
  readonly isGone?: (owner: string) => boolean;
}

/** Each call takes effect before it returns its promise, so that one schedule gives one history. */
export function createMemoryJournal(options: MemoryJournalOptions): Journal {
  const { wallNow, isGone = () => false } = options;
  const locks = createMemoryLocks(wallNow, isGone);
  const lines = createMemoryLines();
  const memory: Memory = { plans: new Map(), executions: new Map(), locks, lines };
  return {
    create: async (planHash, plan, started) => create(memory, planHash, plan, started),
    createHolding: async (planHash, plan, started, holding) =>
      createHolding(memory, planHash, plan, started, holding),
    holds: async (id) => locks.holds(id),
    queue: async (request) => locks.queue(asStored(request)),
    stand: async (ticket, resources, leaseMs) => locks.stand(ticket, asStored(resources), leaseMs),
    leave: async (ticket) => locks.leave(ticket),
    waiters: async () => locks.waiters(),
    aheadOf: async (id, step) => lines.aheadOf(id, step),
    plan: async (planHash) => memory.plans.get(planHash) ?? noSuchPlan(planHash),
    list: async () => [...memory.executions.values()].reverse().map(({ row }) => row),
    row: async (id) => memory.executions.get(id)?.row,
    claim: async (owner, now, leaseMs, id, goneOwner) => {
      const found = claimable(memory, now, wallNow(), id, goneOwner);
      if (found === undefined) return undefined;
      const epoch = found.row.epoch + 1;
      const leaseUntil = wallNow() + leaseMs;
      change(found, { epoch, phase: 'ready', wakeAt: undefined, owner, leaseUntil });
      return { id: found.row.id, epoch };
    },
    renew: async (claims, leaseMs) => {
      const current = claims.filter((claim) => holds(memory.executions.get(claim.id), claim));
      for (const { id } of current) {
        change(find(memory, id), { leaseUntil: wallNow() + leaseMs });
      }
      return current;
    },
    release: async (claim) => {
      const found = memory.executions.get(claim.id);
      if (found !== undefined && isCurrent(found.row, claim)) change(found, freed(wallNow()));
    },
    read: async (id, from, limit) =>
      find(memory, id).events.slice(from, limit === undefined ? undefined : from + limit),
    readOwned: async (claim, from) => {
      const { row, events } = find(memory, claim.id);
      return row.epoch === claim.epoch ? events.slice(from) : 'fenced';
    },
    append: async (claim, length, events) => append(memory, claim, length, events, wallNow()),
    park: async (claim, length, wakeAt) => {
      const found = find(memory, claim.id);
      const refusal = refused(found, claim, length);
      if (refusal !== undefined) return refusal;
      change(found, { ...freed(wallNow()), phase: 'parked', wakeAt });
      return { status: 'parked' };
    },
    signal: async (id, judge) => signal(memory, find(memory, id), judge),
    close: async () => {},
  };
}

interface Memory {
  readonly plans: Map<string, Plan>;
  readonly executions: Map<ExecutionId, Execution>;
  readonly locks: MemoryLocks;
  readonly lines: MemoryLines;
}

interface Execution {
  row: ExecutionRow;
  readonly events: ExecutionEvent[];
}

function create(
  memory: Memory,
  planHash: string,
  plan: Plan,
  started: ExecutionEvent,
): ExecutionId {
  if (!memory.plans.has(planHash)) memory.plans.set(planHash, asStored(plan));
  const id = String(memory.executions.size + 1);
  const row: ExecutionRow = {
    id,
    planHash,
    epoch: 0,
    length: 1,
    phase: 'ready',
    wakeAt: undefined,
    owner: undefined,
    leaseUntil: 0,
  };
  memory.executions.set(id, { row, events: [asStored(started)] });
  return id;
}

function createHolding(
  memory: Memory,
  planHash: string,
  plan: Plan,
  started: ExecutionEvent,
  holding: Holding,
): Created {
  const by = memory.locks.blockers(holding);
  if (by.length > 0) return { status: 'held', by };
  const id = create(memory, planHash, plan, started);
  memory.locks.take(id, { ...holding, resources: inOrder(asStored(holding.resources)) });
  return { status: 'created', id };
}

function claimable(
  memory: Memory,
  now: number,
  wallNow: number,
  id: ExecutionId | undefined,
  goneOwner: string | undefined,
): Execution | undefined {
  let longest: Execution | undefined;
  for (const execution of memory.executions.values()) {
    if (id !== undefined && execution.row.id !== id) continue;
    if (!isClaimable(execution.row, now, wallNow, goneOwner)) continue;
    if (longest === undefined || execution.row.leaseUntil < longest.row.leaseUntil) {
      longest = execution;
    }
  }
  return longest;
}

function append(
  memory: Memory,
  claim: Claim,
  length: number,
  events: readonly ExecutionEvent[],
  wallNow: number,
): Appended {
  const found = find(memory, claim.id);
  const refusal = refused(found, claim, length);
  if (refusal !== undefined) return refusal;
  found.events.push(...events.map(asStored));
  change(found, { length: found.events.length });
  if (events.some(isEnd)) change(found, { ...freed(wallNow), phase: 'done' });
  if (events.some(givesUp)) memory.locks.giveUp(claim.id);
  memory.lines.change(claim.id, lineChanges(events));
  return { status: 'appended', length: found.events.length };
}

function signal<Refusal>(
  memory: Memory,
  found: Execution,
  judge: (events: readonly ExecutionEvent[]) => SignalVerdict<Refusal>,
): SignalVerdict<Refusal> {
  const verdict = judge([...found.events]);
  if (verdict.status === 'refused') return verdict;
  found.events.push(asStored(verdict.event));
  change(found, { length: found.events.length });
  if (found.row.phase === 'parked') change(found, { phase: 'ready', wakeAt: undefined });
  if (givesUp(verdict.event)) memory.locks.giveUp(found.row.id);
  return verdict;
}

function refused(found: Execution, claim: Claim, length: number): Appended | undefined {
  if (!isCurrent(found.row, claim)) return { status: 'fenced' };
  if (found.row.length === length) return undefined;
  if (found.row.length < length) return lostEvents(claim.id, found.row.length, length);
  return { status: 'behind', tail: found.events.slice(length) };
}

function find(memory: Memory, id: ExecutionId): Execution {
  return memory.executions.get(id) ?? noSuchExecution(id);
}

function holds(found: Execution | undefined, claim: Claim): boolean {
  return found !== undefined && isCurrent(found.row, claim);
}

/** The lease ends now: who has waited longest since then is claimed first. */
function freed(wallNow: number): Pick<ExecutionRow, 'owner' | 'leaseUntil'> {
  return { owner: undefined, leaseUntil: wallNow };
}

function change(found: Execution, changes: Partial<ExecutionRow>): void {
  found.row = { ...found.row, ...changes };
}
