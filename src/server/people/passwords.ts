// Passwords: hashed with scrypt, and compared in the same time whether or not there is such a user.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { ProblemError } from '../problem-error.ts';

export interface Passwords {
  /** The text that is kept: cost, salt and hash. Throws `ProblemError` when too many wait. */
  hash(password: string): Promise<string>;
  /** `kept` is undefined where there is no such user or no password: takes as long, and is never right. */
  verify(password: string, kept: string | undefined): Promise<Verdict>;
}

export interface Verdict {
  readonly isRight: boolean;
  /** Hashed more weakly than a new one would be. */
  readonly isWeak: boolean;
}

export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes 32 MB and a thread that reading files needs too. */
const AT_ONCE = 2;
const WAITING_MAX = 30;
const BUSY_RETRY_MS = 2_000;
const MEMORY_MAX = 256 * 1024 * 1024;

export function createPasswords(cost: ScryptCost = COST): Passwords {
  const inTurn = createTurns();
  const nobodys = keptText(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  return {
    hash: (password) =>
      inTurn(async () => {
        const salt = randomBytes(SALT_BYTES);
        return keptText(cost, salt, await derive(password, salt, cost));
      }),
    verify: (password, kept) =>
      inTurn(async () => {
        const { cost: its, salt, hash } = parse(kept ?? nobodys);
        const isSame = timingSafeEqual(await derive(password, salt, its), hash);
        const isWeak = its.N * its.r * its.p < cost.N * cost.r * cost.p;
        return { isRight: isSame && kept !== undefined, isWeak };
      }),
  };
}

function keptText({ N, r, p }: ScryptCost, salt: Uint8Array, hash: Uint8Array): string {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return `scrypt$N=${N},r=${r},p=${p}$${text(salt)}$${text(hash)}`;
}

function parse(kept: string): { cost: ScryptCost; salt: Buffer; hash: Buffer } {
  const found = /^scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(kept);
  if (found === null) throw new Error('a kept password is in no known form');
  const [, N, r, p, salt = '', hash = ''] = found;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** Two keyboards may write the same letters in different code points. */
function derive(password: string, salt: Uint8Array, cost: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: MEMORY_MAX };
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING_MAX) {
        throw new ProblemError(
          'too-many-requests',
          'Too many people sign in at this moment. Nothing was done; try again in a few seconds.',
          { retryAfterMs: BUSY_RETRY_MS },
        );
      }
      // Whoever ends hands the place over: nobody else can take it in between.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
