// EC2's and STS's answers against the models inside Amazon's older client: generated requests, good and broken.
import { expect, test } from 'vitest';
import { compactModel } from '../../../tests/compact-model.ts';
import { parsePlainXml } from '../../../tests/plain-xml.ts';
import {
  broken,
  type Draw,
  drawnValue,
  type FormField,
  formFields,
  misfits,
  pick,
} from '../../../tests/service-model.ts';
import { type TwinBench, twinBench } from '../../../tests/twin-bench.ts';
import { AMI_1, AMI_2, GREEN, groupDocument, LIVE_GROUP } from '../../../tests/twin-world.ts';
import type { Json } from '../../lib/json.ts';
import { createRandom } from '../random.ts';
import { answerRequest } from './answer-request.ts';

const CALLS = 700;
const EC2_OPERATIONS = ['DescribeImages', 'DescribeInstances'];
/** What no model says: each is put into a right request and makes it a wrong one. */
const WRONG: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  DescribeImages: [{ 'ImageId.1': 'x' }, { 'ImageId.1': 'ami-0' }],
  DescribeInstances: [
    { 'InstanceId.1': 'x' },
    { 'InstanceId.1': 'i-0' },
    { 'InstanceId.1': 'i-0', MaxResults: '5' },
  ],
};
const ALWAYS_WRONG = [
  { 'Filter.9.Name': 'no-such-filter', 'Filter.9.Value.1': 'a' },
  { MaxResults: '4' },
  { MaxResults: '1001' },
  { NextToken: 'none' },
  { DryRun: 'true' },
];

