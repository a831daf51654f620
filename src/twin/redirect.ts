// Where a redirect action sends a client: AWS's placeholders filled from the request.
import type { RedirectView } from './routing-view.ts';

export interface RedirectedRequest {
  readonly protocol: string;
  /** Without port. */
  readonly host: string;
  readonly port: number;
  /** Without query. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
}

/** The port is always said, as AWS says it. */
export function redirectLocation(to: RedirectView, request: RedirectedRequest): string {
  const parts: Readonly<Record<string, string>> = {
    protocol: request.protocol,
    host: request.host,
    port: String(request.port),
    path: request.path.replace(/^\//, ''),
    query: request.query,
  };
  const filled = (text: string): string =>
    text.replace(
      /#\{(protocol|host|port|path|query)\}/g,
      (_all, name: string) => parts[name] ?? '',
    );
  const protocol = filled(to.protocol).toLowerCase();
  const query = filled(to.query);
  const address = `${protocol}://${filled(to.host)}:${filled(to.port)}${filled(to.path)}`;
  return query === '' ? address : `${address}?${query}`;
}
