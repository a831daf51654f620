// Requests that carry a key are done once: whoever repeats one gets the first answer again, for a day.
import { createHash, createHmac } from 'node:crypto';
import { ProblemError } from '../problem-error.ts';
import type { Limits } from './limits.ts';
import { problemErrorOf } from './problem-answer.ts';
import type { ShellRoom } from './shell.ts';

const KEY = /^[\x21-\x7e]{8,200}$/;
const SWEEP_MS = 60_000;
/** In place of a status, for a request whose answer cannot be given again. */
const BEGUN = 0;
const TOO_LONG = 1;
const SECRET = 2;

export interface Keyed {
  /** Who asks: two people may use one key. */
  readonly callerKey: string;
  readonly key: string;
  /** Method and path as sent. */
  readonly target: string;
  readonly body: Uint8Array;
  /** False where the answer holds a secret that is told once. */
  readonly keepsAnswer: boolean;
}

export interface Kept {
  readonly status: number;
  readonly json: string;
}

export interface Idempotency {
  /**
   * Does the work once per key. What it throws with nothing written is forgotten, so that a client may
   * try again; a repeated request while the first is under way waits for its answer.
   */
  once(
    keyed: Keyed,
    work: () => Promise<Kept>,
  ): Promise<{ readonly answer: Kept; readonly isReplayed: boolean }>;
}

export function createIdempotency(room: ShellRoom, limits: Limits): Idempotency {
  const underWay = new Map<string, { readonly print: string; readonly done: Promise<Kept> }>();
  const store = keptAnswers(room, limits);
  return {
    async once(keyed, work) {
      refuseBadKey(keyed.key);
      const id = createHash('sha256').update(`${keyed.callerKey}\n${keyed.key}`).digest('hex');
      const print = fingerprint(keyed);
      const first = underWay.get(id);
      if (first !== undefined) {
        if (first.print !== print) throw reused();
        return { answer: await first.done, isReplayed: true };
      }
      const kept = store.read(id, print);
      if (kept !== undefined) return { answer: kept, isReplayed: true };
      store.begin(keyed.callerKey, id, print);
      const done = work();
      underWay.set(id, { print, done });
      try {
        const answer = await done;
        store.end(id, answer, keyed.keepsAnswer);
        return { answer, isReplayed: false };
      } catch (error) {
        if (problemErrorOf(error)?.wasWritten === false) store.forget(id);
        throw error;
      } finally {
        underWay.delete(id);
      }
    },
  };
}

/** The key of the print is the client's own, which is nowhere kept: a body that holds a password cannot be guessed from it. */
function fingerprint(keyed: Keyed): string {
  return createHmac('sha256', keyed.key)
    .update(`${keyed.target}\n`)
    .update(keyed.body)
    .digest('hex');
}

function refuseBadKey(key: string): void {
  if (KEY.test(key)) return;
  throw new ProblemError(
    'bad-request',
    'An idempotency key is 8 to 200 visible ASCII characters, such as a UUID. Nothing was changed.',
  );
}

function reused(): ProblemError {
  return new ProblemError(
    'key-reused',
    'This idempotency key has come with another request before; take a new one for each thing you want done. Nothing was changed by this request.',
  );
}

interface KeptAnswers {
  read(id: string, print: string): Kept | undefined;
  begin(callerKey: string, id: string, print: string): void;
  end(id: string, answer: Kept, isKept: boolean): void;
  forget(id: string): void;
}

function keptAnswers({ database, clock }: ShellRoom, limits: Limits): KeptAnswers {
  let sweptAt = Number.NEGATIVE_INFINITY;
  const sweep = (): void => {
    if (clock.now() - sweptAt < SWEEP_MS) return;
    sweptAt = clock.now();
    database.run('DELETE FROM idempotency WHERE at < ?', sweptAt - limits.idempotencyMs);
  };
  return {
    read(id, print) {
      sweep();
      const row = database.one('SELECT request, status, answer FROM idempotency WHERE key = ?', id);
      if (row === undefined) return undefined;
      if (row['request'] !== print) throw reused();
      const why = WHY_NOT_AGAIN[Number(row['status'])];
      if (why !== undefined) throw notAgain(why);
      return { status: Number(row['status']), json: String(row['answer']) };
    },
    begin(callerKey, id, print) {
      const known = database.one(
        'SELECT count(*) AS count FROM idempotency WHERE caller = ?',
        callerKey,
      );
      if (Number(known?.['count']) >= limits.idempotencyKeysPerCaller) throw tooMany(limits);
      database.run(
        'INSERT INTO idempotency (caller, key, request, status, answer, at) VALUES (?, ?, ?, ?, ?, ?)',
        ...[callerKey, id, print, BEGUN, '', Math.floor(clock.now())],
      );
    },
    end(id, { status, json }, isKept) {
      const isShort = json.length <= limits.idempotencyAnswerBytes;
      const state = isKept ? TOO_LONG : SECRET;
      database.run(
        'UPDATE idempotency SET status = ?, answer = ? WHERE key = ?',
        ...(isKept && isShort ? [status, json, id] : [state, '', id]),
      );
    },
    forget(id) {
      database.run('DELETE FROM idempotency WHERE key = ?', id);
    },
  };
}

const WHY_NOT_AGAIN: Readonly<Record<number, string>> = {
  [BEGUN]: 'the server failed or ended before it could answer',
  [TOO_LONG]: 'its answer was too long to be kept',
  [SECRET]: 'its answer held a secret, which is told once',
};

function notAgain(why: string): ProblemError {
  return new ProblemError(
    'refused',
    `A request with this idempotency key was begun before, and ${why}. It is not done again: look at what is true now, and send it with a new key if it is still wanted.`,
    { wasWritten: true },
  );
}

function tooMany(limits: Limits): ProblemError {
  return new ProblemError(
    'too-many-requests',
    `You have used ${limits.idempotencyKeysPerCaller.toLocaleString('en-US')} idempotency keys within a day, which is all that are kept. Nothing was changed.`,
    { retryAfterMs: SWEEP_MS },
  );
}
