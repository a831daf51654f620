// How each kind of Aws connector comes to its credentials.
import { afterEach, expect, test, vi } from 'vitest';
import { refusedAddresses } from '../../../tests/loopback-only.ts';
import type { AwsKeys } from '../../cloud/aws/credentials.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Connector } from '../../pipeline/pipeline.ts';
import { credentialsOf } from './aws-connector.ts';

const secrets = (id: string): string | undefined =>
  new Map([
    ['awsKey', 'AKIAREF'],
    ['awsSecret', 'hush'],
    ['awsSession', 'session'],
  ]).get(id);

async function keysOf(credential: JsonObject): Promise<AwsKeys> {
  const position = { file: 'aws.yaml', line: 1, column: 1 } as Connector['position'];
  const connector = { identifier: 'aws', name: 'aws', type: 'Aws', spec: { credential }, position };
  const credentials = credentialsOf(connector, secrets, 'eu-west-1');
  return typeof credentials === 'function' ? credentials() : credentials;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test('ManualConfig takes its key as text and its secret by reference', async () => {
  const spec = { accessKey: 'AKIATEXT', secretKeyRef: 'awsSecret' };
  expect(await keysOf({ type: 'ManualConfig', spec })).toEqual({
    accessKeyId: 'AKIATEXT',
    secretAccessKey: 'hush',
  });
});

test('ManualConfig takes everything by reference, a scope before the name included', async () => {
  const spec = {
    accessKeyRef: 'account.awsKey',
    secretKeyRef: 'org.awsSecret',
    sessionTokenRef: 'awsSession',
  };
  expect(await keysOf({ type: 'ManualConfig', spec })).toEqual({
    accessKeyId: 'AKIAREF',
    secretAccessKey: 'hush',
    sessionToken: 'session',
  });
});

test.each(['InheritFromDelegate', 'Irsa'])('%s is the default chain of the SDK', async (type) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAENV');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'env');
  expect(await keysOf({ type })).toMatchObject({ accessKeyId: 'AKIAENV', secretAccessKey: 'env' });
});

test("cross-account access asks the region's STS for the role", async () => {
  const before = refusedAddresses.length;
  const spec = { accessKey: 'AKIATEXT', secretKeyRef: 'awsSecret' };
  const crossAccountAccess = {
    crossAccountRoleArn: 'arn:aws:iam::210987654321:role/deployer',
    externalId: 'shop',
  };
  await expect(keysOf({ type: 'ManualConfig', spec, crossAccountAccess })).rejects.toThrow(
    'only this machine is allowed',
  );
  expect(refusedAddresses.slice(before)).toEqual(['sts.eu-west-1.amazonaws.com']);
});
