// The journal port: what the engine needs of a database, and nothing more.
import type { Plan } from '../plan/plan.ts';
import type { ExecutionEvent } from './event.ts';
import type { Lines } from './lines.ts';
import type { Locks } from './locks.ts';

export type ExecutionId = string;

/** Ready: someone should drive it. Parked: nothing to do before `wakeAt` or a signal. */
export type Phase = 'ready' | 'parked' | 'done';

export interface ExecutionRow {
  readonly id: ExecutionId;
  readonly planHash: string;
  readonly epoch: number;
  /** How many events the journal holds. */
  readonly length: number;
  readonly phase: Phase;
  /** Milliseconds on the clock of the run's world. */
  readonly wakeAt: number | undefined;
  readonly owner: string | undefined;
  /** Milliseconds on the journal's own wall clock; ownership counts until then. */
  readonly leaseUntil: number;
}

/** A right to drive one execution; everything an owner does carries it. */
export interface Claim {
  readonly id: ExecutionId;
  readonly epoch: number;
}

export type Appended =
  | { readonly status: 'appended'; readonly length: number }
  | { readonly status: 'behind'; readonly tail: readonly ExecutionEvent[] }
  | { readonly status: 'fenced' };

/**
 * Every method is one transaction; a promise that resolved is on disk (a full sync), a rejected one
 * left nothing behind unless the process died before the answer. All may be called concurrently:
 * writes that come in during one turn share one commit, and a refused one harms no other.
 */
export interface Journal extends Locks, Lines {
  /**
   * Stores the plan once by its hash and opens an execution that holds nothing, whose first event is
   * `started`. Ids count up from "1".
   */
  create(planHash: string, plan: Plan, started: ExecutionEvent): Promise<ExecutionId>;

  plan(planHash: string): Promise<Plan>;

  /** All executions, newest first. */
  list(): Promise<readonly ExecutionRow[]>;

  row(id: ExecutionId): Promise<ExecutionRow | undefined>;

  /**
   * Takes an execution that is ready, or parked with `wakeAt <= now`, and whose lease has run out;
   * raises the epoch and starts a lease. Without an id any such execution is taken, the one that
   * waits longest first; undefined when there is none or another owner holds it.
   * `goneOwner` names an owner that the caller knows to be dead: its lease counts as run out.
   */
  claim(
    owner: string,
    now: number,
    leaseMs: number,
    id?: ExecutionId,
    goneOwner?: string,
  ): Promise<Claim | undefined>;

  /** Extends the lease of every claim that is still current; answers those. */
  renew(claims: readonly Claim[], leaseMs: number): Promise<readonly Claim[]>;

  /** Gives the lease back without changing the phase: the next owner need not wait for it to run out. */
  release(claim: Claim): Promise<void>;

  /**
   * The events from place `from` on (0 is the first), at most `limit`. With a claim the answer is `fenced` when the
   * epoch has moved on: an owner never reads its successor's events. Anyone may read without one.
   */
  read(id: ExecutionId, from: number, limit?: number): Promise<readonly ExecutionEvent[]>;
  readOwned(claim: Claim, from: number): Promise<readonly ExecutionEvent[] | 'fenced'>;

  /**
   * Adds events at `length`. `behind` gives the events that came in between and adds nothing.
   * An `ExecutionFinished` among them sets the phase to done, frees the lease and, unless it ends
   * `Dirty`, gives up what the execution holds.
   */
  append(claim: Claim, length: number, events: readonly ExecutionEvent[]): Promise<Appended>;

  /**
   * Sets an execution aside until `wakeAt` or a signal and frees its lease. Refused with `behind`
   * when the journal has grown past `length`, so that no signal is slept through.
   */
  park(
    claim: Claim,
    length: number,
    wakeAt: number | undefined,
  ): Promise<Appended | { readonly status: 'parked' }>;

  /**
   * Adds an event from outside in one transaction: `judge` gets all events and answers the event to
   * add, or a refusal that is handed back and changes nothing. A parked execution becomes ready;
   * an `ExecutionResolved` gives up what a finished one still holds.
   */
  signal<Refusal>(
    id: ExecutionId,
    judge: (events: readonly ExecutionEvent[]) => SignalVerdict<Refusal>,
  ): Promise<SignalVerdict<Refusal>>;

  close(): Promise<void>;
}

export type SignalVerdict<Refusal> =
  | { readonly status: 'accepted'; readonly event: ExecutionEvent }
  | { readonly status: 'refused'; readonly refusal: Refusal };
