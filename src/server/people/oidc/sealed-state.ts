// What a browser carries while it is away at the identity provider: sealed, so that the server keeps nothing of who has not come back.
import { createCipheriv, createDecipheriv } from 'node:crypto';

export interface SignInState {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly expiresAt: number;
}

export interface Sealing {
  seal(state: SignInState): string;
  /** Undefined for what was not sealed here since the server's start, or is older than it may be. */
  unseal(text: string): SignInState | undefined;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export function createSealing(now: () => number, random: (bytes: number) => Uint8Array): Sealing {
  const key = random(KEY_BYTES);
  return {
    seal(state) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(state)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    unseal(text) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const sealed = bytes.subarray(IV_BYTES + TAG_BYTES);
        const plain = Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
        const state = JSON.parse(plain) as SignInState;
        return now() < state.expiresAt ? state : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
