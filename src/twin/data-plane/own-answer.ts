// What the load balancer answers by itself.
import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';

export interface OwnAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  readonly location?: string;
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
