#!/usr/bin/env node
// The installed command: starts the compiled command line, or the sources in a checkout, under a new enough Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withCodeCache } from './code-cache.mjs';
import { findNode } from './find-node.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const node = findNode(root);
if (node === undefined) {
  process.stderr.write(
    'penstock: needs Node 24 or newer. It comes along on Linux and Windows; on this system install it yourself.\n',
  );
  process.exit(2);
}
const source = join(root, 'src', 'cli', 'main.ts');
const isCheckout = existsSync(source);
const main = isCheckout ? source : join(root, 'dist', 'cli', 'main.js');
if (isCheckout) Object.assign(process.env, withCodeCache(root, process.env));
if (node === process.execPath) {
  // A second Node would double the time to start.
  if (isCheckout) module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(main).href);
} else {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
