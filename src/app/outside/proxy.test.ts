// A proxy of the environment and requests to this machine, by a real Node that has one set.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { keepLoopbackOffProxy, leavesByProxy } from './proxy.ts';

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const module = new URL('./proxy.ts', import.meta.url).href;
const ASKS = `import { keepLoopbackOffProxy } from '${module}';
if (process.argv[2] === 'kept') keepLoopbackOffProxy(process.env);
console.log(await fetch(process.argv[1]).then((answer) => answer.text(), () => 'no answer'));`;

test.each([
  ['kept', 'here', 0],
  ['as it is', 'no answer', 1],
])('a request to this machine meets the proxy unless kept from it: %s', async (how, said, met) => {
  let asked = 0;
  const proxy = createServer().on('connect', (_request, socket) => {
    asked++;
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  const HTTP_PROXY = await listen(proxy);
  const url = await listen(createServer((_request, response) => response.end('here')));
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY, NO_PROXY: 'example.com' };
  const args = ['--input-type=module', '-e', ASKS, url, how];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect([stdout.trim(), asked]).toEqual([said, met]);
});

test('what was spared before is spared still, and an environment without a proxy stays as it is', () => {
  const proxied = { https_proxy: 'http://p', no_proxy: 'a.example, localhost' };
  keepLoopbackOffProxy(proxied);
  expect(proxied.no_proxy).toBe('a.example,localhost,127.0.0.1,::1,[::1]');
  const all = { HTTP_PROXY: 'http://p', NO_PROXY: '*' };
  keepLoopbackOffProxy(all);
  expect(all.NO_PROXY).toBe('*');
  const plain = {};
  keepLoopbackOffProxy(plain);
  expect(plain).toEqual({});
});

test.each([
  ['http://127.0.0.1:80', {}, true],
  ['http://[::1]:80', { NO_PROXY: '::1' }, true],
  ['http://[::1]:80', { NO_PROXY: '[::1]' }, false],
  ['http://localhost', { NO_PROXY: 'localhost', no_proxy: 'a.example' }, true],
  ['http://127.0.0.1:80', { NO_PROXY: '*' }, false],
  ['http://127.0.0.1:80', { NODE_USE_ENV_PROXY: '0' }, false],
])('%s with %o leaves by a proxy: %s', (url, more, leaves) => {
  const environment = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://p', ...more };
  expect(leavesByProxy(new URL(url), environment)).toBe(leaves);
});
