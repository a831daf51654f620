// Tests of what a twin tells other people's clients.
import { expect, test } from 'vitest';
import { clientEnvironment } from './client-environment.ts';

test('clients of AWS and Spot are sent to the twin, with keys that open nothing else', () => {
  const spot = { accountId: 'act-1', token: 'local' };
  expect(clientEnvironment('http://127.0.0.1:1', { region: 'eu-west-1', spot })).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'twin',
    SPOTINST_BASE_URL: 'http://127.0.0.1:1',
    SPOTINST_TOKEN: 'local',
    SPOTINST_ACCOUNT: 'act-1',
  });
});
