// Every call that Spot describes is either served or refused by name.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { thirdPartyFile } from '../../../tests/third-party.ts';
import { twinBench } from '../../../tests/twin-bench.ts';
import { twinWorld } from '../../../tests/twin-world.ts';
import type { JsonObject } from '../../lib/json.ts';
import { answerSpot } from './spot-routes.ts';

const METHODS = ['get', 'post', 'put', 'delete'];
const file = thirdPartyFile('spot-openapi/spot-elastigroup-aws.openapi.json');

function send(bench: ReturnType<typeof twinBench>, method: string, path: string) {
  const answer = answerSpot(bench.twin, bench.clock.now(), {
    method,
    url: new URL(`${path}?accountId=act-twin`, 'http://spot'),
    headers: { authorization: 'Bearer twin' },
    body: '{}',
  });
  if (typeof answer === 'string') throw new Error(`the answer was ${answer}`);
  const { response } = JSON.parse(Buffer.from(answer.body).toString());
  return { ...answer, code: response.errors?.[0]?.code as string | undefined, response };
}

test.skipIf(file === undefined)(
  'no call of the description is unknown, and what is left out says so (needs third-party data)',
  () => {
    const bench = twinBench();
    const { paths }: JsonObject = JSON.parse(readFileSync(file ?? '', 'utf8'));
    const refused: string[] = [];
    let served = 0;
    for (const [path, methods] of Object.entries(paths as JsonObject)) {
      for (const method of METHODS.filter((each) => each in (methods as JsonObject))) {
        const { code } = send(bench, method.toUpperCase(), path.replaceAll(/[{}]/g, ''));
        expect({ method, path, code }).not.toMatchObject({ code: 'NOT_FOUND' });
        if (code === 'NOT_MODELLED') refused.push(path.split('/')[5] ?? path);
        else served += 1;
      }
    }
    expect(served).toBe(37);
    expect([...new Set(refused)].sort()).toEqual([
      '/aws/ec2/statefulMigrationGroup',
      '/aws/ec2/statefulMigrationGroup/{statefulMigrationGroupId}',
      'beanstalk',
      'clusterRoll',
      'codeDeploy',
      'import',
      'itf',
      'statefulInstance',
      'userAction',
    ]);
  },
);

test('a path that nobody describes is not found', () => {
  expect(send(twinBench(), 'GET', '/aws/ec2/group/sig-00000001/nothing')).toMatchObject({
    status: 404,
    code: 'NOT_FOUND',
  });
});

test('a refused call has another body, and its headers tell how long to wait', async () => {
  const bench = twinBench(twinWorld({ limits: { spotRequestsPerMinute: 2 } }));
  const list = () => send(bench, 'GET', '/aws/ec2/group');
  expect(list().headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' });
  list();
  await bench.clock.advance(20_000);
  const refused = list();
  expect(refused).toMatchObject({ status: 429, headers: { 'x-ratelimit-remaining': '0' } });
  expect(refused.headers).toMatchObject({ 'x-ratelimit-reset': '60' });
  expect(refused.headers).not.toHaveProperty('retry-after');
  expect(refused.response).toEqual({
    status: { code: 429, message: 'Too Many Requests' },
    data: 'Rate limit exceeded',
  });
  expect(send(bench, 'POST', '/aws/ec2/group').status).toBe(400);
});

test('a throttle that was injected leaves nothing over either', () => {
  const bench = twinBench();
  bench.twin.inject({ kind: 'throttle', service: 'spot', operation: 'list', times: 1 });
  expect(send(bench, 'GET', '/aws/ec2/group')).toMatchObject({
    status: 429,
    headers: { 'x-ratelimit-remaining': '0' },
  });
});
