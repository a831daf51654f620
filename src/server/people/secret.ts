// Random secrets that are handed out once and kept as their hash only.
import { createHash } from 'node:crypto';

export interface Secret {
  readonly text: string;
  readonly hash: string;
}

const BYTES = 32;

/** A hash without salt or cost is enough: nobody guesses 32 random bytes. */
export function newSecret(random: (bytes: number) => Uint8Array, prefix = ''): Secret {
  const text = `${prefix}${Buffer.from(random(BYTES)).toString('base64url')}`;
  return { text, hash: hashOf(text) };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
