// What a caller of the Elastigroup port knows after a call that failed.
import { expect, test } from 'vitest';
import type { Elastigroups } from '../../../src/cloud/elastigroups.ts';
import { cloudErrorOf } from '../../cloud-error-of.ts';
import { GREEN, groupDocument, LIVE_GROUP } from '../../twin-world.ts';
import { type CloudSetup, loseAnswer, openBench, throttle } from './cloud-bench.ts';

const NOWHERE = 'sig-ffffffff';
const NONE = { minimum: 0, target: 0, maximum: 0 };

export function elastigroupFailureTests(setup: CloudSetup): void {
  test.each<[string, (groups: Elastigroups) => Promise<unknown>]>([
    ['read', (groups) => groups.read(NOWHERE)],
    ['rename', (groups) => groups.rename(NOWHERE, 'shop')],
    ['writeCapacity', (groups) => groups.writeCapacity(NOWHERE, NONE)],
    ['writeScheduledTasks', (groups) => groups.writeScheduledTasks(NOWHERE, [])],
    ['delete', (groups) => groups.delete(NOWHERE)],
    ['instances', (groups) => groups.instances(NOWHERE)],
    ['suspensions', (groups) => groups.suspensions(NOWHERE)],
    ['suspend', (groups) => groups.suspend(NOWHERE, ['SCHEDULING'], 10)],
    ['resume', (groups) => groups.resume(NOWHERE, ['SCHEDULING'])],
  ])('%s of an unknown group is not-found', async (_, call) => {
    await using bench = await openBench(setup);
    const error = await cloudErrorOf(() => call(bench.elastigroups));
    expect(error.kind).toBe('not-found');
  });

  test('a capacity that contradicts itself is invalid and changes nothing', async () => {
    await using bench = await openBench(setup);
    const wrong = { minimum: 3, target: 2, maximum: 4 };
    const error = await cloudErrorOf(() => bench.elastigroups.writeCapacity(LIVE_GROUP, wrong));
    expect(error.kind).toBe('invalid');
    expect((await bench.elastigroups.read(LIVE_GROUP)).capacity.minimum).toBe(2);
  });

  test('a group of an unknown image is refused and not made', async () => {
    await using bench = await openBench(setup);
    const document = groupDocument('green', GREEN, 0, 'ami-ffffffffffffffff0');
    const error = await cloudErrorOf(() => bench.elastigroups.create(document));
    expect([error.kind, error.code]).toEqual(['invalid', 'CANT_VALIDATE_IMAGE']);
    expect(await bench.elastigroups.list()).toHaveLength(1);
  });

  test('a throttled call is throttled, has done nothing and says when to come back', async () => {
    await using bench = await openBench(setup);
    throttle(bench.twin, 'spot', 'update');
    const error = await cloudErrorOf(() => bench.elastigroups.rename(LIVE_GROUP, 'other'));
    expect(error.kind).toBe('throttled');
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect((await bench.elastigroups.read(LIVE_GROUP)).name).toBe('shop');
  });

  test.each<['before' | 'after', number]>([
    ['before', 0],
    ['after', 1],
  ])(
    'a create whose answer is lost %s its effect has an unknown outcome; the name tells',
    async (when, made) => {
      await using bench = await openBench(setup);
      loseAnswer(bench.twin, 'spot', 'create', when);
      const document = groupDocument('green', GREEN, 0);
      const error = await cloudErrorOf(() => bench.elastigroups.create(document));
      expect(error.kind).toBe('unknown-outcome');
      const named = (await bench.elastigroups.list()).filter((group) => group.name === 'green');
      expect(named).toHaveLength(made);
    },
  );

  test.each<[string, string, (groups: Elastigroups) => Promise<void>]>([
    ['update', 'rename', (groups) => groups.rename(LIVE_GROUP, 'other')],
    ['capacity', 'writeCapacity', (groups) => groups.writeCapacity(LIVE_GROUP, NONE)],
    ['delete', 'delete', (groups) => groups.delete(LIVE_GROUP)],
    ['suspend', 'suspend', (groups) => groups.suspend(LIVE_GROUP, ['SCHEDULING'], 10)],
    ['resume', 'resume', (groups) => groups.resume(LIVE_GROUP, ['SCHEDULING'])],
  ])('a lost answer of %s makes the outcome of %s unknown', async (operation, _, call) => {
    await using bench = await openBench(setup);
    loseAnswer(bench.twin, 'spot', operation, 'after');
    expect((await cloudErrorOf(() => call(bench.elastigroups))).kind).toBe('unknown-outcome');
  });

  test('a read whose answer is lost is unavailable', async () => {
    await using bench = await openBench(setup);
    loseAnswer(bench.twin, 'spot', 'list', 'before');
    expect((await cloudErrorOf(() => bench.elastigroups.list())).kind).toBe('unavailable');
  });

  test.each<[number, string, string, string]>([
    [401, 'UNAUTHORIZED', 'denied', 'denied'],
    [400, 'Throttling', 'throttled', 'throttled'],
    [500, 'INTERNAL', 'unavailable', 'unknown-outcome'],
  ])('HTTP %i %s is %s on a read and %s on a write', async (httpStatus, code, read, write) => {
    await using bench = await openBench(setup);
    const operation = '*';
    bench.twin.inject({ kind: 'error', service: 'spot', operation, times: 2, httpStatus, code });
    const onRead = await cloudErrorOf(() => bench.elastigroups.read(LIVE_GROUP));
    const onWrite = await cloudErrorOf(() => bench.elastigroups.rename(LIVE_GROUP, 'other'));
    expect([onRead.kind, onWrite.kind]).toEqual([read, write]);
    expect(onWrite.code).toBe(code);
  });
}
