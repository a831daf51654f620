// Where the server's pages come from: shipped in a package; in a checkout built when they are missing or older than their sources.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { alone } from './http/alone.ts';
import { compressFiles } from './http/compress-files.ts';

const BUILD_MS = 180_000;
const SAID_MAX = 2_000;
/** What the pages are made of. */
const SOURCES = [
  'web',
  'src/api',
  'src/lib',
  'src/pipeline',
  'src/expression',
  'package-lock.json',
];

export interface PreparePages {
  /** Of the package or checkout. */
  readonly root: string;
  readonly clock: Clock;
  /** One line for whoever waits. */
  readonly say: (line: string) => void;
}

/** The folder of the pages, whether or not anything is in it: a server without pages says so in their place. */
export async function preparePages({ root, clock, say }: PreparePages): Promise<string> {
  try {
    await buildPages({ root, clock, say });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const instead = existsSync(join(root, 'dist/web/index.html')) ? 'older ones are' : 'none are';
    say(`penstock: the pages could not be built, so ${instead} served; all else works. ${why}`);
  }
  return join(root, 'dist/web');
}

/** Builds what is missing or old, once however many processes ask; throws when the build fails. */
export async function buildPages({ root, clock, say }: PreparePages): Promise<void> {
  const isDone = (): boolean => !canBuild(root) || isFresh(root);
  if (isDone()) return;
  mkdirSync(join(root, 'dist'), { recursive: true });
  await alone({ folder: join(root, 'dist/web-building'), clock, withinMs: BUILD_MS }, async () => {
    if (isDone()) return;
    say('penstock: building the pages (vite build)');
    await build(root);
  });
}

function canBuild(root: string): boolean {
  return existsSync(join(root, 'web/vite.config.ts')) && existsSync(viteIn(root));
}

function isFresh(root: string): boolean {
  const built = statSync(join(root, 'dist/web/index.html'), { throwIfNoEntry: false });
  return built !== undefined && Math.floor(built.mtimeMs) >= newestSource(root);
}

/** Into a folder of its own that then changes places with the old one, so that nobody reads half of it. */
async function build(root: string): Promise<void> {
  const target = join(root, 'dist/web');
  const fresh = join(root, `dist/web-${process.pid}`);
  const old = `${fresh}-old`;
  const asOf = newestSource(root);
  try {
    await runVite(root, fresh);
    await compressFiles(fresh);
    // What changes while it is built is newer than this, and is built at the next start.
    utimesSync(join(fresh, 'index.html'), asOf / 1_000, asOf / 1_000);
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

function viteIn(root: string): string {
  return join(root, 'node_modules/vite/bin/vite.js');
}

/** In whole milliseconds, as files keep them when they are set. */
function newestSource(root: string): number {
  let newest = 0;
  for (const source of SOURCES.map((each) => join(root, each))) {
    const known = statSync(source, { throwIfNoEntry: false });
    if (known === undefined) continue;
    const names = known.isDirectory() ? readdirSync(source, { recursive: true }) : [];
    for (const path of [source, ...names.map((name) => join(source, String(name)))]) {
      newest = Math.max(newest, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    }
  }
  return Math.floor(newest);
}

function runVite(root: string, outDir: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [viteIn(root), 'build', 'web', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: BUILD_MS,
    },
  );
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = `${said}${chunk}`.slice(0, SAID_MAX);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`vite build ended with ${code ?? 'a signal'}: ${said.trim()}`));
    });
  });
}