type Answered = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function ask(
  { twin, clock }: TwinBench,
  service: string,
  fields: Readonly<Record<string, string>>,
) {
  const scope = `AKIDTWIN/20260105/us-east-1/${service}/aws4_request`;
  const answer = answerRequest(
    { twin, clock },
    {
      method: 'POST',
      url: new URL('http://twin/'),
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` },
      body: new URLSearchParams(fields).toString(),
    },
  );
  if (typeof answer === 'string') throw new Error(`the answer was ${answer}`);
  const list = service === 'ec2' ? 'item' : 'member';
  return { status: answer.status, answer: parsePlainXml(String(answer.body), list) as Answered };
}

async function worldWithInstances(): Promise<TwinBench> {
  const bench = twinBench();
  for (const name of ['one', 'two']) bench.twin.spot.create(groupDocument(name, GREEN, 4, AMI_2));
  await bench.clock.advance(50_000);
  return bench;
}

function hints({ twin }: TwinBench, next: () => number): Draw['hints'] {
  const one = (...items: readonly Json[]): Json =>
    pick(items, { next, hints: {}, chances: {} }) ?? '';
  const instances = twin.spot.status(LIVE_GROUP).map(({ instanceId }) => String(instanceId));
  const filter = (): Json =>
    one(
      { Name: 'image-id', Value: [AMI_1, 'ami-*2'] },
      { Name: `tag:spotinst:aws:ec2:group:id`, Value: [LIVE_GROUP] },
      { Name: 'tag:Version', Value: ['?'] },
    );
  return {
    'S10p in': () => [filter()],
    'S18m in': () => [one(AMI_1, AMI_2)],
    'S174 in': () => [one('self', '123456789012', 'amazon')],
    'S12k in': () => [one(...instances)],
    'DescribeImages in.MaxResults': () => one(5, 1_000),
    'DescribeInstances in.MaxResults': () => one(5, 1_000),
    'DescribeImages in.NextToken': () => 'from-1',
    'DescribeInstances in.NextToken': () => 'from-1',
    'DescribeImages in.DryRun': () => false,
    'DescribeInstances in.DryRun': () => false,
  };
}

/** EC2 numbers the members of a list without a word between. */
function formOf(operation: string, fields: readonly FormField[]): Record<string, string> {
  const pairs = fields.map(({ path, value }) => [path.replaceAll('.member.', '.'), value]);
  return { Action: operation, Version: '2016-11-15', ...Object.fromEntries(pairs) };
}

test.each(EC2_OPERATIONS)(
  'seven hundred calls of %s are answered as EC2’s model says or refused',
  async (operation) => {
    const model = compactModel('aws-sdk/apis/ec2-2016-11-15.min.json', EC2_OPERATIONS);
    const { next } = createRandom(19, operation);
    const bench = await worldWithInstances();
    const draw: Draw = { next, hints: hints(bench, next), chances: {} };
    const { input, output } = model.operations[operation] ?? { input: { shape: '' } };
    const problems: string[] = [];
    const count = { accepted: 0, withItems: 0, refused: 0 };
    for (let call = 0; call < CALLS; call++) {
      const good = formFields(model, input.shape, drawnValue(model, input.shape, draw));
      const kind = next();
      const bad = kind < 0.2 ? broken(good, draw) : undefined;
      const wrong =
        kind > 0.7 ? pick([...ALWAYS_WRONG, ...(WRONG[operation] ?? [])], draw) : undefined;
      const form: Record<string, string> = { ...formOf(operation, bad ?? good), ...wrong };
      // A request may name instances or ask for pages, not both.
      if (wrong === undefined && 'InstanceId.1' in form) delete form['MaxResults'];
      const isBad = wrong !== undefined || (bad !== undefined && 'MaxResults' in form);
      const { status, answer } = ask(bench, 'ec2', form);
      const told = `${new URLSearchParams(form)} → ${JSON.stringify(answer).slice(0, 300)}`;
      if (status === 200) {
        count.accepted += 1;
        const { requestId, ...result } = answer[`${operation}Response`] ?? {};
        if (JSON.stringify(result).includes('"member":[')) count.withItems += 1;
        problems.push(...misfits(model, output?.shape ?? '', result, operation));
        if (isBad || typeof requestId !== 'string') problems.push(`accepted: ${told}`);
      } else {
        count.refused += 1;
        const errors = answer['Response']?.['Errors'] as Answered | undefined;
        const isWhole = typeof errors?.['Error']?.['Code'] === 'string';
        const isKnown = status === 400 || (status === 412 && form['DryRun'] === 'true');
        if (!isBad || !isKnown || !isWhole) problems.push(`refused with ${status}: ${told}`);
      }
    }
    process.stdout.write(`${operation}: ${JSON.stringify(count)}\n`);
    expect(problems.slice(0, 5)).toEqual([]);
    expect(count.withItems).toBeGreaterThan(100);
    expect(count.refused).toBeGreaterThan(100);
    bench.twin.close();
  },
);

test('two hundred calls of GetCallerIdentity are answered as STS’s model says or refused', () => {
  const model = compactModel('aws-sdk/apis/sts-2011-06-15.min.json', ['GetCallerIdentity']);
  const { next } = createRandom(23, 'sts');
  const bench = twinBench();
  const output = model.operations['GetCallerIdentity']?.output.shape ?? '';
  const count = { accepted: 0, refused: 0 };
  for (let call = 0; call < 200; call++) {
    const isRight = next() < 0.5;
    const Action = isRight ? 'GetCallerIdentity' : `Get${Math.floor(next() * 1_000)}`;
    const { status, answer } = ask(bench, 'sts', { Action, Version: '2011-06-15' });
    if (isRight) {
      count.accepted += 1;
      expect(status).toBe(200);
      const result = answer['GetCallerIdentityResponse']?.['GetCallerIdentityResult'];
      expect(misfits(model, output, result, Action)).toEqual([]);
      expect(result).toMatchObject({ Account: '123456789012' });
    } else {
      count.refused += 1;
      expect(status).toBe(400);
      expect(answer['ErrorResponse']?.['Error']).toMatchObject({ Code: 'InvalidAction' });
    }
  }
  process.stdout.write(`GetCallerIdentity: ${JSON.stringify(count)}\n`);
  bench.twin.close();
});
