// Sends one request on to a target and streams the answer back, once: what fails is answered, never repeated.
import type { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer } from './own-answer.ts';
import { headersToClient, headToTarget } from './proxied-headers.ts';
import type { ResponseHead } from './response-head.ts';
import type {
  AnswerReader,
  TargetConnection,
  TargetError,
  TargetRequest,
} from './target-connection.ts';
import type { TargetPool } from './target-pools.ts';

export interface Forwarded {
  /** The status that the client got; 460, as in AWS's logs, when it left before the end. */
  readonly status: number;
  readonly targetStatus: number | undefined;
  /** When the target's connection got the request, and when its answer began: `performance.now()`. */
  readonly sentAt?: number | undefined;
  readonly answeredAt?: number | undefined;
}

export interface Forwarding {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listenerPort: number;
  readonly timeoutMs: number;
  readonly cookies: readonly string[];
}

/** `done` is called once when the client's answer has ended, one way or the other. */
export function forwardRequest(
  target: TargetPool,
  forwarding: Forwarding,
  done: (forwarded: Forwarded) => void,
): void {
  const exchange = new Exchange(forwarding, done);
  forwarding.response.once('close', exchange.onClose);
  exchange.begin(target);
}

const LONGEST_TEXT = 8_192;

/** One object for each request: it is the reader of the answer, too. */
class Exchange implements AnswerReader {
  readonly #forwarding: Forwarding;
  readonly #response: ServerResponse;
  readonly #done: (forwarded: Forwarded) => void;
  #connection: TargetConnection | undefined;
  #sentAt: number | undefined;
  #answeredAt: number | undefined;
  #targetStatus: number | undefined;
  #targetBroke = false;
  #isWaiting = false;

  constructor(forwarding: Forwarding, done: (forwarded: Forwarded) => void) {
    this.#forwarding = forwarding;
    this.#response = forwarding.response;
    this.#done = done;
  }

  begin(target: TargetPool): void {
    this.#sentAt = performance.now();
    const connection = target.send(targetRequest(this.#forwarding), this);
    this.#connection = connection;
  }

  readonly onClose = (): void => {
    const whole = this.#response.writableFinished || this.#targetBroke;
    if (!whole) this.#connection?.abort();
    this.#done({
      status: whole ? this.#response.statusCode : 460,
      targetStatus: this.#targetStatus,
      sentAt: this.#sentAt,
      answeredAt: this.#answeredAt,
    });
  };

  onHead({ status, headers, body }: ResponseHead, isAlone: boolean): boolean {
    this.#answeredAt = performance.now();
    try {
      this.#response.writeHead(status, headersToClient(headers, this.#forwarding.cookies));
    } catch {
      return false;
    }
    this.#targetStatus = status;
    if (isAlone && !(body.kind === 'length' && body.bytes === 0)) this.#response.flushHeaders();
    return true;
  }

  /** A short answer goes out with its headers in one write, which only text does. */
  onData(data: Buffer, isLast: boolean): boolean {
    if (isLast) {
      if (data.length > LONGEST_TEXT) this.#response.end(data);
      else this.#response.end(data.toString('latin1'), 'latin1');
      return true;
    }
    if (this.#response.write(data)) return true;
    if (!this.#isWaiting) {
      this.#isWaiting = true;
      this.#response.once('drain', () => {
        this.#isWaiting = false;
        this.#connection?.resume();
      });
    }
    return false;
  }

  onEnd(): void {
    this.#connection = undefined;
    this.#response.end();
  }

  onError({ kind, message }: TargetError): void {
    this.#connection = undefined;
    this.#targetBroke = !this.#response.destroyed;
    if (this.#response.headersSent) this.#response.destroy();
    else if (this.#targetBroke) {
      answer(this.#response, { status: kind === 'timeout' ? 504 : 502, body: `${message}\n` });
    }
  }
}

function targetRequest({ request, listenerPort, timeoutMs }: Forwarding): TargetRequest {
  const { method = 'GET', headers } = request;
  const isChunked = headers['transfer-encoding'] !== undefined;
  const length = headers['content-length'];
  const hasBody = isChunked || (length !== undefined && length !== '0');
  return {
    method,
    head: headToTarget(request, listenerPort, isChunked),
    body: hasBody ? request : undefined,
    isChunked,
    timeoutMs,
  };
}
