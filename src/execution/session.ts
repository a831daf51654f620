// One owner's view of one execution: its events, their fold, and the queue of facts to be recorded.
import type { Clock } from '../lib/clock.ts';
import type { Plan } from '../plan/plan.ts';
import { type Decision, decide } from './decide/decide.ts';
import type { ExecutionEvent } from './event.ts';
import { evolveAll } from './evolve.ts';
import type { Claim, Journal } from './journal.ts';
import { emptyState, type State } from './state.ts';
import { LetGo } from './step.ts';

export interface SessionRequest {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly claim: Claim;
  readonly plan: Plan;
  readonly events: readonly ExecutionEvent[];
  readonly onEvents: (events: readonly ExecutionEvent[]) => void;
  /** Called when a fact waits to be committed. */
  readonly onQueued: () => void;
}

export interface Session {
  /** All that is recorded, and what is being recorded right now. */
  readonly state: State;
  readonly length: number;
  readonly hasQueued: boolean;
  /**
   * Resolves when the event is on disk; rejects with `LetGo` when it never will be. With `holds` the
   * event is dropped when that says no of the state into which it would come.
   */
  record(event: ExecutionEvent, holds?: (state: State) => boolean): Promise<void>;
  /** Records what is queued and what follows from it as one batch, and answers what should run. */
  commit(): Promise<Decision | 'fenced'>;
  /** Folds in what others have recorded. */
  catchUp(): Promise<'current' | 'fenced'>;
  absorb(tail: readonly ExecutionEvent[]): void;
  /** Refuses everything queued now and later. */
  close(): void;
}

interface Queued {
  readonly event: ExecutionEvent;
  readonly holds: (state: State) => boolean;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

export function createSession(request: SessionRequest): Session {
  const { journal, clock, claim, plan } = request;
  const committed: ExecutionEvent[] = [...request.events];
  let state = evolveAll(emptyState(plan), committed);
  let queue: Queued[] = [];
  let isClosed = false;

  const keep = (events: readonly ExecutionEvent[]): void => {
    committed.push(...events);
    if (events.length > 0) request.onEvents(events);
  };

  /** What was folded ahead is thrown away: others came first. */
  const absorb = (tail: readonly ExecutionEvent[]): void => {
    keep(tail);
    state = evolveAll(emptyState(plan), committed);
  };

  const close = (): void => {
    isClosed = true;
    for (const { reject } of queue) reject(new LetGo());
    queue = [];
  };

  const record: Session['record'] = (event, holds = () => true) => {
    if (isClosed) return Promise.reject(new LetGo());
    return new Promise((resolve, reject) => {
      queue.push({ event, holds, resolve, reject });
      request.onQueued();
    });
  };

  const resolveFirst = (count: number): void => {
    for (const { resolve } of queue.splice(0, count)) resolve();
  };

  const commit = async (): Promise<Decision | 'fenced'> => {
    for (;;) {
      const taken = [...queue];
      const lastAt = committed.at(-1)?.at ?? 0;
      const facts = inOrder(lastAt, dueIn(state, taken));
      evolveAll(state, facts);
      const decision = decide(state, Math.max(clock.now(), facts.at(-1)?.at ?? lastAt));
      const events = [...facts, ...decision.events];
      if (events.length === 0) {
        resolveFirst(taken.length);
        return decision;
      }
      const appended = await journal.append(claim, committed.length, events);
      if (appended.status === 'fenced') return 'fenced';
      if (appended.status === 'behind') {
        absorb(appended.tail);
        continue;
      }
      keep(events);
      resolveFirst(taken.length);
      return decision;
    }
  };

  const catchUp = async (): Promise<'current' | 'fenced'> => {
    const tail = await journal.readOwned(claim, committed.length);
    if (tail === 'fenced') return 'fenced';
    if (tail.length > 0) absorb(tail);
    return 'current';
  };

  return {
    get state() {
      return state;
    },
    get length() {
      return committed.length;
    },
    get hasQueued() {
      return queue.length > 0;
    },
    record,
    commit,
    catchUp,
    absorb,
    close,
  };
}

/** What still holds: others may have been first. */
function dueIn(state: State, queued: readonly Queued[]): readonly ExecutionEvent[] {
  return queued.filter(({ holds }) => holds(state)).map(({ event }) => event);
}

/** Clocks of several processes differ a little: what is recorded later is never stamped earlier. */
function inOrder(lastAt: number, events: readonly ExecutionEvent[]): ExecutionEvent[] {
  let latest = lastAt;
  return events.map((event) => {
    latest = Math.max(latest, event.at);
    return event.at === latest ? event : { ...event, at: latest };
  });
}
