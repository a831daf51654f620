// The guard over a tree of processes catches what it is there for, in children with clean environments too.
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { watchLoopback } from './loopback-watch.ts';
import { startCommand } from './penstock.ts';

async function attempt(code: string): Promise<ReturnType<typeof watchLoopback>> {
  const watch = watchLoopback();
  const folder = tmpdir();
  await startCommand([process.execPath, '--input-type=module', '-e', code], {
    folder,
    environment: watch.environment,
  }).finished;
  return watch;
}

test.each([
  ['a connection', `await fetch('http://192.0.2.1/').catch(() => 0)`, '192.0.2.1'],
  [
    'a name asked for',
    `import('node:dns').then((dns) => dns.lookup('a.example', () => 0))`,
    'a.example',
  ],
  [
    'a name asked for by promise',
    `import { resolve4 } from 'node:dns/promises'; await resolve4('b.example').catch(() => 0)`,
    'b.example',
  ],
  [
    'a datagram',
    `import { createSocket } from 'node:dgram'; try { createSocket('udp4').send('x', 53, '192.0.2.2') } catch { process.exit() }`,
    '192.0.2.2',
  ],
])('%s to another machine is refused and noted', async (_, code, address) => {
  expect((await attempt(code)).refused()).toEqual([address]);
});

test('a child with an environment of its own is guarded as well', async () => {
  const inner = `fetch('http://192.0.2.3/').catch(() => 0)`;
  const watch = await attempt(
    `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { env: {} })`,
  );
  expect(watch.refused()).toEqual(['192.0.2.3']);
  expect(watch.unguarded()).toEqual([]);
});

test('this machine may be reached', async () => {
  const watch = await attempt(
    `import http from 'node:http';
     const server = http.createServer((_, answer) => answer.end('here')).listen(0, 'localhost', async () => {
       await fetch('http://localhost:' + server.address().port); server.close(); });`,
  );
  expect(watch.refused()).toEqual([]);
});
