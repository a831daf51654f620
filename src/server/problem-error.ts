// An error that the caller is told as it is: a code of the API's problems with a sentence for people.
import { PROBLEMS, type ProblemCode } from '../api/problem.ts';

export interface ProblemMore {
  readonly wasWritten?: boolean;
  readonly diagnostics?: readonly unknown[];
  readonly retryAfterMs?: number;
}

export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  /** Whether anything had been changed by then. */
  readonly wasWritten: boolean;
  readonly diagnostics: readonly unknown[] | undefined;
  /** When it is worth trying again: the answer's `Retry-After`, in whole seconds there. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ProblemCode, detail: string, more: ProblemMore = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.wasWritten = more.wasWritten ?? false;
    this.diagnostics = more.diagnostics;
    this.retryAfterMs = more.retryAfterMs;
  }
}
