// The way back in virtual time: rules exactly as before, and nothing of the new version left.
import { expect, test } from 'vitest';
import { step } from '../../tests/plan-builder.ts';
import {
  type Bench,
  bench,
  fail,
  STAGE_RULE,
  setUp,
  shiftProd,
  shiftStage,
  wait,
} from '../../tests/step-bench.ts';
import {
  AMI_2,
  BLUE,
  forward,
  GREEN,
  groupDocument,
  LIVE_GROUP,
  PROD_RULE,
} from '../../tests/twin-world.ts';

const AS_BEFORE = { [BLUE]: 100, [GREEN]: 0 };
const sick = {
  amis: [
    { id: 'ami-00000000000000001', version: '1' },
    { id: AMI_2, version: '2', simulated: { healthStatus: 500 } },
  ],
};

function expectAllAsBefore(game: Bench): void {
  expect(game.weights()).toEqual(AS_BEFORE);
  const [blue, ...others] = game.groups();
  expect(others).toEqual([]);
  expect(blue).toMatchObject({
    id: LIVE_GROUP,
    name: 'shop',
    capacity: { minimum: 2, target: 2 },
    suspensions: [],
  });
}

test('after the last rung a failure brings everything back', async () => {
  const game = bench({
    stageRule: true,
    steps: [setUp(), shiftStage(100), shiftProd(50), shiftProd(100), fail()],
  });
  const result = await game.run();
  expect(result).toMatchObject({ end: 'RolledBack', leftovers: [] });
  expectAllAsBefore(game);
  expect(game.weights(STAGE_RULE)).toEqual(AS_BEFORE);
  const restored = await game.facts('restored');
  expect(restored).toHaveLength(2);
  for (const { outcome, beforeHash, afterHash } of restored) {
    expect(outcome).toBe('restored');
    expect(afterHash).toBe(beforeHash);
  }
  expect(game.lines.at(-1)).toContain('nothing is left to put back');
});

test('a version that never becomes healthy gets no weight and leaves nothing behind', async () => {
  const game = bench({ world: sick, steps: [setUp(), shiftProd(100)] });
  const moved: unknown[] = [];
  const result = await game.run(() => moved.push(game.weights()));
  expect(result.end).toBe('RolledBack');
  expect(await game.failure()).toMatch(/0 of 2 targets are healthy.*No traffic was moved/s);
  expect(new Set(moved.map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify(AS_BEFORE)]),
  );
  expectAllAsBefore(game);
});

test('a version that fails between two rungs is not given more', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), wait(180_000), shiftProd(100)] });
  const weights = new Set<number>();
  const result = await game.run((events) => {
    const { [GREEN]: weight = 0 } = game.weights() as Record<string, number>;
    weights.add(weight);
    if (events.some((event) => event.type === 'NodeFinished' && event.path.endsWith('Prod_50'))) {
      game.twin.inject({ kind: 'failing-health', targetGroupArn: GREEN });
    }
  });
  expect(result.end, JSON.stringify([result, game.lines])).toBe('RolledBack');
  expect(await game.failure()).toContain('not healthy enough');
  expect([...weights]).toEqual([0, 50]);
  expectAllAsBefore(game);
});

test('errors of the new version while it is watched bring everything back', async () => {
  const erring = {
    amis: [
      { id: 'ami-00000000000000001', version: '1' },
      { id: AMI_2, version: '2', simulated: { share5xx: 0.2 } },
    ],
  };
  const game = bench({ world: erring, steps: [setUp(), shiftProd(100)] });
  expect((await game.run()).end).toBe('RolledBack');
  expect(await game.failure()).toMatch(/answered with 5xx/);
  expect((await game.facts('bake')).map(({ state }) => state)).toEqual(['watching', 'failed']);
  expectAllAsBefore(game);
});

test('a rule that somebody else changed stops the shift with both versions named', async () => {
  const policy = { foreignHand: 'goBack' } as const;
  const game = bench({ policy, steps: [setUp(), shiftProd(50), shiftProd(100)] });
  await game.run((events) => {
    if (events.some((event) => event.type === 'NodeFinished' && event.path.endsWith('Prod_50'))) {
      const actions = [forward({ [BLUE]: 90, [GREEN]: 10 })];
      game.twin.inject({ kind: 'rule-edited', ruleArn: PROD_RULE, actions });
    }
  });
  expect(await game.failure()).toMatch(/green 50 \/ blue 50.*blue 90 \/ green 10/s);
  expectAllAsBefore(game);
});

