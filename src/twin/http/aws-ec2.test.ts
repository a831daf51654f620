// EC2's images and instances in EC2's own protocol.
import { beforeEach, expect, test } from 'vitest';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { AMI_1, AMI_2, GREEN, groupDocument, LIVE_GROUP } from '../../../tests/twin-world.ts';
import { answerRequest } from './answer-request.ts';

const SCOPE = 'Credential=twin/20260105/us-east-1/ec2/aws4_request';
let bench: TwinBench;

beforeEach(() => {
  bench = twinBench();
});

function ec2(fields: Readonly<Record<string, string>>): { status: number; body: string } {
  const answer = answerRequest(bench, {
    method: 'POST',
    url: new URL('http://twin/'),
    headers: { authorization: `AWS4-HMAC-SHA256 ${SCOPE}` },
    body: new URLSearchParams({ Version: '2016-11-15', ...fields }).toString(),
  });
  if (typeof answer === 'string') throw new Error('the connection broke');
  return { status: answer.status, body: String(answer.body) };
}

function textsIn(body: string, element: string): string[] {
  return [...body.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(
    ([, text]) => text ?? '',
  );
}

test('images are the world’s, all or by id', () => {
  const all = ec2({ Action: 'DescribeImages' });
  expect(all.status).toBe(200);
  expect(all.body).toMatch(
    /^<DescribeImagesResponse xmlns="http:\/\/ec2\.amazonaws\.com\/doc\/2016-11-15\/"><requestId>[^<]+<\/requestId><imagesSet><item><imageId>/,
  );
  expect(textsIn(all.body, 'imageId')).toEqual([AMI_1, AMI_2]);
  const one = ec2({ Action: 'DescribeImages', 'ImageId.1': AMI_2 });
  expect(textsIn(one.body, 'imageId')).toEqual([AMI_2]);
  expect(textsIn(one.body, 'imageState')).toEqual(['available']);
});

test('instances are those that Spot shows, pending until they run', async () => {
  const [group] = bench.twin.spot.create(groupDocument('green', GREEN, 1, AMI_2));
  const ofGroup = {
    Action: 'DescribeInstances',
    'Filter.1.Name': 'tag:spotinst:aws:ec2:group:id',
    'Filter.1.Value.1': String(group?.['id']),
  };
  const states = (): string[] => textsIn(ec2(ofGroup).body, 'name');
  expect(states()).toEqual([]);
  await bench.clock.drive(() => states().includes('pending'), 120_000);
  await bench.clock.drive(() => states().includes('running'), 120_000);
  expect(textsIn(ec2(ofGroup).body, 'imageId')).toEqual([AMI_2]);
});

test('instances are chosen by id and by every filter, with wildcards', () => {
  const all = textsIn(ec2({ Action: 'DescribeInstances' }).body, 'instanceId');
  const spot = bench.twin.spot.status(LIVE_GROUP).map(({ instanceId }) => instanceId);
  expect(all).toEqual(spot);
  const [first = '', second = ''] = all;
  const byId = ec2({ Action: 'DescribeInstances', 'InstanceId.1': second });
  expect(textsIn(byId.body, 'instanceId')).toEqual([second]);
  const filtered = ec2({
    Action: 'DescribeInstances',
    'Filter.1.Name': 'image-id',
    'Filter.1.Value.1': 'ami-*1',
    'Filter.2.Name': 'instance-id',
    'Filter.2.Value.1': 'i-none',
    'Filter.2.Value.2': first,
  });
  expect(textsIn(filtered.body, 'instanceId')).toEqual([first]);
});

test.each([
  ['an unknown image', { Action: 'DescribeImages', 'ImageId.1': 'ami-0' }, 'InvalidAMIID.NotFound'],
  ['no image id', { Action: 'DescribeImages', 'ImageId.1': 'x' }, 'InvalidAMIID.Malformed'],
  [
    'an unknown instance',
    { Action: 'DescribeInstances', 'InstanceId.1': 'i-0' },
    'InvalidInstanceID.NotFound',
  ],
  [
    'an unknown filter',
    { Action: 'DescribeInstances', 'Filter.1.Name': 'constructor', 'Filter.1.Value.1': 'a' },
    'InvalidParameterValue',
  ],
  ['a wrong size', { Action: 'DescribeInstances', MaxResults: '4' }, 'InvalidParameterValue'],
  ['another action', { Action: 'RunInstances' }, 'InvalidAction'],
])('%s is refused in EC2’s form of an error', (_, fields, code) => {
  const { status, body } = ec2(fields);
  expect(status).toBe(400);
  expect(body).toMatch(
    /^<Response><Errors><Error><Code>[^<]+<\/Code><Message>[^<]+<\/Message><\/Error><\/Errors><RequestID>[^<]+<\/RequestID><\/Response>$/,
  );
  expect(textsIn(body, 'Code')).toEqual([code]);
});

test('EC2 can be throttled by a fault, with its own code', () => {
  bench.twin.inject({ kind: 'throttle', service: 'ec2', operation: 'DescribeImages', times: 1 });
  const { status, body } = ec2({ Action: 'DescribeImages' });
  expect([status, textsIn(body, 'Code')]).toEqual([503, ['RequestLimitExceeded']]);
});
