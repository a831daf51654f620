// Small files for this user only that appear whole or not at all, and are on disk when the call returns.
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Makes the file unless there is one: of several callers exactly one gets `true`. */
export function createFile(path: string, text: string): boolean {
  const written = writeBeside(path, text);
  try {
    linkSync(written, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(written);
  }
  syncFolder(path);
  return true;
}

export function replaceFile(path: string, text: string): void {
  renameSync(writeBeside(path, text), path);
  syncFolder(path);
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function writeBeside(path: string, text: string): string {
  const beside = `${path}.${process.pid}.${performance.now()}`;
  const file = openSync(beside, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return beside;
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
