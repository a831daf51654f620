// Specifies over real sockets what the load balancer says itself, and the line it logs for each request.
import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../../tests/eventually.ts';
import {
  forwardBy,
  handMadeTwin,
  named,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import type { RuleView } from '../routing-view.ts';
import { startDataPlane } from './data-plane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function started(rules: readonly RuleView[], writeAccessLog?: (line: string) => void) {
  const twin = handMadeTwin([viewOf(rules, { blue: ['b1'], green: ['g1'] })]);
  const host = await realInstances({ b1: named('blue'), g1: named('green') });
  closing.push(() => host.close());
  const clock = { now: () => Date.UTC(2026, 0, 5, 12) };
  const log = writeAccessLog === undefined ? {} : { writeAccessLog };
  const plane = await startDataPlane({ twin, host, seed: 1, clock, ...log });
  closing.push(() => plane.close());
  const port = plane.addresses()[0]?.actualPort ?? 0;
  return (path: string, options: { method?: string; localAddress?: string } = {}) =>
    new Promise<Answered>((resolve, reject) => {
      const headers = { host: 'shop.example', 'user-agent': 'say "hi"' };
      const to = { host: '127.0.0.1', port, path, headers, agent: false, ...options };
      const sent = request(to, (response) => {
        response.resume();
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers }),
        );
      });
      sent.once('error', reject);
      sent.end();
    });
}

const redirect: RuleView = {
  arn: 'arn:rule/redirect',
  priority: 5,
  conditions: [{ field: 'path-pattern', values: ['/old/*'] }],
  action: {
    type: 'redirect',
    status: 301,
    protocol: 'HTTPS',
    host: '#{host}',
    port: '443',
    path: '/new/#{path}',
    query: '#{query}',
  },
};
const toGreen = forwardBy({ green: 1 });
const toBlue: RuleView = { ...forwardBy({ blue: 1 }), priority: 0 };

test('a redirect is answered with its place', async () => {
  const send = await started([redirect, toBlue]);
  expect(await send('/old/a?b=1')).toMatchObject({
    status: 301,
    headers: { location: 'https://shop.example:443/new/old/a?b=1', server: 'awselb/2.0' },
  });
});

test('methods, parameters and addresses choose the rule', async () => {
  const send = await started([
    { ...toGreen, conditions: [{ field: 'http-request-method', values: ['PUT'] }] },
    {
      ...toGreen,
      conditions: [{ field: 'query-string', values: [{ key: 'canary', value: 'yes' }] }],
    },
    { ...toGreen, conditions: [{ field: 'source-ip', values: ['127.0.0.64/26'] }] },
    toBlue,
  ]);
  const answers = [
    await send('/', { method: 'PUT' }),
    await send('/?a=b&canary=YES'),
    await send('/', { localAddress: '127.0.0.70' }),
    await send('/?canary=no', { localAddress: '127.0.0.2' }),
  ];
  expect(answers.map(({ headers }) => headers['x-instance'])).toEqual([
    'green',
    'green',
    'green',
    'blue',
  ]);
});

test('cookies of the load balancer come beside the answer of the target', async () => {
  const { action } = toBlue;
  const send = await started([{ ...toBlue, action: { ...action, stickyMs: 60_000 } as never }]);
  const { headers } = await send('/');
  expect(headers['set-cookie']).toHaveLength(2);
  expect(headers['x-instance']).toBe('blue');
});

test('each request is logged in one line of AWS’s fields', async () => {
  const lines: string[] = [];
  const send = await started([redirect, toBlue], (line) => lines.push(line));
  await send('/a?b=1');
  await send('/old/x');
  await eventually('two lines', () => lines.length === 2);
  const fields = (line: string | undefined) => line?.match(/"[^"]*"|\S+/g) ?? [];
  const [forwarded, redirected] = lines.map(fields);
  expect(forwarded).toHaveLength(30);
  expect(redirected).toHaveLength(30);
  expect(forwarded?.slice(0, 3)).toEqual(['http', '2026-01-05T12:00:00.000Z', 'shop']);
  expect(forwarded?.[4]).toBe('b1:8080');
  expect(forwarded?.slice(8, 10)).toEqual(['200', '200']);
  expect(forwarded?.slice(12, 14)).toEqual([
    '"GET http://shop.example:80/a?b=1 HTTP/1.1"',
    '"say \\x22hi\\x22"',
  ]);
  expect(forwarded?.[16]).toBe('blue');
  expect(forwarded?.slice(20, 23)).toEqual(['0', '2026-01-05T12:00:00.000Z', '"forward"']);
  expect(redirected?.slice(4, 10)).toEqual(['-', '-1', '-1', '-1', '301', '-']);
  expect(redirected?.slice(20, 24)).toEqual([
    '5',
    '2026-01-05T12:00:00.000Z',
    '"redirect"',
    '"https://shop.example:443/new/old/x"',
  ]);
});

test('the log tells a fixed answer from a forward that found no target, whatever the status', async () => {
  const lines: string[] = [];
  const fixed = {
    arn: 'arn:rule/fixed',
    priority: 1,
    conditions: [{ field: 'path-pattern' as const, values: ['/fixed'] }],
    action: { type: 'fixed-response' as const, status: 503, body: 'closed' },
  };
  const lost = { ...toBlue, transforms: { url: { regex: '^/lost', replace: '' } } };
  const send = await started([fixed, lost], (line) => lines.push(line));
  expect([(await send('/fixed')).status, (await send('/lost')).status]).toEqual([503, 500]);
  await eventually('two lines', () => lines.length === 2);
  expect(lines.map((line) => line.match(/"[^"]*"|\S+/g)?.[22])).toEqual([
    '"fixed-response"',
    '"forward"',
  ]);
});
