// What only the wire has: tokens, accounts, and who the caller is.
import { expect, test } from 'vitest';
import { readIdentity } from '../../src/app/clouds/identity.ts';
import { createSpotElastigroups } from '../../src/cloud/spot/elastigroups.ts';
import { startTwinServer } from '../../src/twin/http/start-twin-server.ts';
import { cloudErrorOf } from '../cloud-error-of.ts';
import { LIVE_GROUP } from '../twin-world.ts';
import { type CloudBench, openBench, REGION } from './clouds/cloud-bench.ts';
import { httpClouds, httpConnectors } from './clouds/over-http.ts';

interface Served extends AsyncDisposable {
  readonly bench: CloudBench;
  readonly url: string;
}

async function serve(): Promise<Served> {
  let url = '';
  const bench = await openBench(async (twin, clock) => {
    const server = await startTwinServer({ twin, clock });
    url = server.url;
    return { clouds: httpClouds(url, twin.spec.spot.accountId, 'twin'), close: server.close };
  });
  return { bench, url, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

test.each([
  ['a wrong token', 'act-twin', 'wrong', 'UNAUTHORIZED'],
  ['an account that the token does not reach', 'act-other', 'twin', 'FORBIDDEN'],
])('with %s Spot denies reads and writes, and nothing changes', async (_, account, token, code) => {
  await using served = await serve();
  const groups = httpClouds(served.url, account, token).elastigroups('spot');
  const read = await cloudErrorOf(() => groups.list());
  const write = await cloudErrorOf(() => groups.rename(LIVE_GROUP, 'other'));
  expect([read.kind, read.code]).toEqual(['denied', code]);
  expect([write.kind, write.code]).toEqual(['denied', code]);
  expect((await served.bench.elastigroups.read(LIVE_GROUP)).name).toBe('shop');
});

test('a token that was renewed while a run went on is used from then on', async () => {
  await using served = await serve();
  let token = 'old';
  const groups = createSpotElastigroups({
    baseUrl: served.url,
    accountId: 'act-twin',
    token: () => token,
    timeoutMs: 5_000,
  });
  expect((await cloudErrorOf(() => groups.list())).kind).toBe('denied');
  token = 'twin';
  expect(await groups.list()).toHaveLength(1);
});

test('a run learns from the cloud who it is', async () => {
  await using served = await serve();
  const identity = await readIdentity({
    connectors: httpConnectors('act-twin'),
    world: { kind: 'twin', url: served.url },
    secrets: () => 'twin',
    awsConnectorRef: 'aws',
    region: REGION,
    spotConnectorRef: 'spot',
  });
  expect(identity).toMatchObject({
    awsAccountId: '123456789012',
    region: 'us-east-1',
    spotAccountId: 'act-twin',
  });
});
