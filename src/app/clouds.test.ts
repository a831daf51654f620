// Which clients a run gets: real ones by its connectors, or ones that cannot leave this machine.
import { afterEach, expect, test, vi } from 'vitest';
import { startAnsweringServer } from '../../tests/answering-server.ts';
import { LISTENER, queryAnswer } from '../../tests/aws-answers.ts';
import { cloudErrorOf } from '../../tests/cloud-error-of.ts';
import { refusedAddresses } from '../../tests/loopback-only.ts';
import { spotAnswer } from '../../tests/spot-answers.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Connector } from '../pipeline/pipeline.ts';
import { readIdentity } from './clouds/identity.ts';
import { createClouds } from './clouds.ts';

const position = { file: 'connectors.yaml', line: 1, column: 1 } as Connector['position'];

function connector(identifier: string, type: string, credential: JsonObject): Connector {
  return { identifier, name: identifier, type, spec: { credential }, position };
}

const inherited = connector('aws', 'Aws', { type: 'InheritFromDelegate' });
const spot = connector('spot', 'Spot', {
  type: 'PermanentTokenConfig',
  spec: { spotAccountId: 'act-1', apiTokenRef: 'account.spotToken' },
});
const noSecrets = (): undefined => undefined;

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each(['http://10.0.0.1:80', 'https://127.0.0.1', 'http://localhost.example', 'nonsense'])(
  'a twin at %s is refused',
  (url) => {
    const world = { kind: 'twin', url } as const;
    expect(() => createClouds({ connectors: [], world, secrets: noSecrets })).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'NotLoopback' }),
    );
  },
);

test("on the twin nothing of the environment's cloud settings is used", async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer('DescribeRules', '<Rules></Rules>'),
  );
  await using stranger = await startAnsweringServer(() => 'broken');
  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIAREAL',
    AWS_SECRET_ACCESS_KEY: 'real',
    AWS_SESSION_TOKEN: 'real-session',
    AWS_PROFILE: 'production',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: stranger.url,
    AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: stranger.url,
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_USE_DUALSTACK_ENDPOINT: 'true',
    AWS_MAX_ATTEMPTS: '5',
    AWS_SDK_UA_APP_ID: 'theirs',
    AWS_DEFAULTS_MODE: 'auto',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const refused = refusedAddresses.length;
  const manual = connector('aws', 'Aws', {
    type: 'ManualConfig',
    spec: { accessKey: 'AKIACONNECTOR', secretKeyRef: 'missing' },
  });
  const clouds = createClouds({
    connectors: [manual],
    world: { kind: 'twin', url: server.url },
    secrets: noSecrets,
  });
  await clouds.loadBalancers('aws', 'eu-west-1').rules(LISTENER);
  const headers = JSON.stringify(server.received.map((request) => request.headers));
  expect(headers).toContain('Credential=twin/');
  expect(headers).toContain('/eu-west-1/elasticloadbalancing/');
  expect(headers).not.toMatch(/AKIA|real|theirs|us-east-1/);
  expect(stranger.received).toHaveLength(0);
  expect(refusedAddresses).toHaveLength(refused);
});

test('on the twin a Spot connector uses its own token where it has a value, else a dummy', async () => {
  await using server = await startAnsweringServer(() => spotAnswer([]));
  const world = { kind: 'twin', url: server.url } as const;
  vi.stubEnv('SPOTINST_TOKEN', 'real');
  const secrets = (id: string): string | undefined => (id === 'spotToken' ? 'given' : undefined);
  await createClouds({ connectors: [spot], world, secrets })
    .elastigroups('spot')
    .list();
  await createClouds({ connectors: [spot], world, secrets: noSecrets })
    .elastigroups('spot')
    .list();
  expect(server.received.map((request) => request.headers['authorization'])).toEqual([
    'Bearer given',
    'Bearer twin',
  ]);
});

