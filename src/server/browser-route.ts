// A route for the address bar alone, such as a log-in at an identity provider: it answers where to go next.
import type { Cookies } from './handler.ts';

export interface Visit {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly cookies: Cookies;
  /** The address that the request came from. */
  readonly from: string;
  /** As the browser sees this server, without a slash at the end. */
  readonly origin: string;
}

export interface BrowserRoute {
  /** A GET; names between braces become `params`. */
  readonly path: string;
  /** Answers a location: a path of this server, or an identity provider's address. Throws `ProblemError`. */
  visit(visit: Visit): Promise<string>;
}
