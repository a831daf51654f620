// One kept-alive connection to a target: a request at a time, its answer read as it comes.
import { Buffer } from 'node:buffer';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { type ChunkedBody, createChunkedBody } from './chunked-body.ts';
import { type ResponseHead, readResponseHead } from './response-head.ts';
import type { TargetAddress } from './target-pools.ts';

export interface TargetRequest {
  readonly method: string;
  /** Request line and headers with the empty line, in Latin-1. */
  readonly head: string;
  readonly body: Readable | undefined;
  /** Whether the body goes in chunks; its length is in the head otherwise. */
  readonly isChunked: boolean;
  /** How long the target may be silent. */
  readonly timeoutMs: number;
}

/** First `onHead`, then data, then `onEnd`; `onError` ends it at any time. Nothing comes after the end. */
export interface AnswerReader {
  /** `isAlone` when no byte of the body has come yet. False when such an answer cannot be passed on. */
  onHead(head: ResponseHead, isAlone: boolean): boolean;
  /** `isLast` when it is known that no more comes. False when it is enough until `resume`. */
  onData(data: Buffer, isLast: boolean): boolean;
  onEnd(): void;
  onError(error: TargetError): void;
}

export interface TargetError {
  readonly kind: 'broken' | 'timeout';
  readonly message: string;
}

export interface TargetConnection {
  send(request: TargetRequest, reader: AnswerReader): void;
  resume(): void;
  /** Ends the connection; the reader hears no more. */
  abort(): void;
  /** False when it has ended or the target may be about to end it. */
  isUsable(): boolean;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** AWS's limit for the headers of an answer. */
const LONGEST_HEAD = 32 * 1_024;
const IDLE_MS = 4_000;
/** A target's own time-out is met with this much to spare. */
const SPARE_MS = 1_000;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** `onIdle` is called when it may be used again, `onGone` once at its end. */
export function openTargetConnection(
  address: TargetAddress,
  onIdle: (connection: TargetConnection) => void,
  onGone: (connection: TargetConnection) => void,
): TargetConnection {
  return new Connection(connect({ ...address, noDelay: true }), onIdle, onGone);
}

class Connection implements TargetConnection {
  readonly #socket: Socket;
  readonly #onIdle: (connection: TargetConnection) => void;
  #request: TargetRequest | undefined;
  #reader: AnswerReader | undefined;
  #head: ResponseHead | undefined;
  #pending: Buffer | undefined;
  #left = 0;
  #chunks: ChunkedBody | undefined;
  #isSent = false;
  #isConnected = false;
  #timeoutMs = 0;
  #usableUntil = Number.POSITIVE_INFINITY;

