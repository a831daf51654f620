// Spot's own description of its API: generated calls, right and wrong, and what the twin answers.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { misfits } from '../../../tests/open-api.ts';
import { SPOT_DESCRIPTION_GAPS } from '../../../tests/spot-description-gaps.ts';
import {
  pickBy,
  SPOT_OPERATIONS,
  type SpotIds,
  type SpotOperationCase,
} from '../../../tests/spot-operations.ts';
import { thirdPartyFile } from '../../../tests/third-party.ts';
import { AMI_1, BLUE, twinWorld } from '../../../tests/twin-world.ts';
import { createVirtualClock } from '../../../tests/virtual-clock.ts';
import type { JsonObject } from '../../lib/json.ts';
import { createTwin } from '../create-twin.ts';
import { createRandom } from '../random.ts';
import { createSimulatedHost } from '../simulated-host.ts';
import type { Twin } from '../twin.ts';
import { answerSpot } from './spot-routes.ts';

const file = thirdPartyFile('spot-openapi/spot-elastigroup-aws.openapi.json');
const NEEDS = '(needs third-party data)';
const ROUNDS = 50;
/** Members that may be null although the description does not say so. */
const NULLABLE = [
  'publicIp',
  'spotInstanceRequestId',
  'spotRequestId',
  'protectedUntil',
  'expiresAt',
];
/** What a right call may meet: the state of a group or an instance does not allow it now. */
const STATES = [
  'GROUP_HAS_ROLL',
  'CANT_ROLL_CAPACITY_BELOW_MINIMUM',
  'INVALID_INSTANCE_STATE',
  'INSTANCE_DOESNT_EXIST',
  'ROLL_HAS_ENDED',
  'POLICY_DOESNT_EXIST',
];

interface Answered {
  readonly status: number;
  readonly json: JsonObject & {
    readonly response: {
      readonly items?: readonly JsonObject[];
      readonly errors?: readonly { readonly code: string }[];
    };
  };
}

function bench() {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5));
  const spec = twinWorld({
    limits: { spotRequestsPerMinute: 100_000 },
    autoScalingGroups: [
      {
        name: 'shop-asg',
        minSize: 1,
        maxSize: 3,
        desiredCapacity: 2,
        imageId: AMI_1,
        instanceType: 't3.small',
        availabilityZones: ['us-east-1a'],
        targetGroupArns: [BLUE],
      },
    ],
  });
  const twin = createTwin({ clock, spec, host: createSimulatedHost(clock, spec) });
  const send = (call: string, ids: SpotIds, query: JsonObject, body: JsonObject): Answered => {
    const [method = '', path = ''] = call.split(' ');
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: keyof SpotIds) => ids[name]);
    const url = new URL(filled, 'http://spot');
    for (const [name, value] of Object.entries({ accountId: 'act-twin', ...query })) {
      if (value !== null) url.searchParams.set(name, String(value));
    }
    const given = Object.fromEntries(Object.entries(body).filter(([, each]) => each !== null));
    const answer = answerSpot(twin, clock.now(), {
      method: method.toUpperCase(),
      url,
      headers: { authorization: 'Bearer twin' },
      body: JSON.stringify(given),
    });
    if (typeof answer === 'string') throw new Error('the answer was lost');
    return { status: answer.status, json: JSON.parse(Buffer.from(answer.body).toString()) };
  };
  return { clock, twin, send };
}

function idsOf(twin: Twin, choose: <Item>(items: readonly [Item, ...Item[]]) => Item): SpotIds {
  const groups = twin.spot.list({}).map(({ id }) => String(id));
  const groupId = choose(groups as [string]);
  const instances = twin.spot.status(groupId).map(({ instanceId }) => String(instanceId));
  const rolls = twin.spot.control.listRolls(groupId, {}) as readonly JsonObject[];
  return {
    groupId,
    instanceId: instances.length > 0 ? choose(instances as [string]) : 'i-none',
    rollId: String(rolls[0]?.['id'] ?? 'sbgd-none'),
  };
}

/** Everything but the counts of calls. */
function stateOf(twin: Twin): JsonObject {
  const { calls: _, ...state } = twin.inspect();
  return state;
}

function describedAnswer(description: JsonObject, operation: SpotOperationCase): JsonObject {
  const [method = '', path = ''] = operation.call.split(' ');
  const at = ['paths', path, method, 'responses', '200', 'content', 'application/json', 'schema'];
  const schema = at.reduce<JsonObject>((json, key) => json[key] as JsonObject, description);
  return schema;
}

