// Whole deployments in virtual time: forward, each rung with its proof.
import { expect, test } from 'vitest';
import { alternated, bench, setUp, shiftProd, shiftStage } from '../../tests/step-bench.ts';
import { AMI_2, BLUE, GREEN, groupDocument, LIVE_GROUP } from '../../tests/twin-world.ts';

const proofs = (rungs: readonly object[]) =>
  rungs
    .filter((rung) => 'state' in rung && rung.state === 'proven')
    .map((rung) => ['rung' in rung && rung.rung, 'proof' in rung && rung.proof]);

test('a deployment ends with all traffic on the new version, each rung proven by its counts', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50), shiftProd(100)] });
  const result = await game.run();
  expect(result.end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 0, [GREEN]: 100 });
  expect(proofs(await game.facts('rung'))).toEqual([
    ['prod-50', 'share'],
    ['prod-100', 'zero'],
  ]);
});

test('the names change after the proof, and blue stays warm with its floor', async () => {
  const game = bench({ steps: [setUp(), shiftProd(100)] });
  await game.run();
  const groups = game.groups();
  const blue = groups.find(({ id }) => id === LIVE_GROUP);
  const green = groups.find(({ id }) => id !== LIVE_GROUP);
  expect(blue).toMatchObject({ name: 'shop__STAGE__Harness', capacity: { minimum: 2, target: 2 } });
  expect(green).toMatchObject({ name: 'shop', capacity: { minimum: 2, target: 2 } });
  expect(groups.map(({ instances }) => instances.length)).toEqual([2, 2]);
  expect(groups.map(({ suspensions }) => suspensions)).toEqual([[], []]);
});

test('rules that share the target groups leave nothing but the settle time for a part of the traffic', async () => {
  const game = bench({
    stageRule: true,
    steps: [setUp(), shiftStage(50), shiftStage(100), shiftProd(50), shiftProd(100)],
  });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  const rungs = await game.facts('rung');
  expect(proofs(rungs)).toEqual([
    ['stage-50', 'settled'],
    ['stage-100', 'settled'],
    ['prod-50', 'settled'],
    ['prod-100', 'zero'],
  ]);
  const settled = rungs.find(({ rung, state }) => rung === 'prod-50' && state === 'proven');
  expect(settled).toMatchObject({ set: 50, reported: 50, observed: null });
  expect(String(settled?.['reason'])).toContain('other rules');
});

test('thin traffic proves nothing and fails nothing', async () => {
  const game = bench({ steps: [setUp(), shiftProd(50)], requestsPerSecond: 0.1 });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  const [rung] = (await game.facts('rung')).filter(({ state }) => state === 'proven');
  expect(rung).toMatchObject({ proof: 'settled', observed: null });
  expect(String(rung?.['reason'])).toMatch(/requests were counted/);
});

test('a probe tells versions apart where counts cannot', async () => {
  const game = bench({
    stageRule: true,
    policy: { probe: { header: 'x-version', requests: 400 } },
    steps: [setUp(), shiftStage(100), shiftProd(50)],
    probe: (twin) => ({
      send: async ({ host, requests }) => {
        const rules = twin.inspect()['rules'] as { priority: string; weights: Weights }[];
        const priority = host === 'shop.example' ? 10 : 20;
        const weight =
          rules.find((rule) => Number(rule.priority) === priority)?.weights[GREEN] ?? 0;
        return Array.from({ length: requests }, (_, index) =>
          index * 100 < requests * weight ? '2' : '1',
        );
      },
    }),
  });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  expect(proofs(await game.facts('rung'))).toEqual([
    ['stage-100', 'probe'],
    ['prod-50', 'probe'],
  ]);
});

test('a version that is deployed beside itself is not probed: both sides answer alike', async () => {
  const groups = [
    { id: LIVE_GROUP, name: 'shop', document: groupDocument('shop', BLUE, 2, AMI_2) },
  ];
  const game = bench({
    world: { groups },
    policy: { probe: { header: 'x-version', requests: 200 } },
    requestsPerSecond: 1,
    steps: [setUp(), shiftProd(50)],
    probe: () => ({ send: async ({ requests }) => Array.from({ length: requests }, () => '2') }),
  });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  expect(proofs(await game.facts('rung'))).toEqual([['prod-50', 'settled']]);
});

type Weights = Record<string, number>;

test('the next deployment takes the idle target group and removes what was left on it', async () => {
  const game = bench({
    world: alternated(),
    steps: [setUp(BLUE), shiftProd(100)],
  });
  expect((await game.run()).end, await game.failure()).toBe('Success');
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
  const names = game.groups().map(({ id, name }) => [id, name]);
  expect(names).toHaveLength(2);
  expect(names).toContainEqual(['sig-live', 'shop__STAGE__Harness']);
});

test('setup gives the new group a name, a target group and a draining time of its own', async () => {
  const game = bench({ steps: [setUp()] });
  await game.run();
  const [setup] = (await game.facts('setup')).slice(-1);
  const green = setup?.['green'] as { document: object };
  expect(green.document).toMatchObject({
    name: 'shop__STAGE__Harness',
    strategy: { drainingTimeout: 300 },
    compute: { launchSpecification: { userData: btoa('VERSION=2') } },
  });
});
