// Rule transforms with real sockets: what the target gets, and what the client gets when one fails.
import { request as httpRequest } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import {
  forwardBy,
  handMadeTwin,
  realInstances,
  viewOf,
} from '../../../tests/hand-made-routing.ts';
import type { TransformsView } from '../routing-view.ts';
import { startDataPlane } from './data-plane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The status, and what the target saw of the request. */
async function sent(transforms: TransformsView, path: string, host: string) {
  const rule = { ...forwardBy({ echo: 1 }), transforms };
  const twin = handMadeTwin([viewOf([rule], { echo: ['e1'] })]);
  const instances = await realInstances({
    e1: (request, response) => {
      response.end(JSON.stringify({ url: request.url, host: request.headers.host }));
    },
  });
  closing.push(() => instances.close());
  const plane = await startDataPlane({ twin, host: instances, seed: 1 });
  closing.push(() => plane.close());
  const port = plane.addresses()[0]?.actualPort ?? 0;
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers: { host, connection: 'close' } };
    httpRequest(options, (response) => {
      response
        .setEncoding('utf8')
        .toArray()
        .then(
          (chunks) => resolve({ status: response.statusCode ?? 0, body: chunks.join('') }),
          reject,
        );
    })
      .once('error', reject)
      .end();
  });
  return { ...answer, records: twin.records };
}

test('the target gets the rewritten host and address', async () => {
  const transforms = {
    host: { regex: '^(.*)\\.example$', replace: '$1.inner' },
    url: { regex: '^/api', replace: '' },
  };
  const { status, body } = await sent(transforms, '/api/users?page=2', 'shop.example');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ url: '/users?page=2', host: 'shop.inner' });
});

test('a request that no pattern matches goes on as it came', async () => {
  const transforms = { url: { regex: '^/api', replace: '' } };
  const { body } = await sent(transforms, '/users', 'shop.example');
  expect(JSON.parse(body)).toEqual({ url: '/users', host: 'shop.example' });
});

test('a rewrite that leaves no address is answered with 500, and no target is asked', async () => {
  const transforms = { url: { regex: '^/', replace: '' } };
  const { status, records } = await sent(transforms, '/', 'shop.example');
  expect(status).toBe(500);
  expect(records).toMatchObject([{ status: 500, targetStatus: undefined }]);
});
