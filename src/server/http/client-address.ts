// The address that a request came from: the connection's, or what a proxy that is trusted says of it.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** More than any chain of proxies has. */
const HOPS_MAX = 20;

/**
 * Each proxy adds whom it was asked by at the end of `X-Forwarded-For`, and anybody may have written the
 * beginning: it is read from the end, as far as the proxies are those of the server's settings.
 */
export function clientAddress(incoming: IncomingMessage, trusted: readonly string[] = []): string {
  let address = plain(incoming.socket.remoteAddress ?? '');
  const header = incoming.headers['x-forwarded-for'];
  const said = (typeof header === 'string' ? header : '').split(',').slice(-HOPS_MAX).reverse();
  for (const hop of said) {
    const next = withoutPort(hop.trim());
    if (!trusted.includes(address) || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d)/i, '').toLowerCase();
}

/** Some proxies write the port too, and IPv6 in brackets then. */
function withoutPort(text: string): string {
  const address = /^\[([^\]]+)\]/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return plain(address);
}
