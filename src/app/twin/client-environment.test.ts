// Tests of what a twin tells other people's clients.
import { expect, test } from 'vitest';
import { clientEnvironment } from './client-environment.ts';

test('clients of AWS and Spot are sent to the twin, with keys that open nothing else', () => {
  const spot = { accountId: 'act-1', token: 'local' };
  expect(clientEnvironment('http://127.0.0.1:1', { region: 'eu-west-1', spot })).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'twin',
    SPOTINST_BASE_URL: 'http://127.0.0.1:1',
    SPOTINST_TOKEN: 'local',
    SPOTINST_ACCOUNT: 'act-1',
  });
});

test('clients get the first keys of a world that has some', () => {
  const spot = { accountId: 'act-1', token: 'local' };
  const credentials = [{ accessKeyId: 'A', secretAccessKey: 'S', sessionToken: 'T' }];
  expect(clientEnvironment('http://127.0.0.1:1', { region: 'r', spot, credentials })).toMatchObject(
    {
      AWS_ACCESS_KEY_ID: 'A',
      AWS_SECRET_ACCESS_KEY: 'S',
      AWS_SESSION_TOKEN: 'T',
    },
  );
});
