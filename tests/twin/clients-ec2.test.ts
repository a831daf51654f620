// Amazon's present EC2 client against the twin: images and instances, filters, pages, waiters and errors.
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EC2Client,
  paginateDescribeInstances,
  waitUntilImageAvailable,
  waitUntilInstanceRunning,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AMI_1, AMI_2, GREEN, groupDocument, LIVE_GROUP } from '../twin-world.ts';
import { awsSettings, type ServedApis, serveApis } from './served-apis.ts';

let apis: ServedApis;
let ec2: EC2Client;

beforeAll(async () => {
  apis = await serveApis();
  ec2 = new EC2Client({ ...awsSettings(apis.url), maxAttempts: 3 });
});

beforeEach(() => apis.twin.clearFaults());

afterAll(async () => {
  ec2.destroy();
  await apis.close();
});

const ofGroup = (id: string) => [{ Name: 'tag:spotinst:aws:ec2:group:id', Values: [id] }];

test('it finds images by id and by filter, and waits for one', async () => {
  const all = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
  expect(all.Images?.map((each) => each.ImageId)).toEqual([AMI_1, AMI_2]);
  const Filters = [{ Name: 'name', Values: ['*-2'] }];
  const [image] = (await ec2.send(new DescribeImagesCommand({ Filters }))).Images ?? [];
  expect(image).toMatchObject({
    ImageId: AMI_2,
    State: 'available',
    Public: false,
    Tags: [{ Key: 'Version', Value: '2' }],
  });
  const waiting = { client: ec2, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.02 };
  const waited = await waitUntilImageAvailable(waiting, { ImageIds: [AMI_1] });
  expect(waited.state).toBe('SUCCESS');
});

test('it tells the instances of the live group with their times and tags', async () => {
  const Filters = [
    ...ofGroup(LIVE_GROUP),
    { Name: 'instance-state-name', Values: ['pending', 'running'] },
  ];
  const { Reservations } = await ec2.send(new DescribeInstancesCommand({ Filters }));
  const instances = Reservations?.flatMap((each) => each.Instances ?? []) ?? [];
  expect(instances).toHaveLength(2);
  expect(instances[0]).toMatchObject({
    ImageId: AMI_1,
    State: { Code: 16, Name: 'running' },
    InstanceLifecycle: 'spot',
    LaunchTime: expect.any(Date),
    Placement: { AvailabilityZone: expect.stringMatching(/^us-east-1[ab]$/) },
    Tags: expect.arrayContaining([{ Key: 'spotinst:aws:ec2:group:name', Value: 'shop' }]),
  });
});

test('it reads page by page and waits until new instances run', async () => {
  const [made] = apis.twin.spot.create(groupDocument('made', GREEN, 7, AMI_2));
  const id = String(made?.['id']);
  await apis.clock.drive(() => apis.twin.spot.status(id).length === 7, 120_000);
  const asked = { Filters: ofGroup(id) };
  const waiting = waitUntilInstanceRunning(
    { client: ec2, maxWaitTime: 15, minDelay: 0.01, maxDelay: 0.02 },
    asked,
  );
  await apis.clock.advance(120_000);
  expect((await waiting).state).toBe('SUCCESS');
  const sizes: number[] = [];
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 5 }, asked)) {
    sizes.push(page.Reservations?.length ?? 0);
  }
  expect(sizes).toEqual([5, 2]);
});

test.each([
  [{ InstanceIds: ['i-00000000'] }, 'InvalidInstanceID.NotFound'],
  [{ InstanceIds: ['none'] }, 'InvalidInstanceID.Malformed'],
  [{ Filters: [{ Name: 'colour', Values: ['red'] }] }, 'InvalidParameterValue'],
  [{ MaxResults: 4 }, 'InvalidParameterValue'],
  [{ NextToken: 'none' }, 'InvalidNextToken'],
])('%j is refused with %s', async (input, name) => {
  const refused = ec2.send(new DescribeInstancesCommand(input));
  await expect(refused).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
});

test('it repeats throttled calls', async () => {
  const operation = 'DescribeImages';
  apis.twin.inject({ kind: 'throttle', service: 'ec2', operation, times: 2 });
  const { $metadata } = await ec2.send(new DescribeImagesCommand({}));
  expect($metadata.attempts).toBe(3);
});
