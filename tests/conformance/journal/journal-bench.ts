// What the tests of the journal port share: the journal under test, its clock, and small events.

import type { EndState, ExecutionEvent } from '../../../src/execution/event.ts';
import type { Claim, ExecutionId, Journal, SignalVerdict } from '../../../src/execution/journal.ts';
import { assert } from '../../../src/lib/assert.ts';
import type { Plan } from '../../../src/plan/plan.ts';

export interface Bench {
  readonly journal: Journal;
  /** The wall clock of the leases; a test sets it. */
  readonly wall: { now: number };
  created(): Promise<ExecutionId>;
  /** A new execution in the hands of an owner. */
  claimed(owner?: string): Promise<Claim>;
}

export const LEASE_MS = 30_000;

export function started(): ExecutionEvent {
  return {
    type: 'ExecutionStarted',
    at: 1,
    format: 1,
    planHash: 'p',
    pipeline: 'shop',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'ann',
    bound: [],
  };
}

export function fact(name: string): Extract<ExecutionEvent, { type: 'FactRecorded' }> {
  return { type: 'FactRecorded', at: 2, path: 's/steps/x', attempt: 1, name, key: '', value: 0 };
}

export function abort(): ExecutionEvent {
  return { type: 'AbortRequested', at: 3, by: 'bob', restore: true };
}

export function finished(end: EndState = 'Success'): ExecutionEvent {
  return { type: 'ExecutionFinished', at: 4, status: 'Success', end, leftovers: [] };
}

export function accept(event: ExecutionEvent): () => SignalVerdict<never> {
  return () => ({ status: 'accepted', event });
}

export function aPlan(name: string): Plan {
  return {
    format: 1,
    pipeline: { kind: 'pipeline', path: '', identifier: name, name, stages: [] },
    bound: [],
  };
}

export function claimOf(claim: Claim | undefined): Claim {
  assert(claim !== undefined, 'the claim should have been given');
  return claim;
}