test('clients are made once per connector and region', () => {
  const world = { kind: 'twin', url: 'http://127.0.0.1:1' } as const;
  const clouds = createClouds({ connectors: [inherited, spot], world, secrets: noSecrets });
  expect(clouds.metrics('aws', 'eu-west-1')).toBe(clouds.metrics('aws', 'eu-west-1'));
  expect(clouds.loadBalancers('aws', 'eu-west-1')).not.toBe(
    clouds.loadBalancers('aws', 'us-east-1'),
  );
  expect(clouds.elastigroups('spot')).toBe(clouds.elastigroups('spot'));
});

const keys: JsonObject = { accessKey: 'AKIA1', secretKeyRef: 'awsSecret' };
const token: JsonObject = { apiTokenRef: 'spotToken' };

test.each<[string, Connector, string]>([
  ['another connector', connector('other', 'Aws', { type: 'Irsa' }), 'UnknownConnector'],
  ['a connector of another type', { ...spot, identifier: 'aws' }, 'WrongConnectorType'],
  [
    'a way to log in that we do not know',
    connector('aws', 'Aws', { type: 'Oidc' }),
    'InvalidConnector',
  ],
  [
    'no access key',
    connector('aws', 'Aws', { type: 'ManualConfig', spec: { secretKeyRef: 'awsSecret' } }),
    'InvalidConnector',
  ],
  [
    'a secret without a value',
    connector('aws', 'Aws', { type: 'ManualConfig', spec: keys }),
    'SecretMissing',
  ],
])('on AWS %s is refused before anything is sent', (_, given, code) => {
  const clouds = createClouds({
    connectors: [given],
    world: { kind: 'aws' },
    secrets: noSecrets,
  });
  expect(() => clouds.loadBalancers('aws', 'eu-west-1')).toThrow(
    expect.objectContaining({ kind: 'invalid', code }),
  );
});

test.each<[string, JsonObject, string]>([
  ['no account', token, 'AccountIdMissing'],
  ['an empty account', { ...token, spotAccountId: '' }, 'AccountIdMissing'],
  ['an account whose secret has no value', { ...token, spotAccountIdRef: 'nil' }, 'SecretMissing'],
  ['a token without a value', { spotAccountId: 'act-1', apiTokenRef: 'nil' }, 'SecretMissing'],
])('on AWS a Spot connector with %s is refused', (_, spec, code) => {
  const given = connector('spot', 'Spot', { type: 'PermanentTokenConfig', spec });
  const secrets = (id: string): string | undefined => (id === 'spotToken' ? 't' : undefined);
  const clouds = createClouds({ connectors: [given], world: { kind: 'aws' }, secrets });
  expect(() => clouds.elastigroups('spot')).toThrow(
    expect.objectContaining({ kind: 'invalid', code }),
  );
});

test('a run can say who it is before it writes', async () => {
  await using server = await startAnsweringServer(() =>
    queryAnswer(
      'GetCallerIdentity',
      '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/twin</Arn>',
    ),
  );
  const identity = await readIdentity({
    connectors: [inherited, spot],
    world: { kind: 'twin', url: server.url },
    secrets: noSecrets,
    awsConnectorRef: 'aws',
    region: 'eu-west-1',
    spotConnectorRef: 'spot',
  });
  expect(identity).toEqual({
    awsAccountId: '123456789012',
    awsArn: 'arn:aws:iam::123456789012:user/twin',
    region: 'eu-west-1',
    spotAccountId: 'act-1',
  });
});

test('on AWS real calls go to AWS alone, which no test can reach', async () => {
  const secrets = (id: string): string | undefined => (id === 'awsSecret' ? 's' : 't');
  const clouds = createClouds({
    connectors: [connector('aws', 'Aws', { type: 'ManualConfig', spec: keys }), spot],
    world: { kind: 'aws' },
    secrets,
  });
  const before = refusedAddresses.length;
  await cloudErrorOf(() => clouds.loadBalancers('aws', 'eu-west-1').rules(LISTENER));
  await cloudErrorOf(() => clouds.elastigroups('spot').list());
  expect(refusedAddresses.slice(before)).toEqual([
    'elasticloadbalancing.eu-west-1.amazonaws.com',
    'api.spotinst.io',
  ]);
});
