// A start that waits while its world is away: it outlives a restart, is seen, can be withdrawn, and starts when the world is back.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { queueTable } from '../../src/server/runs/queue-table.ts';
import { openDatabase } from '../../src/server/store/open-database.ts';
import { eventually } from '../eventually.ts';
import { type OpenRoom, openRoom, PROJECT } from './open-room.ts';

const WITHIN_MS = 120_000;
const params = { project: PROJECT };

/** The twin under another address, which answers from now on. */
async function wayTo(url: string, port: number): Promise<Server> {
  const { hostname, port: twinPort } = new URL(url);
  const way = createServer((near) => {
    const far = connect(Number(twinPort), hostname);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.pipe(far).pipe(near);
  });
  way.listen(port, '127.0.0.1');
  await once(way, 'listening');
  return way;
}

/** As a server leaves it that ends while a start waits in a world at this port. */
function leaveWaiting({ state }: OpenRoom, port: number): void {
  const database = openDatabase(join(state.path, 'control-room.sqlite'));
  const twinUrl = `http://127.0.0.1:${port}`;
  const wanted = { pipeline: 'pipeline.yaml', on: 'twin' as const, twinUrl, inputs: {} };
  const body = { ...wanted, inputSets: [], adoptUnmanaged: false };
  const request = { kind: 'run' as const, body };
  queueTable(database).add({ project: PROJECT, request, startedBy: 'open', queuedAt: 0 });
  database.close();
}

async function runs({ client }: OpenRoom): Promise<readonly string[]> {
  return (await client.call('listRuns', { params })).items.map(({ run }) => run);
}

test('a start that waits is kept over a restart while its world is away, and starts when it is back', {
  timeout: WITHIN_MS,
}, async () => {
  await using open = await openRoom();
  const gap = createServer().listen(0, '127.0.0.1');
  await once(gap, 'listening');
  const { port } = gap.address() as AddressInfo;
  gap.close();
  leaveWaiting(open, port);
  await open.restart();
  await eventually('the start in the list', async () => (await runs(open)).includes('queued-1'));
  await open.restart();
  await eventually('the start once more', async () => (await runs(open)).includes('queued-1'));
  const way = await wayTo(open.twinUrl, port);
  await eventually('the run', async () => (await runs(open)).join() === '1', 30_000);
  leaveWaiting(open, port + 1);
  await open.restart();
  await eventually('another one', async () => (await runs(open)).includes('queued-2'));
  const body = { restore: false };
  await open.client.call('abortRun', { params: { ...params, run: 'queued-2' }, body });
  await eventually('its end', async () => !(await runs(open)).includes('queued-2'));
  expect(await runs(open)).toEqual(['1']);
  await open.client.call('abortRun', { params: { ...params, run: '1' }, body });
  way.close();
});
