// Server-Sent Events to watchers: a heartbeat, one message at a time as the watcher takes them, and an end for those who may no longer look.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../lib/clock.ts';
import type { Encoded, Message } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import type { Limits } from './limits.ts';

/** How long a watcher waits before it comes back. */
const RETRY_MS = 2_000;
/** An error within this time is answered as one; after it the stream has begun. */
const FIRST_MS = 300;

export type Messages = AsyncIterable<Message<unknown> | Encoded>;

export interface Watch {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Whose streams are counted together; undefined where everybody is one caller, by the open flag. */
  readonly callerKey: string | undefined;
  readonly open: (signal: AbortSignal) => Messages;
  /** Asked with each heartbeat: why this watcher may look no longer. */
  readonly refusal: () => ProblemError | undefined;
  /** What is told of an error when the stream has begun. */
  readonly tell: (error: unknown) => string;
}

export interface Streams {
  /** Resolves when the stream is over; rejects with what came before its first byte. */
  watch(watch: Watch): Promise<void>;
  readonly count: number;
  /** Ends all and takes no more; the watchers come back to the next server by themselves. */
  endAll(): void;
}

export function createStreams(clock: Clock, limits: Limits): Streams {
  const open = new Set<Stream>();
  const perCaller = new Map<string, number>();
  let isEnding = false;
  const count = (key: string | undefined, by: number): void => {
    if (key === undefined) return;
    const counted = (perCaller.get(key) ?? 0) + by;
    if (counted === 0) perCaller.delete(key);
    else perCaller.set(key, counted);
  };
  return {
    get count() {
      return open.size;
    },
    async watch(watch) {
      if (isEnding) {
        throw new ProblemError('not-ready', 'The server is ending; come back to the next one.');
      }
      const own = perCaller.get(watch.callerKey ?? '') ?? 0;
      if (open.size >= limits.streams || own >= limits.streamsPerCaller) {
        throw new ProblemError(
          'too-many-requests',
          `${own >= limits.streamsPerCaller ? `You follow ${own} streams already` : `All ${limits.streams} streams of this server are taken`}: close some, such as windows left open. Nothing was changed.`,
          { retryAfterMs: limits.heartbeatMs },
        );
      }
      const stream = new Stream(watch, clock, limits);
      open.add(stream);
      count(watch.callerKey, 1);
      try {
        await stream.run();
      } finally {
        open.delete(stream);
        count(watch.callerKey, -1);
      }
    },
    endAll() {
      isEnding = true;
      for (const stream of open) stream.stop();
    },
  };
}

class Stream {
  readonly #watch: Watch;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #gone = new AbortController();
  #hasBegun = false;
  #leave: () => void = () => undefined;

  constructor(watch: Watch, clock: Clock, limits: Limits) {
    this.#watch = watch;
    this.#clock = clock;
    this.#limits = limits;
  }

  stop(): void {
    this.#gone.abort();
    this.#leave();
  }

  async run(): Promise<void> {
    const { outgoing } = this.#watch;
    outgoing.once('close', () => this.stop());
    outgoing.on('error', () => this.stop());
    const messages = this.#watch.open(this.#gone.signal)[Symbol.asyncIterator]();
    const cancelBegin = this.#clock.after(FIRST_MS, () => this.#begin());
    const cancelBeats = this.#beatFromNowOn();
    try {
      await this.#pump(messages);
    } catch (error) {
      if (!this.#gone.signal.aborted) {
        if (!this.#hasBegun) throw error;
        this.#end('problem', this.#watch.tell(error));
      }
    } finally {
      cancelBegin();
      cancelBeats();
      this.stop();
      messages.return?.().then(undefined, () => undefined);
      if (this.#hasBegun) outgoing.end();
    }
  }

  async #pump(messages: AsyncIterator<Message<unknown> | Encoded>): Promise<void> {
    for (;;) {
      const next = await this.#unlessGone(messages.next());
      if (next === 'gone' || this.#gone.signal.aborted) return;
      this.#begin();
      if (next.done === true) {
        this.#end('end', 'null');
        return;
      }
      if (!this.#watch.outgoing.write(frameOf(next.value))) await this.#drained();
    }
  }

  /** One listener at a time: a race with one promise for the whole stream would keep them all. */
  #unlessGone<Result>(work: Promise<Result>): Promise<Result | 'gone'> {
    return new Promise((resolve, reject) => {
      this.#leave = () => resolve('gone');
      work.then(resolve, reject);
    });
  }

  #begin(): void {
    if (this.#hasBegun || this.#gone.signal.aborted) return;
    this.#hasBegun = true;
    const { outgoing } = this.#watch;
    outgoing.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    outgoing.write(`retry: ${RETRY_MS}\n\n`);
  }

  #beatFromNowOn(): () => void {
    const { heartbeatMs } = this.#limits;
    const beat = (): void => {
      this.#beat();
      cancel = this.#clock.after(heartbeatMs, beat);
    };
    let cancel = this.#clock.after(heartbeatMs, beat);
    return () => cancel();
  }

  #beat(): void {
    const { outgoing, tell } = this.#watch;
    const refused = this.#refusal();
    if (refused !== undefined) {
      this.#begin();
      this.#end('problem', tell(refused.why));
      this.stop();
    } else if (this.#hasBegun && !outgoing.writableNeedDrain) {
      outgoing.write(':\n\n');
    }
  }

  /** Nobody catches what a timer throws; who cannot be told to have the right goes. */
  #refusal(): { readonly why: unknown } | undefined {
    try {
      const why = this.#watch.refusal();
      return why && { why };
    } catch (why) {
      return { why };
    }
  }

  #end(event: string, data: string): void {
    this.#watch.outgoing.write(`event: ${event}\ndata: ${data}\n\n`);
  }

  /** A watcher that takes nothing in time is cut; it comes back and resumes where it was. */
  async #drained(): Promise<void> {
    const { outgoing } = this.#watch;
    const cancel = this.#clock.after(this.#limits.drainMs, () => outgoing.destroy());
    await this.#unlessGone(
      new Promise<void>((resolve) => {
        outgoing.once('drain', resolve);
      }),
    );
    cancel();
  }
}

/** Watchers of one thing get the same message: its bytes are made once. */
const frames = new WeakMap<object, Buffer>();

function frameOf(message: Message<unknown> | Encoded): Buffer {
  const known = frames.get(message);
  if (known !== undefined) return known;
  const json = 'json' in message ? message.json : JSON.stringify(message.data);
  const id = message.id === undefined ? '' : `id: ${message.id}\n`;
  const frame = Buffer.from(`${id}data: ${json}\n\n`);
  frames.set(message, frame);
  return frame;
}
