// The script behind every npm command: brings the packages, then passes on words, exit codes and signals.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Finished, type RunningCommand, root, startCommand } from './penstock.ts';

const NOTE = 'penstock: installing npm packages as package-lock.json names them (npm ci)\n';
/** Does what npm leaves behind, and notes its words. */
const NPM = `#!/bin/sh
echo "$*" >> npm-words
[ -e npm-fails ] && { echo "npm cannot" >&2; exit 7; }
mkdir -p node_modules && touch node_modules/.package-lock.json
echo "noise of npm"
`;
const PROGRAM = `
const [what, value] = process.argv.slice(2);
if (what === 'exit') process.exit(Number(value));
if (what === 'wait') {
  process.on('SIGTERM', () => { console.log('was told to end'); process.exit(9); });
  process.on('SIGINT', () => { console.log('was interrupted'); process.exit(8); });
  setInterval(() => undefined, 1000);
  console.log('waits');
}
if (what === 'die') process.kill(process.pid, 'SIGKILL');
if (what === 'say') console.log(JSON.stringify(process.argv.slice(2)));
`;

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'penstock-packages-'));
  for (const file of ['scripts/with-packages.mjs', 'bin/code-cache.mjs', 'bin/find-node.mjs'])
    cpSync(join(root, file), join(project, file));
  writeFileSync(join(project, 'package.json'), '{}');
  writeFileSync(join(project, 'package-lock.json'), '{}');
  writeFileSync(join(project, 'program.mjs'), PROGRAM);
  mkdirSync(join(project, 'fake'));
  writeFileSync(join(project, 'fake/npm'), NPM);
  chmodSync(join(project, 'fake/npm'), 0o755);
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function start(...words: string[]): RunningCommand {
  const script = join(project, 'scripts/with-packages.mjs');
  const PATH = [join(project, 'fake'), process.env['PATH']].join(delimiter);
  return startCommand([process.execPath, script, 'program.mjs', ...words], {
    folder: project,
    environment: { PATH },
  });
}

const run = (...words: string[]): Promise<Finished> => start(...words).finished;
const npmWords = (): string | undefined => {
  const file = join(project, 'npm-words');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

test('missing packages are installed from the lockfile, with one line about it on stderr', async () => {
  const { code, stdout, stderr } = await run('say', 'a b', '--json');
  expect([code, stdout, stderr]).toEqual([0, '["say","a b","--json"]\n', NOTE]);
  expect(npmWords()).toBe('ci --no-audit --no-fund --loglevel=error\n');
});

test('packages older than the lockfile are installed anew', async () => {
  await run('say');
  utimesSync(join(project, 'package-lock.json'), new Date(), new Date(Date.now() + 60_000));
  expect((await run('say')).stderr).toBe(NOTE);
});

test('packages that are there are left alone, in silence', async () => {
  await run('say');
  expect((await run('say')).stderr).toBe('');
  expect(npmWords()?.trimEnd().split('\n')).toHaveLength(1);
});

test('a failed installation ends it, with the words and the exit code of npm', async () => {
  writeFileSync(join(project, 'npm-fails'), '');
  const { code, stdout, stderr } = await run('say');
  expect([code, stdout]).toEqual([7, '']);
  expect(stderr).toBe(`${NOTE}npm cannot\npenstock: npm ci failed; its own message is above\n`);
});

test.each([0, 1, 4, 9])('the exit code %i is passed on', async (code) => {
  expect((await run('exit', `${code}`)).code).toBe(code);
});

test('a program that was killed is no success', async () => {
  expect((await run('die')).code).not.toBe(0);
});

test.each([
  ['SIGTERM', 'was told to end', 9],
  ['SIGINT', 'was interrupted', 8],
] as const)('%s is passed on, and the program decides how it ends', async (signal, said, code) => {
  await using running = start('wait');
  await running.hasSaid('waits');
  process.kill(running.pid, signal);
  const finished = await running.finished;
  expect([finished.code, finished.stdout]).toEqual([code, `waits\n${said}\n`]);
});
