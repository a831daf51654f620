// What the load balancer answers by itself.
import { Buffer } from 'node:buffer';
import { type ServerResponse, STATUS_CODES } from 'node:http';

export interface OwnAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly location?: string;
}

/** The page that stands for a status. */
export function ownPage(status: number): OwnAnswer {
  const title = `${status} ${STATUS_CODES[status] ?? 'Bad Request'}`
    .replace('Service Unavailable', 'Service Temporarily Unavailable')
    .replace('Gateway Timeout', 'Gateway Time-out');
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, body, contentType: 'text/html' };
}

/** Ends the answer with a status and text of the load balancer's own. */
export function answer(
  response: ServerResponse,
  { status, body, contentType = 'text/plain; charset=utf-8', location }: OwnAnswer,
): void {
  response.writeHead(status, {
    server: 'awselb/2.0',
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...(location === undefined ? {} : { location }),
  });
  response.end(body);
}

/** The same as bytes, for a connection whose request could not be read. */
export function lastWords(status: number): string {
  const { body } = ownPage(status);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Bad Request'}\r\nServer: awselb/2.0\r\nContent-Type: text/html\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}
