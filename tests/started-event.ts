// The first event of an execution in tests.
import type { ExecutionStarted } from '../src/execution/event.ts';

export function startedAt(at: number): ExecutionStarted & { readonly at: number } {
  return {
    at,
    type: 'ExecutionStarted',
    format: 1,
    planHash: 'hash',
    pipeline: 'sample',
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: 'ada',
    bound: [],
  };
}
