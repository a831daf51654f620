// Connects an undici pool to the address it was made for, whatever host a request names.
import { buildConnector } from 'undici';

/** Without this, undici hands the request's host to the socket as the name to look up. */
export function plainConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) => {
    const { hostname, protocol, port, host } = options;
    connect({ hostname, protocol, port, ...(host === undefined ? {} : { host }) }, callback);
  };
}