test('a foreign rule that sends nothing to the new version is left, and the run says so', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), fail()] });
  const result = await game.run((events) => {
    if (events.some((event) => event.type === 'NodeFinished' && event.path.endsWith('Prod_50'))) {
      game.twin.inject({
        kind: 'rule-edited',
        ruleArn: PROD_RULE,
        actions: [forward({ [BLUE]: 1 })],
      });
    }
  });
  expect(result.end).toBe('Dirty');
  expect(result.leftovers[0]?.commands[0]).toContain('aws elbv2 modify-rule');
  expect(game.weights()).toEqual({ [BLUE]: 1 });
});

test('blue that was shrunk is scaled back before it gets the traffic back', async () => {
  const game = bench({
    steps: [setUp(), shiftProd(100), fail()],
    rollback: [step('Back', { type: 'ElastigroupRollback', timeoutMs: 1_200_000 })],
  });
  const result = await game.run((events) => {
    if (events.some((event) => event.type === 'NodeFinished' && event.path.endsWith('Prod_100'))) {
      game.twin.spot.capacity(LIVE_GROUP, { minimum: 0, target: 0, maximum: 4 });
    }
  });
  expect(result.end, JSON.stringify(result)).toBe('RolledBack');
  expectAllAsBefore(game);
});

test('a clean-up that does not fit into the time of the step is named with its commands', async () => {
  const game = bench({
    steps: [setUp(), shiftProd(100), fail()],
    rollback: [step('Back', { type: 'ElastigroupRollback', timeoutMs: 180_000 })],
  });
  const result = await game.run();
  expect(result.end).toBe('Dirty');
  expect(game.weights()).toEqual(AS_BEFORE);
  expect(result.leftovers[0]?.what).toContain('is still there');
  expect(result.leftovers[0]?.commands).toHaveLength(2);
});

test('a stage that touched nothing has nothing to put back', async () => {
  const game = bench({ steps: [fail(), setUp()] });
  expect((await game.run()).end).toBe('Failed');
  expect(game.lines.filter((line) => line.includes('nothing to put back'))).toHaveLength(2);
});

test.each([1, 2, 3, 4, 5, 6])(
  'a read that lags behind the last write does not make a rule look untouched (seed %i)',
  async (seed) => {
    const game = bench({
      world: { seed, timing: { readLagMs: 90_000 } },
      steps: [setUp(), shiftProd(50)],
    });
    let aborting: Promise<void> | undefined;
    const result = await game.run((events) => {
      const isWritten = events.some(
        (event) => event.type === 'EffectConfirmed' && event.effect.startsWith('write '),
      );
      if (isWritten) aborting ??= game.abort();
    });
    await aborting;
    expect(result.end, JSON.stringify(result)).toBe('RolledBack');
    expectAllAsBefore(game);
  },
);

test("the step's time-out does not cut the restore of the rules", async () => {
  const game = bench({
    steps: [setUp(), shiftProd(50), fail()],
    rollback: [step('Back', { type: 'ElastigroupRollback', timeoutMs: 30_000 })],
  });
  const result = await game.run((events) => {
    if (events.some(({ type }) => type === 'RollbackStarted')) {
      const service = 'elbv2';
      game.twin.inject({ kind: 'throttle', service, operation: 'ModifyRule', times: 12 });
    }
  });
  expect(result.end).toBe('Dirty');
  expect(game.weights()).toEqual(AS_BEFORE);
  expect((await game.facts('restored')).map(({ outcome }) => outcome)).toEqual(['restored']);
});

test("blue's minimum is its present size while it is the way back, and its own again afterwards", async () => {
  const capacity = { minimum: 1, target: 2, maximum: 4, unit: 'instance' };
  const document = { ...groupDocument('shop', BLUE, 2), capacity };
  const world = { groups: [{ id: LIVE_GROUP, name: 'shop', document }] };
  const game = bench({ world, steps: [setUp(), shiftProd(50), fail()] });
  const minimums = new Set<number | undefined>();
  const result = await game.run(() => minimums.add(game.groups()[0]?.capacity.minimum));
  expect(result.end).toBe('RolledBack');
  expect([...minimums]).toEqual([1, 2]);
  expect(game.groups()[0]?.capacity).toMatchObject({ minimum: 1, target: 2 });
});

test('while a rung is written and proven, and only then, Spot keeps its hands still', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)] });
  const calmed = new Map<string, number>();
  const result = await game.run((events) => {
    for (const event of events) {
      if (event.type !== 'FactRecorded' || event.name !== 'rung') continue;
      const suspended = game.groups().map(({ suspensions }) => suspensions.length);
      calmed.set(event.key.split('/').slice(-2).join('/'), Math.min(...suspended));
    }
    if (events.some(({ type }) => type === 'AttemptFinished')) {
      expect(game.groups().flatMap(({ suspensions }) => suspensions)).toEqual([]);
    }
  });
  expect(result.end).toBe('Success');
  expect([...calmed.values()]).toEqual([3, 3, 3, 3, 3, 3]);
});
