// Every way in which a call to Spot can fail, over a real connection, as the kind that the caller acts by.
import { expect, test } from 'vitest';
import {
  closedAddress,
  type GivenAnswer,
  startAnsweringServer,
} from '../../../tests/answering-server.ts';
import { cloudErrorOf } from '../../../tests/cloud-error-of.ts';
import { spotError } from '../../../tests/spot-answers.ts';
import type { CloudError } from '../cloud-error.ts';
import type { Elastigroups } from '../elastigroups.ts';
import { createSpotElastigroups } from './elastigroups.ts';

const TOKEN = 'very-secret-token';

function adapterAt(baseUrl: string, timeoutMs = 10_000): Elastigroups {
  return createSpotElastigroups({
    baseUrl,
    accountId: 'act-1',
    token: () => TOKEN,
    timeoutMs,
  });
}

async function failures(given: GivenAnswer): Promise<{ read: CloudError; write: CloudError }> {
  await using server = await startAnsweringServer(() => given);
  const groups = adapterAt(server.url, given === 'never' ? 300 : undefined);
  const read = await cloudErrorOf(() => groups.read('sig-1'));
  const write = await cloudErrorOf(() => groups.rename('sig-1', 'shop'));
  expect(server.received, 'no call is repeated').toHaveLength(2);
  return { read, write };
}

const tooMany = (headers: Readonly<Record<string, string>>): GivenAnswer => ({
  status: 429,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({
    response: { status: { code: 429, message: 'Too Many Requests' }, data: 'Rate limit exceeded' },
  }),
});

test.each([
  [400, 'GROUP_DOESNT_EXIST', 'not-found'],
  [401, 'UNAUTHORIZED', 'denied'],
  [403, 'FORBIDDEN', 'denied'],
  [400, 'Throttling', 'throttled'],
  [400, 'RequestLimitExceeded', 'throttled'],
  [500, 'Throttling', 'throttled'],
  [400, 'InvalidParameterValue', 'invalid'],
  [400, 'CANT_VALIDATE_IMAGE', 'invalid'],
  [400, 'CANT_ROLL_CAPACITY_BELOW_MINIMUM', 'conflict'],
  [409, 'SOMETHING', 'conflict'],
  [302, 'MOVED', 'invalid'],
])('HTTP %i with %s is %s, for reads and writes alike', async (status, code, kind) => {
  const { read, write } = await failures(spotError(status, code, 'because'));
  expect([read.kind, write.kind]).toEqual([kind, kind]);
  expect([read.code, write.code]).toEqual([code, code]);
  expect(read.message).toBe('Spot "read sig-1" was refused: because');
});

test.each<[string, Readonly<Record<string, string>>, number | undefined]>([
  ['Retry-After', { 'retry-after': '7' }, 7_000],
  ['X-RateLimit-Reset', { 'x-ratelimit-limit': '10', 'x-ratelimit-reset': '42' }, 42_000],
  ['no header', {}, undefined],
])('a 429 is throttled and waits as its header says (%s)', async (_, headers, retryAfterMs) => {
  const { write } = await failures(tooMany(headers));
  expect([write.kind, write.retryAfterMs]).toEqual(['throttled', retryAfterMs]);
  expect(write.message).toContain('Rate limit exceeded');
});

test.each<[string, GivenAnswer]>([
  ['a failure of the service', spotError(500, 'INTERNAL', 'oops')],
  ['a gateway without an envelope', { status: 502, body: '<html>Bad Gateway</html>' }],
  ['a success that is not an envelope', { status: 200, body: '<html>Welcome</html>' }],
  ['a success that lists errors', spotError(200, 'HALF_DONE', 'partly')],
  ['a cut connection', 'broken'],
  ['an answer cut in the middle', 'half'],
  ['silence', 'never'],
])('%s makes a read unavailable and the outcome of a write unknown', async (_, given) => {
  const { read, write } = await failures(given);
  expect([read.kind, write.kind]).toEqual(['unavailable', 'unknown-outcome']);
});

test('a write that nobody listened to was certainly not sent', async () => {
  const groups = adapterAt(await closedAddress());
  const error = await cloudErrorOf(() => groups.create({ name: 'green' }));
  expect([error.kind, error.code]).toEqual(['unavailable', 'ECONNREFUSED']);
});

test('a redirect is not followed: the token stays with Spot', async () => {
  await using stranger = await startAnsweringServer(() => 'broken');
  await using server = await startAnsweringServer(() => ({
    status: 307,
    headers: { location: stranger.url },
    body: '',
  }));
  const error = await cloudErrorOf(() => adapterAt(server.url).rename('sig-1', 'shop'));
  expect(error.kind).toBe('invalid');
  expect(stranger.received).toHaveLength(0);
});

test('no failure tells the token', async () => {
  const { read, write } = await failures('broken');
  const refused = await failures(spotError(401, 'UNAUTHORIZED', 'bad token'));
  for (const error of [read, write, refused.read]) {
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(TOKEN);
  }
});
