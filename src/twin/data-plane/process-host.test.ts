// Specifies the process host with the shop and with a program that does not want to end.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import type { CheckResult } from '../instance-host.ts';
import { createProcessHost, type ProcessHost } from './process-host.ts';

const shop = join(import.meta.dirname, '../../../examples/shop/app');
let folder: string;
let host: ProcessHost;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-'));
  writeFileSync(join(folder, 'stubborn.mjs'), stubborn);
  host = createProcessHost({
    logFolder: folder,
    environment: { SHOP: 'yes' },
    killAfterMs: 500,
    amis: [
      { id: 'ami-2', version: '2', command: ['node', 'server.mjs'], cwd: shop },
      { id: 'ami-stubborn', version: '1', command: ['node', 'stubborn.mjs'], cwd: folder },
      { id: 'ami-missing', version: '1', command: ['no-such-program'], cwd: folder },
    ],
  });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Ignores SIGTERM, starts a helper, never answers a request, and prints its environment. */
const stubborn = `
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
process.on('SIGTERM', () => {});
const helper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
const server = createServer(() => {}).listen(0, '127.0.0.1', () => {
  const said = JSON.stringify({ pid: process.pid, helper: helper.pid, environment: process.env });
  process.stdout.write(said + '\\nhttp://127.0.0.1:' + server.address().port + '\\n');
});
`;

function launch(instanceId: string, amiId: string, userData = ''): Promise<void> {
  host.launch({ instanceId, amiId, userData });
  return host.settled();
}

function check(instanceId: string, timeoutMs = 2_000): Promise<CheckResult> {
  return new Promise((resolve) => {
    host.check(instanceId, { port: 8080, path: '/health', timeoutMs }, resolve);
  });
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

interface Said {
  readonly pid: number;
  readonly helper: number;
  readonly environment: Readonly<Record<string, string>>;
}

function saidBy(instanceId: string): Said {
  const [first = ''] = readFileSync(join(folder, `${instanceId}.log`), 'utf8').split('\n');
  return JSON.parse(first);
}

test('an instance of the shop answers its health check, and says its version', async () => {
  await launch('i-1', 'ami-2');
  expect(await check('i-1')).toEqual({ kind: 'answered', status: 200 });
  const address = host.addressOf('i-1');
  const answer = await fetch(`http://${address?.host}:${address?.port}/`);
  expect(answer.headers.get('x-shop-version')).toBe('2');
  expect(await answer.json()).toEqual({ shop: 'The shop', version: '2' });
});

test('the shop fails its health check when its user data says so', async () => {
  await launch('i-1', 'ami-2', '#!/bin/sh\nexport HEALTH="failing"\n');
  expect(await check('i-1')).toEqual({ kind: 'answered', status: 500 });
});

test('an instance gets its own variables and nothing of ours but PATH', async () => {
  await launch('i-1', 'ami-stubborn', 'A=1');
  expect(saidBy('i-1').environment).toEqual({
    PATH: process.env['PATH'],
    SHOP: 'yes',
    INSTANCE_ID: 'i-1',
    AMI_ID: 'ami-stubborn',
    VERSION: '1',
    USER_DATA: 'A=1',
    PORT: '0',
  });
});

test('a check that gets no answer times out', async () => {
  await launch('i-1', 'ami-stubborn');
  expect(await check('i-1', 50)).toEqual({ kind: 'timeout' });
});

test('checks of unknown, unstartable and ended instances are refused', async () => {
  await Promise.all([launch('i-1', 'ami-missing'), launch('i-2', 'ami-unknown')]);
  await launch('i-3', 'ami-2');
  host.terminate('i-3');
  await eventually('the end of i-3', () => host.addressOf('i-3') === undefined);
  for (const instanceId of ['i-0', 'i-1', 'i-2', 'i-3']) {
    expect(await check(instanceId)).toEqual({ kind: 'refused' });
  }
});

test('terminate ends an instance that ignores SIGTERM, with its helpers', async () => {
  await launch('i-1', 'ami-stubborn');
  const { pid, helper } = saidBy('i-1');
  host.terminate('i-1');
  await eventually('the end of both', () => !runs(pid) && !runs(helper));
});

test('a request under way is answered before the shop ends', async () => {
  await launch('i-1', 'ami-2');
  const status = await new Promise((resolve, reject) => {
    const headers = { expect: '100-continue', 'content-length': 0 };
    const underWay = request({ ...host.addressOf('i-1'), method: 'POST', headers }, (answer) =>
      resolve(answer.statusCode),
    );
    underWay.once('continue', () => {
      host.terminate('i-1');
      underWay.end();
    });
    underWay.once('error', reject);
  });
  expect(status).toBe(200);
  await eventually('the end', () => host.addressOf('i-1') === undefined);
  expect(readFileSync(join(folder, 'i-1.log'), 'utf8')).toContain('ended with exit code 0');
});

test('nothing survives close', async () => {
  await launch('i-1', 'ami-stubborn');
  const { pid, helper } = saidBy('i-1');
  await host.close();
  await eventually('the end of both', () => !runs(pid) && !runs(helper));
});

test('nothing survives a parent that was killed', async () => {
  const program = `
    import { createProcessHost } from ${JSON.stringify(join(import.meta.dirname, 'process-host.ts'))};
    const host = createProcessHost({ logFolder: ${JSON.stringify(folder)}, amis: [
      { id: 'a', version: '1', command: ['node', 'stubborn.mjs'], cwd: ${JSON.stringify(folder)} },
    ] });
    host.launch({ instanceId: 'i-orphan', amiId: 'a', userData: '' });
    await host.settled();
    process.kill(process.pid, 'SIGKILL');
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: 'ignore',
  });
  await new Promise((resolve) => parent.once('exit', resolve));
  const { pid, helper } = saidBy('i-orphan');
  await eventually('the end of both', () => !runs(pid) && !runs(helper));
});
