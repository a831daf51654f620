// Whether a request comes from where it says: the names this server answers to, and pages of its own alone.
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../problem-error.ts';

/** Set by our own client; a page of another site cannot add it without being asked for leave first. */
const OWN_HEADER = 'x-penstock-request';

/**
 * A name that leads here but is not ours may belong to a page that has had its name pointed at this
 * machine. Ours are the loopback names, the address that the connection came in on, and the public one.
 */
export function isOwnHost(incoming: IncomingMessage, publicUrl: string | undefined): boolean {
  const host = incoming.headers.host;
  if (host === undefined) return false;
  const name = hostNameOf(`http://${host}`);
  if (name === undefined) return false;
  if (name === 'localhost' || name === '127.0.0.1' || name === '[::1]') return true;
  if (publicUrl !== undefined && name === hostNameOf(publicUrl)) return true;
  const local = incoming.socket.localAddress?.replace(/^::ffff:/, '');
  return local !== undefined && (name === local || name === `[${local}]`);
}

/** For what changes something: a browser sends the cookie along for any page, but these tell ours from others. */
export function refuseForeignPages(incoming: IncomingMessage, publicUrl: string | undefined): void {
  if (incoming.headers[OWN_HEADER] === undefined) {
    throw foreign(
      `it lacks the header ${OWN_HEADER}, which the pages and the client of this server send`,
    );
  }
  if (isFromForeignPage(incoming, publicUrl)) {
    throw foreign('the browser says that a page of another site sent it');
  }
}

export function isFromForeignPage(
  incoming: IncomingMessage,
  publicUrl: string | undefined,
): boolean {
  const site = incoming.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = incoming.headers;
  if (origin === undefined) return false;
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return false;
  return hostOf(origin) !== host?.toLowerCase();
}

function foreign(why: string): ProblemError {
  return new ProblemError(
    'csrf-refused',
    `The request was refused because ${why}. Nothing was changed; use the pages of this server, or a token.`,
  );
}

function hostNameOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
