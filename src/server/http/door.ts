// What is refused before any route sees it: foreign names of this machine, tricks of spelling in a path, and requests that are none.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemCode } from '../../api/problem.ts';
import { ProblemError } from '../problem-error.ts';
import { rawPathOf, trickIn } from './address.ts';
import type { Connections } from './connections.ts';
import { PROBLEM_TYPE, problemOf } from './problem-answer.ts';
import { isOwnHost } from './same-origin.ts';
import { SECURITY_HEADERS } from './serve-pages.ts';
import type { Shell } from './shell.ts';

/** Whether it was refused, and answered. */
export function refuseAtDoor(
  shell: Shell,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): boolean {
  const refusal = refusalOf(shell, incoming);
  if (refusal === undefined) return false;
  const requestId = newRequestId(shell);
  outgoing.writeHead(refusal.status, {
    ...SECURITY_HEADERS,
    'content-type': PROBLEM_TYPE,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    connection: 'close',
  });
  outgoing.end(JSON.stringify(problemOf(refusal, requestId, false)));
  incoming.resume();
  return true;
}

function refusalOf(shell: Shell, incoming: IncomingMessage): ProblemError | undefined {
  if (!isOwnHost(incoming, shell.options.publicUrl)) {
    return new ProblemError(
      'bad-request',
      'This server is not called what the request names it. Use its loopback address, or start it with --public-url. Nothing was changed.',
    );
  }
  const path = rawPathOf(incoming.url);
  if (path === undefined || (incoming.url?.length ?? 0) > shell.limits.addressLength) {
    return new ProblemError(
      'bad-request',
      `A request names a path of this server, of at most ${shell.limits.addressLength} characters with what stands behind it. Nothing was changed.`,
    );
  }
  const trick = trickIn(path);
  return trick === undefined
    ? undefined
    : new ProblemError(
        'bad-request',
        `The path holds ${trick}: spell it as the API's description does. Nothing was changed.`,
      );
}

/** What node could not read as a request, or waited for too long, gets an answer of the same kind. */
export function answerBrokenRequests(shell: Shell, server: Server, connections: Connections): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || connections.isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const [code, detail] = brokenAs(error.code);
    const requestId = newRequestId(shell);
    const body = JSON.stringify(problemOf(new ProblemError(code, detail), requestId, false));
    const [status] = PROBLEMS[code];
    socket.write(
      `HTTP/1.1 ${status} ${code}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\nx-request-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
    );
    // Whoever does not read it holds nothing open.
    socket.destroySoon();
  });
}

function brokenAs(code: string | undefined): readonly [ProblemCode, string] {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return ['too-slow', 'The request did not arrive in time. Nothing was changed; send it again.'];
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return ['bad-request', 'The headers are longer than this server reads. Nothing was changed.'];
  }
  return ['bad-request', 'What came is no HTTP request that can be read. Nothing was changed.'];
}

function newRequestId(shell: Shell): string {
  return Buffer.from(shell.room.random(9)).toString('base64url');
}
