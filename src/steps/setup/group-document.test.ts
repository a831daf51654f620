// The green group's document, and what a user's document may not hold.
import { expect, test } from 'vitest';
import { isJsonObject, type JsonObject } from '../../lib/json.ts';
import { drainingSeconds, greenDocument, targetGroupsOf } from './group-document.ts';
import { objectionsTo } from './refuse-document.ts';

const STAGE = 'arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/green/1';

function made(group: JsonObject, startupScript?: string): JsonObject {
  return greenDocument({
    deployment: {
      service: { identifier: 'shop', name: 'shop' },
      environment: { identifier: 'prod', name: 'prod' },
      infrastructure: { identifier: 'spot', name: 'spot' },
      spotConnectorRef: 'spot',
      groupDocument: { group },
      amiId: 'ami-2',
      ...(startupScript === undefined ? {} : { startupScript }),
    },
    name: 'shop__STAGE__Harness',
    targetGroupArns: [STAGE],
    deregistrationDelayMs: 300_000,
  });
}

test('what only an existing group has is dropped, and nulls with it', () => {
  const document = made({
    id: 'sig-1',
    createdAt: 'x',
    updatedAt: 'y',
    description: null,
    region: 'r',
  });
  expect(Object.keys(document).sort()).toEqual([
    'capacity',
    'compute',
    'name',
    'region',
    'strategy',
  ]);
});

test('the group starts empty, on the stage target group and with the image of the deployment', () => {
  const document = made({
    capacity: { minimum: 3, target: 5, maximum: 9, unit: 'instance' },
    compute: {
      launchSpecification: {
        imageId: 'ami-1',
        loadBalancersConfig: { loadBalancers: [{ name: 'old', arn: 'old', type: 'TARGET_GROUP' }] },
      },
    },
  });
  expect(document['capacity']).toEqual({ minimum: 0, target: 0, maximum: 0, unit: 'instance' });
  expect(document).toMatchObject({ compute: { launchSpecification: { imageId: 'ami-2' } } });
  expect(targetGroupsOf(document)).toEqual([STAGE]);
});

test.each([
  [120, 300],
  [900, 900],
  [undefined, 300],
])('a draining time of %s becomes %i seconds beside a delay of 300', (given, kept) => {
  const strategy = given === undefined ? {} : { drainingTimeout: given };
  expect(drainingSeconds(made({ strategy }))).toBe(kept);
});

test('scheduled tasks are created disabled', () => {
  const tasks = [{ taskType: 'scale', isEnabled: true }, { taskType: 'roll' }];
  expect(made({ scheduling: { tasks } })['scheduling']).toEqual({
    tasks: [
      { taskType: 'scale', isEnabled: false },
      { taskType: 'roll', isEnabled: false },
    ],
  });
});

test('the startup script goes in as base64 of its UTF-8', () => {
  const compute = made({}, 'echo "größer"')['compute'];
  const launch = isJsonObject(compute) ? compute['launchSpecification'] : undefined;
  const userData = isJsonObject(launch) ? String(launch['userData']) : '';
  expect(Buffer.from(userData, 'base64').toString('utf8')).toBe('echo "größer"');
});

test.each([
  ['itf', { compute: { launchSpecification: { itf: { loadBalancers: [] } } } }],
  ['codeDeploy', { thirdPartiesIntegration: { codeDeploy: { deploymentGroups: [1] } } }],
  ['elasticBeanstalk', { thirdPartiesIntegration: { elasticBeanstalk: { environmentId: 'e' } } }],
  ['ecs', { thirdPartiesIntegration: { ecs: { clusterName: 'c' } } }],
  ['persistence', { strategy: { persistence: { shouldPersistRootDevice: true } } }],
  ['elasticIps', { compute: { elasticIps: ['eip-1'] } }],
  ['privateIps', { compute: { privateIps: ['10.0.0.1'] } }],
])('%s is refused', (name, group) => {
  expect(objectionsTo({ group }).join()).toContain(name);
});

test('empty members are no objection', () => {
  const group = {
    strategy: { persistence: {} },
    thirdPartiesIntegration: { codeDeploy: null },
    compute: { elasticIps: [], privateIps: null },
  };
  expect(objectionsTo({ group })).toEqual([]);
});
