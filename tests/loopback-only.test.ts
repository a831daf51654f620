// The guard of the tests itself: no client of Node gets past it.
import http from 'node:http';
import https from 'node:https';
import { expect, test } from 'vitest';
import { refusedAddresses } from './loopback-only.ts';

function messageOf(request: http.ClientRequest): Promise<string> {
  return new Promise((resolve) => {
    request.on('error', (error) => resolve(error.message));
  });
}

async function fetchMessage(url: string): Promise<string> {
  const error = await fetch(url).catch((thrown: Error) => thrown);
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : 'no error';
}

test.each<[string, () => Promise<string>]>([
  ['http', () => messageOf(http.get('http://cloud.example/'))],
  ['https', () => messageOf(https.get('https://cloud.example/'))],
  ['fetch', () => fetchMessage('http://cloud.example/')],
  ['fetch over TLS', () => fetchMessage('https://cloud.example/')],
])('a request by %s to another machine is refused and noted', async (_, attempt) => {
  const before = refusedAddresses.length;
  expect(await attempt()).toBe(
    'a test tried to connect to cloud.example; only this machine is allowed',
  );
  expect(refusedAddresses.slice(before)).toEqual(['cloud.example']);
});
