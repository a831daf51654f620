// A disk of its own for a test, small or made read-only, where this machine allows to mount one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  readonly folder: string;
  resize(sizeKb: number): void;
  /** Only while no process has files on it open. */
  mayBeWritten(allowed: boolean): void;
}

export function mountDisk(sizeKb: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-disk-'));
  if (!mount('-t', 'tmpfs', '-o', `size=${sizeKb}k,mode=700`, 'tmpfs', folder)) {
    rmdirSync(folder);
    throw new Error('this machine mounts no disk for tests');
  }
  return {
    folder,
    resize: (newSizeKb) => remount(folder, `size=${newSizeKb}k`),
    mayBeWritten: (allowed) => remount(folder, allowed ? 'rw' : 'ro'),
    [Symbol.dispose]() {
      spawnSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

/** Only an administrator may, and not in every container. */
export function canMount(): boolean {
  try {
    mountDisk(64)[Symbol.dispose]();
    return true;
  } catch {
    return false;
  }
}

function remount(folder: string, option: string): void {
  if (!mount('-o', `remount,${option}`, folder)) throw new Error(`no remount with ${option}`);
}

function mount(...args: readonly string[]): boolean {
  return spawnSync('mount', args).status === 0;
}
