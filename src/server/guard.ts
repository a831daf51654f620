// The guard of the server: who asks, whether they may, and what is written down of it; `people/` makes it, `http/` asks it.
import type { Need } from '../api/route-definition.ts';
import type { Caller } from './people/caller.ts';
import type { ProblemError } from './problem-error.ts';

/** What of a request says who asks. A bearer token counts alone: a cookie beside it is not looked at. */
export interface Credentials {
  /** The value of the cookie `penstock_session`. */
  readonly session: string | undefined;
  /** What stands behind `Bearer` in the header `authorization`. */
  readonly bearer: string | undefined;
  /** A proxy has passed it on: its address is the proxy's. */
  readonly isForwarded?: boolean;
}

export interface AuditEntry {
  readonly caller: Pick<Caller, 'user' | 'by' | 'from' | 'token'>;
  /** The route's name. */
  readonly what: string;
  readonly project: string | undefined;
  readonly run: string | undefined;
  /** `done`, or the code of the problem that was answered. */
  readonly outcome: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Guard {
  /** Never throws: whose credentials do not count is nobody. Asked anew every few seconds of an open stream. */
  authenticate(credentials: Credentials, from: string): Caller;
  /** Why this caller may not; `project` is undefined where the route has none. Says 401 before 403, and 404 only to owners for a project that is not there: nobody else may guess names. */
  refusal(caller: Caller, need: Need, project: string | undefined): ProblemError | undefined;
  /** Once for every request that is not a GET, refused ones included; on disk when it returns. */
  audit(entry: AuditEntry): void;
}
