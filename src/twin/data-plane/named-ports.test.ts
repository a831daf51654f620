// Specifies how one instance answers for several ports: for requests, and for health checks of their own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import type { CheckResult } from '../instance-host.ts';
import { createProcessHost, type ProcessHost } from './process-host.ts';

/** Answers requests with 200, checks on 8081 with 204, and says its ports in two lines. */
const program = `
import { createServer } from 'node:http';
const listen = (status, say) => {
  const server = createServer((_request, response) => response.writeHead(status).end());
  server.listen(0, '127.0.0.1', () => console.log(say + 'http://127.0.0.1:' + server.address().port));
};
listen(204, 'port 8081 at ');
listen(200, 'serving at ');
process.stdin.once('close', () => process.exit()).resume();
`;

let folder: string;
let host: ProcessHost;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penstock-'));
  writeFileSync(join(folder, 'two-ports.mjs'), program);
  const command = ['node', 'two-ports.mjs'];
  const amis = [{ id: 'ami', version: '1', command, cwd: folder }];
  host = createProcessHost({ logFolder: folder, killAfterMs: 500, amis });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

function check(ownPort?: number): Promise<CheckResult> {
  const at = ownPort === undefined ? {} : { ownPort };
  return new Promise((resolve) => {
    host.check('i-1', { port: 80, path: '/', timeoutMs: 2_000, ...at }, resolve);
  });
}

test('a check on its own port meets what listens there, and none where nothing does', async () => {
  host.launch({ instanceId: 'i-1', amiId: 'ami', userData: '' });
  await host.settled();
  await eventually(
    'both ports',
    () => host.addressOf('i-1', 8081)?.port !== host.addressOf('i-1')?.port,
  );
  expect(await check()).toEqual({ kind: 'answered', status: 200 });
  expect(await check(8081)).toEqual({ kind: 'answered', status: 204 });
  expect(await check(9999)).toEqual({ kind: 'refused' });
  expect(host.addressOf('i-1', 80)).toEqual(host.addressOf('i-1'));
});