/** The answer in the description's shape, where that wraps its items and clients do not. */
function asDescribed({ json }: Answered, { wrapped }: SpotOperationCase): JsonObject {
  const { items } = json.response;
  if (wrapped === undefined || items === undefined) return json;
  const response = { ...json.response, items: items.map((each) => ({ [wrapped]: each })) };
  return { ...json, response };
}

/** Neither too many groups nor none, and no roll where there is none. */
function isMeant(call: string, ids: SpotIds, twin: Twin): boolean {
  const groups = twin.spot.list({}).length;
  if (call.startsWith('delete')) return groups > 2;
  if (call === 'post /aws/ec2/group') return groups < 4;
  if (call === 'post /aws/ec2/group/instance/import') return groups < 5;
  return !call.includes('{rollId}') || ids.rollId !== 'sbgd-none';
}

function faultsOf(
  answered: Answered,
  operation: SpotOperationCase,
  description: JsonObject,
): readonly string[] {
  if (answered.status === 200) {
    const schema = describedAnswer(description, operation);
    return misfits(asDescribed(answered, operation), schema, NULLABLE);
  }
  const code = answered.json.response.errors?.[0]?.code ?? '';
  return STATES.includes(code) ? [] : [JSON.stringify(answered.json.response)];
}

test.skipIf(file === undefined)(
  `a thousand right calls are answered as Spot describes its answers ${NEEDS}`,
  async () => {
    const description: JsonObject = JSON.parse(readFileSync(file ?? '', 'utf8'));
    const { clock, twin, send } = bench();
    const pick = pickBy(createRandom(11, 'right calls'));
    const done: string[] = [];
    const found = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const operation of SPOT_OPERATIONS) {
        const ids = idsOf(twin, pick.of);
        if (!isMeant(operation.call, ids, twin)) continue;
        const body = operation.body?.(pick, ids) ?? {};
        const answered = send(operation.call, ids, operation.query?.(pick, ids) ?? {}, body);
        if (answered.status === 200) done.push(operation.call);
        for (const each of faultsOf(answered, operation, description)) {
          found.add(`${operation.call} ${each.replaceAll(/\[\d+\]/g, '[]')}`);
        }
        await clock.advance(pick.number(0, 10_000));
      }
    }
    expect([...found].sort()).toEqual([...SPOT_DESCRIPTION_GAPS].sort());
    expect(SPOT_OPERATIONS.filter(({ call }) => !done.includes(call))).toEqual([]);
    process.stdout.write(
      `Spot, ${SPOT_OPERATIONS.length} operations: ${done.length} right calls\n`,
    );
    expect(done.length).toBeGreaterThan(1_000);
    twin.close();
  },
);

test(`a thousand wrong calls are refused in Spot's envelope and change nothing`, async () => {
  const { clock, twin, send } = bench();
  const pick = pickBy(createRandom(12, 'wrong calls'));
  const right: SpotIds = idsOf(twin, pick.of);
  const roll = { batchSizePercentage: 50, gracePeriod: 600, healthCheckType: 'NONE' };
  const started = twin.spot.control.startRoll(right.groupId, roll)[0] as JsonObject;
  const ids = { ...right, rollId: String(started['id']) };
  await clock.advance(400_000);
  const before = stateOf(twin);
  let count = 0;
  const refuse = (call: string, given: SpotIds, query: JsonObject, body: JsonObject): void => {
    const { status, json } = send(call, given, query, body);
    count += 1;
    expect({ call, query, body, status }).toMatchObject({ status: 400 });
    expect(json).toMatchObject({
      request: { id: expect.any(String), url: expect.any(String), timestamp: expect.any(String) },
      response: { status: { code: 400, message: 'Bad Request' } },
    });
    expect(json.response.errors).toEqual([
      { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) },
    ]);
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const operation of SPOT_OPERATIONS) {
      const { call, wrongQuery = [], wrongBody = [] } = operation;
      const query = operation.query?.(pick, ids) ?? {};
      const body = operation.body?.(pick, ids) ?? {};
      for (const wrong of wrongQuery) refuse(call, ids, { ...query, ...wrong }, body);
      for (const wrong of wrongBody) refuse(call, ids, query, { ...body, ...wrong });
      for (const name of ['groupId', 'instanceId', 'rollId'] as const) {
        if (!call.includes(`{${name}}`)) continue;
        refuse(call, { ...ids, [name]: `none-${round}` }, query, body);
      }
    }
  }
  expect(stateOf(twin)).toEqual(before);
  expect(count).toBeGreaterThan(1_000);
  twin.close();
});
