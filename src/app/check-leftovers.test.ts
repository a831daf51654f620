// Each leftover of a Dirty run is looked for in the clouds: gone, still there, or nobody can tell.
import { expect, test } from 'vitest';
import { twinBench } from '../../tests/twin-bench.ts';
import {
  BLUE,
  GREEN,
  groupDocument,
  LISTENER,
  LIVE_GROUP,
  LOAD_BALANCER,
  PROD_RULE,
} from '../../tests/twin-world.ts';
import type { Clouds } from '../cloud/clouds.ts';
import { createTwinClouds } from '../cloud/twin/twin-clouds.ts';
import { type LeftoverGroup, STEP_FACT } from '../steps/common/step-facts.ts';
import {
  leftGroup,
  leftNamesOrCapacity,
  leftProcesses,
  leftRule,
  leftSize,
  leftTasks,
} from '../steps/rollback/leftovers.ts';
import { withWeights } from '../traffic/actions.ts';
import { type BeforeImage, FACT, type GroupImage } from '../traffic/facts.ts';
import { checkLeftovers } from './check-leftovers.ts';

const green: GroupImage = {
  id: 'sig-99999999',
  name: 'shop__STAGE__Harness',
  capacity: { minimum: 2, target: 2, maximum: 4 },
  document: {},
};

async function bench() {
  const { twin, clock } = twinBench();
  const clouds: Clouds = createTwinClouds(twin);
  const loadBalancers = clouds.loadBalancers('aws', 'us-east-1');
  const groups = clouds.elastigroups('spot');
  const [rule] = await loadBalancers.rulesByArn([PROD_RULE]);
  const blue: GroupImage = await groups.read(LIVE_GROUP);
  const image: BeforeImage = {
    ruleArn: PROD_RULE,
    listenerArn: LISTENER,
    loadBalancerArn: LOAD_BALANCER,
    isDefault: false,
    connectorRef: 'aws',
    region: 'us-east-1',
    label: 'prod',
    lane: 'prod',
    actions: rule?.actions ?? [],
  };
  const facts: { name: string; value: unknown }[] = [
    { name: FACT.beforeImage, value: image },
    { name: FACT.setup, value: { spotConnectorRef: 'spot', blue, green } },
  ];
  const shift = async (weight: number): Promise<void> => {
    const weights = [
      { targetGroupArn: BLUE, weight: 100 - weight },
      { targetGroupArn: GREEN, weight },
    ];
    if (rule) await loadBalancers.writeActions(rule, withWeights(rule.actions, weights));
    // Reads lag behind a write.
    await clock.advance(60_000);
  };
  const makeRoom = async (): Promise<LeftoverGroup> => {
    const made = await groups.create(groupDocument('shop__STAGE__Harness', GREEN, 2));
    facts.push({ name: STEP_FACT.leftoverGroup, value: made });
    return made;
  };
  const check = async (
    what: Parameters<typeof checkLeftovers>[0][number],
    blueDocument = blue.document,
  ): Promise<string> => {
    const setup = { spotConnectorRef: 'spot', green, blue: { ...blue, document: blueDocument } };
    const known = facts.map((fact) =>
      fact.name === FACT.setup ? { ...fact, value: setup } : fact,
    );
    const [checked] = await checkLeftovers([what], known, clouds);
    return `${checked?.state}: ${checked?.seen}`;
  };
  return { groups, blue, image, shift, check, makeRoom };
}

const stage = { what: 'stage "Shop" changed: prod: write', why: 'no rollback ran', commands: [] };

test('a rule is gone from the list when its actions are those of before', async () => {
  const { check, shift, image } = await bench();
  await shift(25);
  expect(await check(leftRule(image, ''))).toBe('still there: the rule gives blue 75, green 25');
  await shift(0);
  expect(await check(leftRule(image, ''))).toBe('gone: the rule is as before the run');
});

test('the new group is gone only when it does not exist', async () => {
  const { check, blue } = await bench();
  expect(await check(leftGroup(green, ''))).toBe(`gone: ${green.id} does not exist any more`);
  expect(await check(leftGroup(blue, ''))).toMatch(/^still there: the group shop has 2 instances/);
});

test('the old group is in order with its name and capacity of before', async () => {
  const { check, blue, groups } = await bench();
  expect(await check(leftNamesOrCapacity(blue, ''))).toMatch(/^gone: the group is as before/);
  await groups.rename(LIVE_GROUP, 'other');
  expect(await check(leftNamesOrCapacity(blue, ''))).toMatch(/^still there: the group other/);
});

test('a group that was to make room is in order with its capacity of before', async () => {
  const { check, groups, blue, makeRoom } = await bench();
  const leftover = await makeRoom();
  const left = leftSize(leftover, '');
  expect(await check(left)).toMatch(/^gone: the group has its size of before/);
  await groups.writeCapacity(leftover.id, { minimum: 0, target: 0, maximum: 0 });
  expect(await check(left)).toBe(
    'still there: the group shop__STAGE__Harness has 0 instances (0 to 0)',
  );
  expect(await check(leftNamesOrCapacity(blue, ''))).toMatch(/^gone/);
});

test('the scheduled tasks of the old group are looked at one by one', async () => {
  const { check, groups, blue } = await bench();
  const tasks = [{ taskType: 'backup_ami', cronExpression: '0 3 * * *', isEnabled: true }];
  const document = { ...blue.document, scheduling: { tasks } };
  const left = leftTasks({ ...blue, document }, '');
  await groups.writeScheduledTasks(LIVE_GROUP, []);
  expect(await check(left, document)).toBe('still there: the scheduled tasks differ');
  await groups.writeScheduledTasks(LIVE_GROUP, tasks);
  expect(await check(left, document)).toBe('gone: the scheduled tasks are as before');
});

test('suspended processes are gone when those that are named run again', async () => {
  const { check, groups, blue } = await bench();
  const left = leftProcesses(blue, ['SCHEDULING'], '');
  await groups.suspend(LIVE_GROUP, ['SCHEDULING', 'AUTO_SCALE'], 60);
  expect(await check(left)).toBe('still there: suspended are SCHEDULING');
  await groups.resume(LIVE_GROUP, ['SCHEDULING']);
  expect(await check(left)).toBe('gone: the processes run again');
});

test('what is said of a whole stage is gone when all of it is as before', async () => {
  const { check, shift } = await bench();
  expect(await check(stage)).toMatch(/^gone: the rule is as before the run; /);
  await shift(50);
  expect(await check(stage)).toBe('still there: the rule gives blue 50, green 50');
});

test('what names no rule and no group of the run cannot be told', async () => {
  const { check } = await bench();
  const other = { what: 'A ticket in another system', why: '', commands: [] };
  expect(await check(other)).toBe('unknown: no cloud can be asked about it');
});
