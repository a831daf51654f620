// Specifies the data plane with real sockets: splitting, flips under load, failures, streaming.
import { connect } from 'node:net';
import { Pool } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import {
  forwardBy,
  type HandMadeTwin,
  handMadeTwin,
  named,
  type RealInstances,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import { type DataPlane, startDataPlane } from './data-plane.ts';
import { plainConnector } from './plain-connector.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const groups = { blue: ['b1'], green: ['g1'] };
const blueAndGreen = { b1: named('blue'), g1: named('green') };

async function started(
  twin: HandMadeTwin,
  instances: Parameters<typeof realInstances>[0],
  targetTimeoutMs = 5_000,
): Promise<{ plane: DataPlane; origin: string; host: RealInstances }> {
  const host = await realInstances(instances);
  closing.push(() => host.close());
  const plane = await startDataPlane({ twin, host, seed: 1, targetTimeoutMs });
  closing.push(() => plane.close());
  const [address] = plane.addresses();
  return { plane, host, origin: `http://${address?.host}:${address?.actualPort}` };
}

function clientOf(origin: string, connections: number): Pool {
  const pool = new Pool(origin, { connections, connect: plainConnector(2_000) });
  closing.push(() => pool.destroy());
  return pool;
}

async function get(client: Pool): Promise<{ status: number; instance: string | undefined }> {
  const answer = await client.request({ path: '/', method: 'GET' });
  await answer.body.dump();
  return { status: answer.statusCode, instance: String(answer.headers['x-instance']) };
}

test('a request reaches the target with what the client sent and who it is', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ echo: 1 })], { echo: ['e1'] })]);
  const { origin } = await started(twin, {
    e1: async (request, response) => {
      const chunks = await request.toArray();
      const { headers, method, url } = request;
      response.end(
        JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }),
      );
    },
  });
  const answer = await clientOf(origin, 1).request({
    path: '/orders?id=1',
    method: 'POST',
    headers: { host: 'shop.example', 'x-forwarded-for': '9.9.9.9', 'content-type': 'text/plain' },
    body: 'two shirts',
  });
  expect(await answer.body.json()).toMatchObject({
    method: 'POST',
    url: '/orders?id=1',
    body: 'two shirts',
    headers: {
      host: 'shop.example',
      'x-forwarded-for': '9.9.9.9, 127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '80',
    },
  });
});

test('requests are split by weight, and each is recorded with its group', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 75, green: 25 })], groups)]);
  const { origin } = await started(twin, blueAndGreen);
  const client = clientOf(origin, 8);
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => get(client)));
  const green = answers.filter(({ instance }) => instance === 'green').length;
  expect(Math.abs(green - 250)).toBeLessThan(4 * Math.sqrt(1_000 * 0.25 * 0.75));
  await eventually('all records', () => twin.records.length === 1_000);
  expect(twin.records.filter((record) => record.targetGroupArn === 'green')).toHaveLength(green);
  expect(twin.records[0]).toMatchObject({ status: 200, targetStatus: 200 });
});

test('while weights flip under load no request is lost, and none goes to a group of weight 0', async () => {
  const flipped = (green: number) => viewOf([forwardBy({ blue: 100 - green, green })], groups);
  const twin = handMadeTwin([flipped(0)]);
  const { origin } = await started(twin, blueAndGreen);
  const client = clientOf(origin, 16);
  let shown = { green: 0, flips: 0 };
  let failed = 0;
  let misrouted = 0;
  let answered = 0;
  const load = async (): Promise<void> => {
    while (shown.flips < 24) {
      const before = shown;
      const { status, instance } = await get(client);
      const steady = before === shown;
      answered += 1;
      if (status !== 200) failed += 1;
      if (steady && before.green === 0 && instance === 'green') misrouted += 1;
      if (steady && before.green === 100 && instance === 'blue') misrouted += 1;
    }
  };
  const flip = async (): Promise<void> => {
    for (const green of Array.from({ length: 24 }, (_, at) => [10, 100, 50, 0][at % 4] ?? 0)) {
      const until = answered + 100;
      await eventually('a hundred answers', () => answered >= until);
      twin.show(flipped(green));
      shown = { green, flips: shown.flips + 1 };
    }
  };
  await Promise.all([flip(), ...Array.from({ length: 16 }, load)]);
  expect({ failed, misrouted }).toEqual({ failed: 0, misrouted: 0 });
  expect(answered).toBeGreaterThanOrEqual(2_400);
});

