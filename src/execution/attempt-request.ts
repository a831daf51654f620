// What the runner hands to an attempt of a step.
import type { Clock } from '../lib/clock.ts';
import type { Run } from './decide/walk.ts';
import type { ExecutionEvent } from './event.ts';
import type { ExecutionId } from './journal.ts';
import type { LogSink } from './log-sink.ts';
import type { SecretReader } from './runtime-scope.ts';
import type { State } from './state.ts';
import type { Scripts, StepDefinition } from './step.ts';

export interface AttemptRequest {
  readonly execution: ExecutionId;
  readonly run: Run;
  readonly clock: Clock;
  readonly claimedAt: number;
  /** Another process has driven this run before. */
  readonly isTakenOver: boolean;
  readonly steps: ReadonlyMap<string, StepDefinition>;
  readonly scripts: Scripts;
  readonly secrets: SecretReader;
  readonly logs: LogSink;
  readonly state: () => State;
  readonly record: (event: ExecutionEvent) => Promise<void>;
  readonly hold: () => Promise<void>;
  /** A defect: the drive must end with it. */
  readonly onDefect: (error: unknown) => void;
}
