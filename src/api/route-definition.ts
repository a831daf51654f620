// What a route of the API is: who may call it, what it takes and what it answers; its method and path stand in `route-paths.ts`.
import type { z } from 'zod';

/**
 * What a caller must be. `nobody`: anyone, without a token. `person`: whoever is signed in. `self`: a
 * person who came in without a token, for a token must not outlive itself. The roles are those of the
 * route's project, each holding what the ones before it may: viewer, operator, approver, admin; but an
 * approver need not be an operator to approve, nor may an operator approve. `owner`: an administrator
 * of the whole server.
 */
export type Need =
  | 'nobody'
  | 'person'
  | 'self'
  | 'viewer'
  | 'operator'
  | 'approver'
  | 'admin'
  | 'owner';

export interface RouteDefinition {
  /** One sentence for people who read the API's description. */
  readonly summary: string;
  readonly needs: Need;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Of a stream: the data of each message; else the body of the answer, `z.null()` when there is none. */
  readonly answers: z.ZodType;
  readonly isStream?: boolean;
  /** The answer holds a secret that is told this once: it is kept nowhere. */
  readonly isSecret?: boolean;
  /** 200 where nothing is given. */
  readonly status?: 200 | 201 | 202 | 204;
}
