// Sends one request on to a target and streams the answer back, once: what fails is answered, never repeated.
import type { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Rewritten } from '../rewrite.ts';
import type { LoadBalancerSettings } from '../routing-view.ts';
import { answer, ownPage } from './own-answer.ts';
import { headersToClient, headToTarget } from './proxied-headers.ts';
import type { ResponseHead } from './response-head.ts';
import type { ApplicationCookies } from './route-request.ts';
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
  readonly settings: LoadBalancerSettings;
  /** The whole value of X-Amzn-Trace-Id. */
  readonly trace: string;
  readonly cookies: readonly string[];
  readonly applicationCookies: ApplicationCookies | undefined;
  readonly rewritten: Rewritten | undefined;
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
    const { cookies, applicationCookies } = this.#forwarding;
    try {
      this.#response.writeHead(status, headersToClient(headers, cookies, applicationCookies));
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

  onError({ kind }: TargetError): void {
    this.#connection = undefined;
    this.#targetBroke = !this.#response.destroyed;
    if (this.#response.headersSent) this.#response.destroy();
    else if (this.#targetBroke) answer(this.#response, ownPage(kind === 'timeout' ? 504 : 502));
  }
}

function targetRequest(forwarding: Forwarding): TargetRequest {
  const { request, timeoutMs } = forwarding;
  const { method = 'GET', headers } = request;
  const isChunked = headers['transfer-encoding'] !== undefined;
  const length = headers['content-length'];
  const hasBody = isChunked || (length !== undefined && length !== '0');
  const { listenerPort, settings, trace, rewritten } = forwarding;
  return {
    method,
    head: headToTarget(request, { listenerPort, settings, trace, isChunked, rewritten }),
    body: hasBody ? request : undefined,
    isChunked,
    timeoutMs,
  };
}
