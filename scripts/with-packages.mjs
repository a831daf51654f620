// Runs a script of the project under a Node new enough for it, after bringing node_modules up to date. Depends on nothing but Node.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const installed = join(root, 'node_modules', '.package-lock.json');
const lockfile = join(root, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
  process.stderr.write(
    'penstock: installing npm packages as package-lock.json names them (npm ci)\n',
  );
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    process.stderr.write('penstock: npm ci failed; its own message is above\n');
    process.exit(npm.status ?? 1);
  }
}

const { withCodeCache } = await import('../bin/code-cache.mjs');
const { findNode } = await import('../bin/find-node.mjs');
const node = findNode(root);
if (node === undefined) {
  process.stderr.write(
    'penstock: needs Node 24 or newer. The lockfile brings it for Linux and Windows; on this system install it yourself.\n',
  );
  process.exit(2);
}
const [script, ...args] = process.argv.slice(2);
const child = spawn(node, [join(root, script), ...args], {
  cwd: root,
  stdio: 'inherit',
  env: withCodeCache(root, withoutClouds(process.env)),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});

/** What runs from here rehearses: it gets nothing that leads to a cloud or through a proxy. */
function withoutClouds(environment) {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(AWS|SPOTINST)_/.test(name) && name !== 'NODE_USE_ENV_PROXY',
  );
  return { ...Object.fromEntries(kept), AWS_EC2_METADATA_DISABLED: 'true' };
}
