// An error as the client is told it: problem+json with a code; of a defect nothing but the request's id.
import { PROBLEMS, type Problem, type ProblemCode } from '../../api/problem.ts';
import { Refusal, type RefusalKind } from '../../app/refusal.ts';
import { ProblemError } from '../problem-error.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const CODE_OF_REFUSAL: Readonly<Record<RefusalKind, ProblemCode>> = {
  usage: 'bad-request',
  invalid: 'invalid',
  unreachable: 'unreachable',
  state: 'refused',
};

/** Undefined for a defect. */
export function problemErrorOf(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof Refusal) {
    return new ProblemError(CODE_OF_REFUSAL[error.kind], error.message, {
      ...(error.diagnostics.length > 0 && { diagnostics: error.diagnostics }),
    });
  }
  return undefined;
}

/** `mayHaveWritten`: whether a defect at this request can have left something half done. */
export function problemOf(
  error: ProblemError | undefined,
  requestId: string,
  mayHaveWritten: boolean,
): Problem {
  const code = error?.code ?? 'server-error';
  const [status, title] = PROBLEMS[code];
  return {
    type: `urn:penstock:problem:${code}`,
    title,
    status,
    code,
    detail:
      error?.message ??
      `The server failed at this request, and its log says why under the id ${requestId}. ${mayHaveWritten ? 'Look at what is true now before you try again: it is not known what was changed.' : 'Nothing was changed.'}`,
    requestId,
    wasWritten: error?.wasWritten ?? mayHaveWritten,
    ...(error?.diagnostics !== undefined && {
      diagnostics: error.diagnostics as NonNullable<Problem['diagnostics']>,
    }),
  };
}
