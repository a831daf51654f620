// The port to where the lines of running steps go; lines are for people, nothing is decided by them.
import type { NodePath } from '../plan/plan.ts';
import type { ExecutionId } from './journal.ts';

/** `write` never fails and never waits; lines of one attempt keep their order. */
export interface LogSink {
  write(execution: ExecutionId, path: NodePath, attempt: number, line: string): void;
  /** Where the logs of an execution lie, for people to open. */
  folder(execution: ExecutionId): string;
}
