// A world that is saved and put back, in place or elsewhere, goes on as if nothing had been.
import { expect, test } from 'vitest';
import { twinBench } from '../../tests/twin-bench.ts';
import {
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  PROD_RULE,
  twinWorld,
} from '../../tests/twin-world.ts';
import type { JsonObject } from '../lib/json.ts';

test('draining goes on for what was left of it', async () => {
  const { clock, twin, states } = twinBench();
  twin.elbv2.deregisterTargets({
    TargetGroupArn: BLUE,
    Targets: [{ Id: firstTarget(twin.inspect()) }],
  });
  await clock.advance(200_000);
  const snapshot = twin.snapshot();
  await clock.advance(200_000);
  expect(states(BLUE)).toEqual(['healthy']);

  twin.restore(snapshot);
  expect(states(BLUE)).toEqual(['draining', 'healthy']);
  await clock.advance(99_000);
  expect(states(BLUE)).toEqual(['draining', 'healthy']);
  await clock.advance(2_000);
  expect(states(BLUE)).toEqual(['healthy']);
});

test('times are carried over: a suspension has as long left, and a group is as old', async () => {
  const { clock, twin } = twinBench();
  const suspensions = [{ name: 'AUTO_HEALING', ttlInMinutes: 10 }];
  twin.spot.suspend(LIVE_GROUP, { suspensions });
  await clock.advance(240_000);
  const [before] = twin.spot.list({});
  const snapshot = twin.snapshot();
  await clock.advance(3_600_000);
  expect(twin.spot.suspensions(LIVE_GROUP)[0]?.['suspensions']).toEqual([]);

  twin.restore(snapshot);
  const expiresAt = new Date(clock.now() + 360_000).toISOString();
  expect(twin.spot.suspensions(LIVE_GROUP)[0]?.['suspensions']).toEqual([
    { name: 'AUTO_HEALING', expiresAt },
  ]);
  const [after] = twin.spot.list({});
  const [born, bornBefore] = [after, before].map((each) => Date.parse(String(each?.['createdAt'])));
  expect((born ?? 0) - (bornBefore ?? 0)).toBe(3_600_000);
});

test('what ran is launched anew, what did not is ended', async () => {
  const { clock, twin, health } = twinBench();
  await clock.advance(1_000);
  const snapshot = twin.snapshot();
  const [created] = twin.spot.create(groupDocument('green', GREEN, 2, AMI_2));
  twin.spot.delete(LIVE_GROUP);
  await clock.advance(600_000);
  expect(health(String(created?.['id']))).toEqual(['HEALTHY', 'HEALTHY']);

  twin.restore(snapshot);
  expect(twin.spot.list({})).toHaveLength(1);
  await clock.advance(120_000);
  expect(health(LIVE_GROUP)).toEqual(['HEALTHY', 'HEALTHY']);
});

test('a second twin goes on as the first one does', async () => {
  const first = twinBench();
  const second = twinBench();
  first.twin.spot.create(groupDocument('green', GREEN, 2, AMI_2));
  await first.clock.advance(100_000);
  first.twin.elbv2.modifyRule({
    RuleArn: PROD_RULE,
    Actions: [forward({ [BLUE]: 1, [GREEN]: 1 })],
  });
  await second.clock.advance(100_000);
  second.twin.restore(first.twin.snapshot());
  for (let step = 0; step < 20; step++) {
    expect(second.twin.inspect()).toEqual(first.twin.inspect());
    await first.clock.advance(20_000);
    await second.clock.advance(20_000);
  }
  expect(second.twin.snapshot()).toEqual(first.twin.snapshot());
});

test.each([
  ['no snapshot', () => ({}), 'no snapshot'],
  ['another version', (whole: JsonObject) => ({ ...whole, version: 2 }), 'format version 2'],
  ['a changed one', (whole: JsonObject) => ({ ...whole, at: 1 }), 'checksum'],
  ['one cut off', ({ state: _, ...rest }: JsonObject) => rest, 'checksum'],
  ['one that nests without end', (whole: JsonObject) => ({ ...whole, state: deep() }), 'checksum'],
])('%s is refused and changes nothing', (_, damaged, message) => {
  const { twin } = twinBench();
  const before = twin.snapshot();
  expect(() => twin.restore(damaged(before) as JsonObject)).toThrow(message);
  expect(twin.snapshot()).toEqual(before);
});

test('a snapshot of another world is refused', () => {
  const { twin } = twinBench(twinWorld({ seed: 8 }));
  expect(() => twin.restore(twinBench().twin.snapshot())).toThrow('another world');
});

function deep(): JsonObject {
  return JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as JsonObject;
}

function firstTarget(world: JsonObject): string {
  const groups = world['targetGroups'] as {
    readonly targets: readonly { readonly id: string }[];
  }[];
  return groups[0]?.targets[0]?.id ?? '';
}
