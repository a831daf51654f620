// A refusal or failure as the API answers it: problem+json of RFC 9457, with a code of ours.
import { z } from 'zod';

/**
 * `code` is permanent, one of `docs/errors.md` or of the list below; `detail` says what happened, why,
 * what to do and where traffic stands. `wasWritten` says whether anything had been changed by then.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  wasWritten: z.boolean(),
  diagnostics: z.array(z.json()).optional(),
});

export type Problem = z.infer<typeof problemSchema>;

/** By code: the HTTP status and the title. */
export const PROBLEMS = {
  'bad-request': [400, 'The request cannot be understood'],
  'body-too-large': [413, 'The body is larger than this route takes'],
  'too-deep': [400, 'The body is nested too deeply'],
  'not-utf8': [400, 'The body is not UTF-8'],
  'too-slow': [408, 'The request came too slowly'],
  'not-signed-in': [401, 'Nobody is signed in'],
  'wrong-credentials': [401, 'Name and password do not belong together'],
  'csrf-refused': [403, 'The request does not come from a page of this server'],
  'not-permitted': [403, 'This person may not do this'],
  'not-found': [404, 'There is no such thing here'],
  'wrong-method': [405, 'The path has no such method'],
  'already-there': [409, 'There is one of this name'],
  refused: [409, 'What is true now does not allow it'],
  'key-reused': [422, 'The idempotency key belongs to another request'],
  invalid: [422, 'The pipeline cannot run'],
  'too-many-requests': [429, 'Too many tries'],
  'server-error': [500, 'The server failed'],
  unreachable: [503, 'A cloud or the twin does not answer'],
  'not-ready': [503, 'The server is not ready'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;
