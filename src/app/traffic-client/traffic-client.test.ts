// Specifies the traffic client against real servers: exact totals, kinds of failure, limits.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import { startTrafficClient, type TrafficClient } from './traffic-client.ts';
import { startTrafficLoad } from './traffic-load.ts';

const servers: Server[] = [];
const clients: TrafficClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function portOf(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const versionHeader = 'x-shop-version';

test('the client counts answers by host and version, and at the end exactly', async () => {
  const seen: Record<string, number> = {};
  const port = await portOf((request, response) => {
    const host = request.headers.host ?? '';
    seen[host] = (seen[host] ?? 0) + 1;
    response.setHeader(versionHeader, host === 'shop.example' ? '1' : '2').end('welcome');
  });
  const client = await startTrafficClient({
    port,
    versionHeader,
    hosts: [
      { host: 'shop.example', requestsPerSecond: 200 },
      { host: 'stage.example', requestsPerSecond: 40 },
    ],
  });
  clients.push(client);
  await eventually('a hundred answers', () => client.counts().answered >= 100);
  const totals = await client.stop();
  clients.pop();
  expect(totals).toMatchObject({
    sent: totals.answered,
    failed: 0,
    versions: { '1': seen['shop.example'], '2': seen['stage.example'] },
    hosts: { 'shop.example': { sent: seen['shop.example'] } },
  });
  expect(totals.hosts['shop.example']?.sent).toBeGreaterThan(
    2 * (totals.hosts['stage.example']?.sent ?? 0),
  );
});

test('broken connections, server errors and wrong answers are told apart', async () => {
  let turn = 0;
  const port = await portOf((request, response) => {
    turn += 1;
    if (turn % 3 === 0) request.socket.destroy();
    else response.writeHead(turn % 3 === 1 ? 503 : 200).end();
  });
  const load = startTrafficLoad({
    port,
    versionHeader,
    hosts: [{ host: 'h', requestsPerSecond: 1_000 }],
    maximumRequests: 30,
  });
  await load.ended;
  expect(load.report()).toMatchObject({
    sent: 30,
    failed: 30,
    unanswered: 10,
    serverErrors: 10,
    wrongAnswers: 10,
  });
});

test('the load keeps its limit of requests under way', async () => {
  let open = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const port = await portOf((_request, response) => {
    open += 1;
    most = Math.max(most, open);
    waiting.push(() => {
      open -= 1;
      response.setHeader(versionHeader, '1').end();
    });
  });
  const load = startTrafficLoad({
    port,
    versionHeader,
    hosts: [{ host: 'h', requestsPerSecond: 5_000 }],
    maximumInFlight: 8,
  });
  await eventually('eight under way', () => open === 8);
  await eventually('more answers', () => {
    waiting.shift()?.();
    return load.report().answered > 100;
  });
  const stopped = load.stop();
  await eventually('the last answers', () => {
    waiting.shift()?.();
    return open === 0;
  });
  await stopped;
  expect(most).toBe(8);
});

test('the load ends by itself after its time', async () => {
  const port = await portOf((_request, response) => response.end());
  const load = startTrafficLoad({
    port,
    versionHeader,
    hosts: [{ host: 'h', requestsPerSecond: 100 }],
    maximumMs: 50,
  });
  await load.ended;
  expect(load.report().sent).toBeGreaterThan(0);
});
