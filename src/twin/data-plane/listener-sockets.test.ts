// Specifies that listeners get, move and lose their sockets while the twin runs.
import { Pool } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import {
  forwardBy,
  handMadeTwin,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import { rawRequest } from '../../../tests/raw-request.ts';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { LISTENER, LOAD_BALANCER } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import { type DataPlane, startDataPlane } from './data-plane.ts';

let bench: TwinBench;
let plane: DataPlane;

beforeEach(async () => {
  bench = twinBench();
  plane = await startDataPlane({ twin: bench.twin, host: { addressOf: () => undefined }, seed: 1 });
});
afterEach(() => plane.close());

function saying(MessageBody: string): readonly JsonObject[] {
  return [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody } }];
}

function createListener(LoadBalancerArn: string, Port: number, text: string): string {
  const DefaultActions = saying(text);
  const request = { LoadBalancerArn, Protocol: 'HTTP', Port, DefaultActions };
  const { Listeners } = bench.twin.elbv2.createListener(request);
  return String((Listeners as JsonObject[])[0]?.['ListenerArn']);
}

/** Resolves when the listeners that can be connected to have these ports. */
async function portsAre(...ports: readonly number[]): Promise<void> {
  await bench.clock.advance(10_000);
  await eventually(`sockets for ${ports}`, () => {
    const open = plane.addresses().map(({ port }) => port);
    return JSON.stringify(open.sort()) === JSON.stringify([...ports].sort());
  });
}

function actualPort(listenerArn: string): number {
  return plane.addresses().find((each) => each.listenerArn === listenerArn)?.actualPort ?? 0;
}

async function textAt(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/`)).text();
}

test('a new listener gets a socket when a node has learned of it', async () => {
  const arn = createListener(LOAD_BALANCER, 8080, 'new');
  expect(plane.addresses()).toHaveLength(1);
  await portsAre(80, 8080);
  expect(await textAt(actualPort(arn))).toBe('new');
});

test('a changed port moves the socket, and the old one is gone when every node knows', async () => {
  const before = actualPort(LISTENER);
  bench.twin.elbv2.modifyListener({
    ListenerArn: LISTENER,
    Port: 81,
    DefaultActions: saying('81'),
  });
  await portsAre(81);
  expect(await textAt(actualPort(LISTENER))).toBe('81');
  await expect(textAt(before)).rejects.toThrow('fetch failed');
});

test('a removed listener loses its socket, also where connections are kept', async () => {
  const before = actualPort(LISTENER);
  const client = new Pool(`http://127.0.0.1:${before}`, { connections: 1 });
  const first = await client.request({ path: '/', method: 'GET' });
  await first.body.dump();
  bench.twin.elbv2.deleteListener({ ListenerArn: LISTENER });
  await portsAre();
  await expect(client.request({ path: '/', method: 'GET' })).rejects.toThrow('ECONNREFUSED');
  await client.destroy();
});

test('a request under way is answered when its listener is removed, and its connection ends', async () => {
  let answer: (() => void) | undefined;
  const host = await realInstances({
    b1: (_request, response) => {
      answer = () => response.end('late');
    },
  });
  const view = viewOf([forwardBy({ blue: 1 })], { blue: ['b1'] });
  const twin = handMadeTwin([view]);
  const own = await startDataPlane({ twin, host, seed: 1 });
  const [address] = own.addresses();
  const bytes = 'GET / HTTP/1.1\r\nHost: h\r\n\r\n';
  const received = rawRequest(address?.actualPort ?? 0, bytes);
  await eventually('the request at the target', () => answer !== undefined);
  twin.show({ ...view, listeners: [] });
  expect(own.addresses()).toEqual([]);
  answer?.();
  const answered = await received;
  expect(answered).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(answered).toContain('late');
  await own.close();
  await host.close();
});

test('listeners of several load balancers have the same port and sockets of their own', async () => {
  const { LoadBalancers } = bench.twin.elbv2.createLoadBalancer({
    Name: 'other',
    Subnets: ['subnet-00000001', 'subnet-00000002'],
  });
  const arn = String((LoadBalancers as JsonObject[])[0]?.['LoadBalancerArn']);
  const listener = createListener(arn, 80, 'other');
  await portsAre(80, 80);
  expect(await textAt(actualPort(listener))).toBe('other');
  expect(actualPort(listener)).not.toBe(actualPort(LISTENER));
  const taken = expect.objectContaining({ code: 'DuplicateListener' });
  expect(() => createListener(arn, 80, 'second')).toThrow(taken);
  bench.twin.elbv2.deleteLoadBalancer({ LoadBalancerArn: arn });
  await portsAre(80);
});
