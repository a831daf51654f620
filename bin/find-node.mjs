// Finds a Node that runs Penstock: the current one when it is new enough, else the one that came with the packages.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const MAJOR_WANTED = 24;

/** The path of an executable of Node 24 or newer, or undefined when there is none. */
export function findNode(root) {
  if (Number(process.versions.node.split('.')[0]) >= MAJOR_WANTED) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const folder = dirname(
      createRequire(join(root, 'package.json')).resolve(`${name}/package.json`),
    );
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
