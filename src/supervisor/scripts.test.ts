// Scripts as real processes: how they end, what they leave, and what survives the engine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { Cancelled, LetGo, type ScriptRequest, type ScriptResult } from '../execution/step.ts';
import { readBash, readSupervisor, scriptFolder } from './script-folder.ts';
import { createScripts } from './scripts.ts';

let folder: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-scripts-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(text: string, more: Partial<RunOptions> = {}): Promise<ScriptResult> {
  const { key = 'k', outputs = [], environment = {}, signal = new AbortController().signal } = more;
  const request: ScriptRequest = { shell: 'Bash', text, environment, outputs };
  const own = { PATH: process.env['PATH'], ...more.own };
  const scripts = createScripts({ folder, environment: own });
  return scripts.run(key, request, (line) => lines.push(line), signal);
}

interface RunOptions {
  readonly key: string;
  readonly outputs: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly own: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const shown = (line: string): Promise<true> =>
  eventually(`the log shows ${line}`, () => lines.includes(line) || undefined);

const isGone = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
};

test('a script that ends well gives 0, one that does not gives its code', async () => {
  expect(await run('true', { key: 'a' })).toEqual({ status: 'exited', exitCode: 0, outputs: {} });
  expect(await run('exit 7', { key: 'b' })).toMatchObject({ exitCode: 7 });
  expect(await run('kill -KILL $$', { key: 'c' })).toMatchObject({ exitCode: 137 });
});

test('the log has both outputs in the order of writing, and the last line without its end', async () => {
  await run(`echo one; echo two >&2; echo 'drei ✓'; printf four`);
  expect(lines).toEqual(['one', 'two', 'drei ✓', 'four']);
});

test('lines are shown while the script runs', async () => {
  const ended = run(`echo first; until [ -e go ]; do sleep 0.01; done; echo second`);
  await shown('first');
  await run(`touch ../../${scriptName('k')}/room/go`, { key: 'other' });
  await ended;
  expect(lines).toEqual(['first', 'second']);
});

test('output variables come back as they were, and unset ones are empty', async () => {
  const text = `plain=1; lines=$'a\\nb'; quoted="it's \\$5"; true`;
  expect(await run(text, { outputs: ['plain', 'lines', 'quoted', 'unset'] })).toMatchObject({
    outputs: { plain: '1', lines: 'a\nb', quoted: "it's $5", unset: '' },
  });
});

test('asking for output variables changes no exit code, however the script ends', async () => {
  const outputs = ['x'];
  expect(await run('x=1; false', { key: 'a', outputs })).toEqual({
    status: 'exited',
    exitCode: 1,
    outputs: {},
  });
  expect(await run('set -eu; x=1; false; x=2', { key: 'b', outputs })).toMatchObject({
    exitCode: 1,
  });
  expect(await run('x=1 # \\', { key: 'c', outputs })).toMatchObject({ outputs: { x: '1' } });
  expect(await run('x=1; exit 0', { key: 'd', outputs })).toMatchObject({ outputs: { x: '' } });
});