  constructor(
    socket: Socket,
    onIdle: (connection: TargetConnection) => void,
    onGone: (connection: TargetConnection) => void,
  ) {
    this.#socket = socket;
    this.#onIdle = onIdle;
    socket.once('connect', () => {
      this.#isConnected = true;
      this.#await(this.#request?.timeoutMs ?? IDLE_MS);
    });
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('end', () => this.#ended());
    socket.on('timeout', () => this.#fail('timeout', 'the target is silent'));
    socket.on('error', (error) => this.#fail('broken', error.message));
    socket.on('close', () => {
      this.#fail('broken', 'the target has closed the connection');
      onGone(this);
    });
  }

  send(request: TargetRequest, reader: AnswerReader): void {
    this.#request = request;
    this.#reader = reader;
    const limitMs = this.#isConnected ? request.timeoutMs : CONNECT_TIMEOUT_MS;
    this.#await(Math.min(limitMs, request.timeoutMs));
    this.#isSent = request.body === undefined;
    this.#socket.write(request.head, 'latin1');
    if (request.body !== undefined) this.#sendBody(request, request.body);
  }

  resume(): void {
    this.#socket.resume();
  }

  abort(): void {
    this.#reader = undefined;
    this.#socket.destroy();
  }

  isUsable(): boolean {
    return this.#socket.writable && performance.now() < this.#usableUntil;
  }

  #await(timeoutMs: number): void {
    if (timeoutMs === this.#timeoutMs) return;
    this.#timeoutMs = timeoutMs;
    this.#socket.setTimeout(timeoutMs);
  }

  #sendBody({ isChunked }: TargetRequest, body: Readable): void {
    const socket = this.#socket;
    const resume = (): void => void body.resume();
    const isOurs = (): boolean => this.#request?.body === body;
    body.on('data', (data: Buffer) => {
      if (!isOurs() || !socket.writable) return;
      socket.cork();
      if (isChunked) socket.write(`${data.length.toString(16)}\r\n`, 'latin1');
      let isTaken = socket.write(data);
      if (isChunked) isTaken = socket.write('\r\n', 'latin1');
      socket.uncork();
      if (isTaken) return;
      body.pause();
      socket.once('drain', resume);
    });
    body.once('end', () => {
      if (!isOurs() || !socket.writable) return;
      if (isChunked) socket.write('0\r\n\r\n', 'latin1');
      this.#isSent = true;
    });
  }

  #read(bytes: Buffer): void {
    if (this.#reader === undefined) {
      this.#socket.destroy();
      return;
    }
    if (this.#head !== undefined) {
      this.#readBody(bytes);
      return;
    }
    const all = this.#pending === undefined ? bytes : Buffer.concat([this.#pending, bytes]);
    const end = all.indexOf(END_OF_HEAD);
    if (end < 0 ? all.length > LONGEST_HEAD : end > LONGEST_HEAD) {
      this.#fail('broken', 'the headers of the answer are longer than 32 KiB');
      return;
    }
    this.#pending = end < 0 ? all : undefined;
    if (end >= 0) this.#begin(all, end);
  }

  #begin(all: Buffer, end: number): void {
    const head = readResponseHead(all.toString('latin1', 0, end), this.#request?.method ?? '');
    if (head === undefined || head.status === 101) {
      this.#fail('broken', 'the target does not answer in HTTP/1.1');
      return;
    }
    const rest = all.subarray(end + END_OF_HEAD.length);
    if (head.status < 200) {
      if (rest.length > 0) this.#read(rest);
      return;
    }
    this.#head = head;
    this.#left = head.body.kind === 'length' ? head.body.bytes : 0;
    this.#chunks = head.body.kind === 'chunked' ? createChunkedBody() : undefined;
    if (this.#reader?.onHead(head, rest.length === 0) === false) {
      this.#fail('broken', 'the headers of the answer cannot be passed on');
    } else if (head.body.kind === 'length' && this.#left === 0) this.#finish(rest.length === 0);
    else if (rest.length > 0) this.#readBody(rest);
  }

  #readBody(bytes: Buffer): void {
    const kind = this.#head?.body.kind;
    if (kind === 'chunked') {
      const state = this.#chunks?.read(bytes, (data) => this.#pass(data, false));
      if (state === 'broken') this.#fail('broken', 'the chunks of the answer are broken');
      if (state === 'ended') this.#finish(this.#chunks?.hasRest() === false);
    } else if (kind === 'length') {
      const whole = bytes.length <= this.#left ? bytes : bytes.subarray(0, this.#left);
      this.#left -= whole.length;
      this.#pass(whole, this.#left === 0);
      if (this.#left === 0) this.#finish(whole === bytes);
    } else this.#pass(bytes, false);
  }

  #pass(data: Buffer, isLast: boolean): void {
    if (this.#reader?.onData(data, isLast) === false) this.#socket.pause();
  }

  #ended(): void {
    if (this.#head?.body.kind === 'close') this.#finish(false);
    else this.#fail('broken', 'the target has closed the connection');
  }

  /** Only after a whole request and its whole answer can the connection be used again. */
  #finish(isExact: boolean): void {
    const { keepsAlive = false, keepAliveSeconds } = this.#head ?? {};
    const reader = this.#reader;
    this.#reader = undefined;
    this.#head = undefined;
    this.#request = undefined;
    if (this.#socket.isPaused()) this.#socket.resume();
    if (isExact && keepsAlive && this.#isSent) {
      const told = (keepAliveSeconds ?? Number.NaN) * 1_000 - SPARE_MS;
      this.#usableUntil = performance.now() + (Number.isNaN(told) ? IDLE_MS : told);
      this.#onIdle(this);
    } else this.#socket.destroy();
    reader?.onEnd();
  }

  #fail(kind: TargetError['kind'], message: string): void {
    const reader = this.#reader;
    this.#reader = undefined;
    this.#request = undefined;
    this.#socket.destroy();
    reader?.onError({ kind, message });
  }
}