test('each node routes by what it has learned itself', async () => {
  const rule = [forwardBy({ blue: 1 })];
  const twin = handMadeTwin([viewOf(rule, groups, 0), viewOf(rule, groups, 1)]);
  const { origin } = await started(twin, blueAndGreen);
  const [first, second] = [clientOf(origin, 1), clientOf(origin, 1)];
  await get(first);
  await get(second);
  twin.show(viewOf([forwardBy({ green: 1 })], groups, 1));
  const half = [(await get(first)).instance, (await get(second)).instance];
  expect(half.sort()).toEqual(['blue', 'green']);
  twin.show(viewOf([forwardBy({ green: 1 })], groups, 0));
  expect([(await get(first)).instance, (await get(second)).instance]).toEqual(['green', 'green']);
});

test('a group without targets is answered 503 and recorded without a group', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], { blue: [] })]);
  const { origin } = await started(twin, {});
  expect((await get(clientOf(origin, 1))).status).toBe(503);
  await eventually('the record', () => twin.records.length === 1);
  expect(twin.records[0]).toMatchObject({ status: 503, targetGroupArn: undefined });
});

test('a target that breaks off is answered 502, also to a client that sends a body', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  let requests = 0;
  const { origin } = await started(twin, {
    b1: (request) => {
      requests += 1;
      request.socket.destroy();
    },
  });
  const client = clientOf(origin, 1);
  expect((await get(client)).status).toBe(502);
  const posted = await client.request({ path: '/', method: 'POST', body: 'x'.repeat(8_000_000) });
  await posted.body.dump();
  expect({ status: posted.statusCode, requests }).toEqual({ status: 502, requests: 2 });
  await eventually('the records', () => twin.records.length === 2);
  expect(twin.records[0]).toMatchObject({ targetGroupArn: 'blue', targetStatus: undefined });
});

test('an instance that does not listen is answered 502', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  const { origin } = await started(twin, {});
  expect((await get(clientOf(origin, 1))).status).toBe(502);
});

test('a silent target is answered 504 after the time-out', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  const { origin } = await started(twin, { b1: () => undefined }, 50);
  expect((await get(clientOf(origin, 1))).status).toBe(504);
});

test('an answer is streamed no faster than the client reads it', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  const whole = 64 * 1024 * 1024;
  let written = 0;
  const { origin } = await started(twin, {
    b1: async (_request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      while (written < whole) {
        written += chunk.length;
        if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
    },
  });
  const answer = await clientOf(origin, 1).request({ path: '/', method: 'GET' });
  let before = -1;
  let looksWithoutChange = 0;
  await eventually('the target to be held back', () => {
    looksWithoutChange = written === before ? looksWithoutChange + 1 : 0;
    before = written;
    return looksWithoutChange === 20;
  });
  expect(written).toBeLessThan(whole);
  expect((await answer.body.arrayBuffer()).byteLength).toBe(whole);
});

test('connections to a target are kept for the next request, unless the target will soon close them', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  const connections = new Set<unknown>();
  let keepAlive = 'timeout=60';
  const { origin } = await started(twin, {
    b1: (request, response) => {
      connections.add(request.socket);
      response.setHeader('keep-alive', keepAlive);
      response.setHeader('connection', 'keep-alive');
      response.end('ok');
    },
  });
  const client = clientOf(origin, 1);
  for (let sent = 0; sent < 5; sent += 1) await get(client);
  expect(connections.size).toBe(1);
  keepAlive = 'timeout=1';
  for (let sent = 0; sent < 3; sent += 1) await get(client);
  expect(connections.size).toBe(3);
});

test('the headers of an answer come before its first byte, and HEAD gets them alone', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  const { origin } = await started(twin, {
    b1: (request, response) => {
      response.setHeader('content-length', '5');
      if (request.method === 'HEAD') response.end();
      else response.flushHeaders();
    },
  });
  const client = clientOf(origin, 2);
  const head = await client.request({ path: '/', method: 'HEAD' });
  expect([head.headers['content-length'], await head.body.text()]).toEqual(['5', '']);
  const begun = await client.request({ path: '/', method: 'GET' });
  expect(begun.headers['content-length']).toBe('5');
  begun.body.destroy();
});

test('a client that leaves early is recorded as 460 and the target is let go', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  let targetLetGo = false;
  let reached = false;
  const { plane } = await started(
    twin,
    {
      b1: (request) => {
        reached = true;
        request.socket.once('close', () => {
          targetLetGo = true;
        });
      },
    },
    60_000,
  );
  const socket = connect(plane.addresses()[0]?.actualPort ?? 0, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: h\r\n\r\n');
  await eventually('the request at the target', () => reached);
  socket.destroy();
  await eventually('the target to be let go', () => targetLetGo);
  await eventually('the record', () => twin.records.length === 1);
  expect(twin.records[0]).toMatchObject({ status: 460, targetStatus: undefined });
});

test('after close nothing listens any more', async () => {
  const twin = handMadeTwin([viewOf([forwardBy({ blue: 1 })], groups)]);
  const { plane, origin } = await started(twin, blueAndGreen);
  await plane.close();
  await expect(get(clientOf(origin, 1))).rejects.toThrow('ECONNREFUSED');
});