test('a name that is no variable starts nothing and says what is allowed', async () => {
  await expect(run('touch ran', { outputs: ['x; rm -rf /'] })).rejects.toMatchObject({
    name: 'StepFailure',
    message: expect.stringContaining('letters, digits and underscores'),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a script sees its own variables and five of the engine, and no credentials', async () => {
  const own = { HOME: '/h', SECRET: 's', AWS_ACCESS_KEY_ID: 'a', SPOTINST_TOKEN: 't' };
  await run('env', { own, environment: { COLOUR: 'green', NODE_OPTIONS: '--no-such-option' } });
  const names = lines.map((line) => line.split('=')[0]);
  const bashsOwn = ['PWD', 'SHLVL', '_', 'OLDPWD'];
  expect(names.filter((name) => !bashsOwn.includes(name ?? '')).sort()).toEqual([
    'COLOUR',
    'HOME',
    'NODE_OPTIONS',
    'PATH',
  ]);
});

test('every file is readable for this user only', async () => {
  await run('echo hello; x=1', { outputs: ['x'] });
  const path = join(folder, scriptName('k'));
  expect(statSync(path).mode & 0o077).toBe(0);
  for (const file of readdirSync(path)) expect(statSync(join(path, file)).mode & 0o077).toBe(0);
});

test('a key that was run is not run again: its end is read', async () => {
  expect(await run('echo ran >> count; x=first', { outputs: ['x'] })).toMatchObject({
    outputs: { x: 'first' },
  });
  expect(await run('echo ran >> count; x=second', { outputs: ['x'] })).toMatchObject({
    outputs: { x: 'first' },
  });
  expect(readFileSync(join(folder, scriptName('k'), 'room', 'count'), 'utf8')).toBe('ran\n');
});

test('two engines that start one key at the same time run it once and both get its end', async () => {
  const text = 'echo ran >> count; exit 3';
  const both = await Promise.all([run(text), run(text), run(text)]);
  expect(both.map((result) => result.status === 'exited' && result.exitCode)).toEqual([3, 3, 3]);
  expect(readFileSync(join(folder, scriptName('k'), 'room', 'count'), 'utf8')).toBe('ran\n');
});

test('keys that differ only in odd characters are different scripts', async () => {
  await run('echo one', { key: '1:s/steps/a#1' });
  await run('echo two', { key: '1:s/steps/a#2' });
  await run('echo three', { key: '../../1:s\\steps' });
  expect(lines).toEqual(['one', 'two', 'three']);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('letting go kills nothing, and the next engine follows the same run from the next line on', async () => {
  const control = new AbortController();
  const first = run('echo one; until [ -e go ]; do sleep 0.01; done; echo two; exit 4', {
    signal: control.signal,
  });
  await shown('one');
  control.abort(new LetGo());
  await expect(first).rejects.toBeInstanceOf(LetGo);
  const second = run('echo never');
  await run(`touch ../../${scriptName('k')}/room/go`, { key: 'other' });
  expect(await second).toMatchObject({ exitCode: 4 });
  expect(lines).toEqual(['one', 'two']);
});

test('a script outlives an engine that is killed, and the next engine gets its end', async () => {
  const engine = spawn(process.execPath, ['--input-type=module', '-e', ENGINE, folder], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const died = once(engine, 'exit');
  await once(engine.stdout, 'data');
  engine.kill('SIGKILL');
  await died;
  const ended = run('echo never');
  await run(`touch ../../${scriptName('k')}/room/go`, { key: 'other' });
  expect(await ended).toMatchObject({ exitCode: 5 });
});

test('cancelling ends the script and everything it started', async () => {
  const control = new AbortController();
  const ended = run('(sleep 600 & echo $!; wait) & echo $!; wait', { signal: control.signal });
  await eventually('both processes are named', () => lines.length === 2);
  control.abort(new Cancelled('abort'));
  await expect(ended).rejects.toBeInstanceOf(Cancelled);
  for (const pid of lines) expect(isGone(Number(pid))).toBe(true);
  expect(await run('echo never')).toEqual({ status: 'exited', exitCode: 143, outputs: {} });
});

test('a child that does not hear SIGTERM is killed after its grace, though the script has ended', async () => {
  const control = new AbortController();
  const deaf = `(trap '' TERM; echo deaf; while :; do sleep 0.1; done)`;
  const ended = run(`${deaf} & echo $!; wait`, { signal: control.signal });
  await eventually('its child is named and deaf', () => lines.length === 2);
  const cancelledAt = performance.now();
  control.abort(new Cancelled('timeout'));
  await expect(ended).rejects.toBeInstanceOf(Cancelled);
  expect(performance.now() - cancelledAt).toBeGreaterThan(1_400);
  expect(isGone(Number(lines.find((line) => line !== 'deaf')))).toBe(true);
  expect(await run('')).toMatchObject({ exitCode: 143 });
});

test('cancelled before it starts, a script never starts', async () => {
  await expect(
    run('echo never', { signal: AbortSignal.abort(new Cancelled('abort')) }),
  ).rejects.toBeInstanceOf(Cancelled);
  expect(await run('echo never')).toEqual({
    status: 'lost',
    known: 'it was stopped before its first line',
  });
  expect(lines).toEqual([]);
});

test('an engine that comes back to a cancelled step ends the script that still runs', async () => {
  const control = new AbortController();
  const first = run('echo $$; sleep 600', { signal: control.signal });
  await eventually('its process is named', () => lines.length === 1);
  control.abort(new LetGo());
  await expect(first).rejects.toBeInstanceOf(LetGo);
  await expect(
    run('', { signal: AbortSignal.abort(new Cancelled('abort')) }),
  ).rejects.toBeInstanceOf(Cancelled);
  expect(isGone(Number(lines[0]))).toBe(true);
});

test('a script whose supervisor and self died unseen is lost', async () => {
  const ended = run('echo up; exec sleep 600');
  await shown('up');
  const supervisor = readSupervisor(scriptFolder(folder, 'k'))?.pid;
  const bash = readBash(scriptFolder(folder, 'k'))?.pid;
  kill(supervisor);
  kill(bash);
  expect(await ended).toEqual({
    status: 'lost',
    known: expect.stringMatching(
      `^it ran as process ${bash} and is gone, and so is its supervisor, process ${supervisor}, which would have written down its exit code; its log was last written at .+Z$`,
    ),
  });
});

test('a script that lost only its supervisor is waited for, since it still acts', async () => {
  const ended = run('echo up; until [ -e go ]; do sleep 0.01; done; echo down');
  await shown('up');
  kill(readSupervisor(scriptFolder(folder, 'k'))?.pid);
  await run(`touch ../../${scriptName('k')}/room/go`, { key: 'other' });
  expect(await ended).toMatchObject({ status: 'lost' });
  expect(lines).toEqual(['up', 'down']);
});

test('when the supervisor cannot run, the failure says so and where to look', async () => {
  const path = join(folder, scriptName('k'));
  mkdirSync(path);
  // The right to run can neither be taken nor read.
  symlinkSync('nowhere', join(path, 'supervisor'));
  await expect(run('echo never')).rejects.toMatchObject({
    name: 'StepFailure',
    message: expect.stringMatching(/supervisor could not run.*Its files are in/),
  });
  expect(existsSync(join(path, 'exit'))).toBe(false);
});

/** Runs the key and says so when the script is up. */
const ENGINE = `
  const { createScripts } = await import('./scripts.ts');
  const text = 'echo up; until [ -e go ]; do sleep 0.01; done; exit 5';
  const scripts = createScripts({ folder: process.argv[1], environment: process.env });
  const request = { shell: 'Bash', text, environment: {}, outputs: [] };
  await scripts.run('k', request, console.log, new AbortController().signal);
`;

const scriptName = (key: string): string => scriptFolder(folder, key).path.slice(folder.length + 1);

function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('nobody to kill');
  process.kill(pid, 'SIGKILL');
}
