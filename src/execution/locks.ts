// The port of locks: what a run holds so that no other run works on it, and the queue of runs that wait for it.
import type { Plan } from '../plan/plan.ts';
import type { ExecutionEvent } from './event.ts';
import type { ExecutionId } from './journal.ts';

/** One thing that one run may work on at a time. `world` keeps equal names of different clouds apart. */
export interface Resource {
  readonly world: string;
  readonly kind: 'rule' | 'group' | 'target group';
  readonly name: string;
}

export type TicketId = string;

/** A run that waits for its turn and has no execution yet. */
export interface Waiter {
  readonly id: TicketId;
  readonly owner: string;
  /** Milliseconds on the journal's own wall clock, as is `queuedAt`. */
  readonly leaseUntil: number;
  readonly queuedAt: number;
  readonly pipeline: string;
  readonly startedBy: string;
  readonly resources: readonly Resource[];
}

/** Who stands in the way of a run, with what both want. */
export type Blocker = { readonly shared: readonly Resource[] } & (
  | { readonly kind: 'execution'; readonly id: ExecutionId }
  | { readonly kind: 'waiter'; readonly waiter: Waiter }
);

export interface Holding {
  readonly resources: readonly Resource[];
  /** The place in the queue that the run gives up by starting. */
  readonly ticket?: TicketId;
}

export type Created =
  | { readonly status: 'created'; readonly id: ExecutionId }
  | { readonly status: 'held'; readonly by: readonly Blocker[] };

export interface QueueRequest {
  readonly owner: string;
  readonly pipeline: string;
  readonly startedBy: string;
  readonly resources: readonly Resource[];
  readonly leaseMs: number;
  /** No more runs than this wait in one journal. */
  readonly limit: number;
}

export type Queued =
  | { readonly status: 'queued'; readonly ticket: TicketId }
  | { readonly status: 'full'; readonly waiting: number };

export type Standing =
  | { readonly status: 'waiting'; readonly behind: readonly Blocker[] }
  /** Nobody stands in the way: the run may start with this ticket. */
  | { readonly status: 'turn' }
  /** The ticket has lapsed or was given back; who still wants to wait queues again. */
  | { readonly status: 'lost' };

/**
 * Locks belong to the execution: they come with it in one transaction, outlive every process, and go
 * with `ExecutionFinished` of any end but `Dirty`, which keeps them until `ExecutionResolved`.
 * Tickets belong to a process: one counts while its lease runs and its owner is not known to be dead,
 * and the lower one goes first wherever two want the same.
 */
export interface Locks {
  /** As `create`, with what the execution holds from then on; `held` creates nothing. */
  createHolding(
    planHash: string,
    plan: Plan,
    started: ExecutionEvent,
    holding: Holding,
  ): Promise<Created>;

  /** What an execution holds now, in order. */
  holds(id: ExecutionId): Promise<readonly Resource[]>;

  /** Takes the last place of the queue. */
  queue(request: QueueRequest): Promise<Queued>;

  /**
   * Says who is before the ticket, which wants these resources from now on and is extended when half
   * of its lease is over.
   */
  stand(ticket: TicketId, resources: readonly Resource[], leaseMs: number): Promise<Standing>;

  /** Gives the place back; a ticket that is no more is none of anybody's business. */
  leave(ticket: TicketId): Promise<void>;

  /** Who waits now, the first one first. */
  waiters(): Promise<readonly Waiter[]>;
}
