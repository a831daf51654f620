// Seals secrets that stand in the journal: AES-256-GCM with a key in a file beside it, for this user only.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretReader } from '../execution/runtime-scope.ts';
import type { Secrets } from './secrets.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1.';

export interface Seal {
  seal(value: string): string;
  /** Undefined when it was sealed with another key, or is no sealed text. */
  open(sealed: string): string | undefined;
}

/** The key is made when something is sealed for the first time. */
export function createSeal(stateFolder: string): Seal {
  const file = join(stateFolder, 'seal.key');
  return {
    seal: (value) => sealed(value, readKey(file) ?? makeKey(file)),
    open: (text) => {
      const key = readKey(file);
      return key === undefined ? undefined : unsealed(text, key);
    },
  };
}

/** The secrets of a drive with what it takes to seal and open; what was opened is hidden like the rest. */
export function withSeal(secrets: Secrets, stateFolder: string): SecretReader {
  const opened = new Set<string>();
  const seal = createSeal(stateFolder);
  return {
    read: (identifier) => secrets.read(identifier),
    hidden: () => [...secrets.hidden(), ...opened],
    seal: (value) => {
      opened.add(value);
      return seal.seal(value);
    },
    open: (text) => {
      const value = seal.open(text);
      if (value !== undefined && value !== '') opened.add(value);
      return value;
    },
  };
}

function sealed(value: string, key: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return FORMAT + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

function unsealed(text: string, key: Uint8Array): string | undefined {
  if (!text.startsWith(FORMAT)) return undefined;
  const bytes = Buffer.from(text.slice(FORMAT.length), 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function readKey(file: string): Uint8Array | undefined {
  try {
    const key = readFileSync(file);
    if (key.length !== KEY_BYTES) throw new Error(`${file} is no key: it has ${key.length} bytes`);
    return key;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, and of several makers the first counts. */
function makeKey(file: string): Uint8Array {
  const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(beside, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(beside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(beside);
  }
  const key = readKey(file);
  if (key === undefined) throw new Error(`${file} has gone as soon as it was made`);
  return key;
}
