// Another hand on a target group: asked about before the next rung where it endangers the shift, told where it does not.
import { expect, test } from 'vitest';
import {
  approve,
  type Bench,
  type BenchOptions,
  bench,
  setUp,
  shiftProd,
} from '../../tests/step-bench.ts';
import { BLUE, GREEN, groupDocument, LIVE_GROUP } from '../../tests/twin-world.ts';

const steps = [setUp(), shiftProd(50), approve(), shiftProd(100)];

/** The run after another hand did something at the gate before the last rung. */
async function after(
  hand: (game: Bench) => void,
  options: Partial<BenchOptions> = {},
): Promise<Bench> {
  const game = bench({ steps, ...options });
  await game.runUntilGate();
  hand(game);
  return game;
}

async function told(game: Bench): Promise<readonly string[]> {
  return (await game.facts('notice')).map(({ text }) => String(text));
}

async function asked(game: Bench): Promise<readonly unknown[]> {
  return (await game.events()).flatMap((event) =>
    event.type === 'ChoiceOpened' ? [event.choice.detail] : [],
  );
}

const loosened = ({ twin }: Bench): void => {
  twin.elbv2.modifyTargetGroup({ TargetGroupArn: GREEN, HealthCheckPath: '/' });
};

/** An instance of blue in green's target group. */
function stranger({ twin }: Bench): string {
  const id = String(twin.spot.instanceHealthiness(LIVE_GROUP)[0]?.['instanceId']);
  twin.elbv2.registerTargets({ TargetGroupArn: GREEN, Targets: [{ Id: id }] });
  return id;
}

test('attributes that endanger nothing are told, each with what it means', async () => {
  const game = await after(({ twin }) => {
    twin.elbv2.modifyTargetGroupAttributes({
      TargetGroupArn: GREEN,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '600' },
        { Key: 'target_group_health.dns_failover.minimum_healthy_targets.count', Value: 'off' },
      ],
    });
  });
  await game.approve();
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(await told(game)).toContainEqual(
    expect.stringMatching(
      /target group green since.*after 10 min, not after 5 min; it counts for DNS fail-over no more/,
    ),
  );
});

test('a health check that was changed is asked about with both versions, and nothing is written meanwhile', async () => {
  const game = await after(loosened);
  await game.approve();
  expect(await game.goOn()).toBeUndefined();
  expect(await asked(game)).toEqual([
    {
      differences: [
        { what: 'the health check (path) of the target group green', left: '/health', found: '/' },
      ],
    },
  ]);
  expect(game.weights()).toEqual({ [BLUE]: 50, [GREEN]: 50 });
});

test('what was adopted is not asked about again', async () => {
  const game = await after(loosened, {
    steps: [setUp(), shiftProd(25), approve(), shiftProd(50), shiftProd(100)],
  });
  await game.approve();
  await game.goOn();
  await game.choose('adopt');
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(await asked(game)).toHaveLength(1);
});

test('who does not adopt it goes back', async () => {
  const game = await after(loosened);
  await game.approve();
  await game.goOn();
  await game.choose('abort');
  expect((await game.goOn())?.cause).toBe('failed');
  expect(game.weights()).toEqual({ [BLUE]: 100, [GREEN]: 0 });
});

test('where nobody is to be asked, the run goes back at once', async () => {
  const game = await after(loosened, { policy: { foreignHand: 'goBack' } });
  await game.approve();
  expect((await game.goOn())?.cause).toBe('failed');
  expect(await game.failure()).toContain('the health check (path) of the target group green: /');
});

test('a target that no instance of the group explains is asked about by its name', async () => {
  let id = '';
  const game = await after((each) => {
    id = stranger(each);
  });
  await game.approve();
  expect(await game.goOn()).toBeUndefined();
  expect(id).toMatch(/^i-/);
  expect(JSON.stringify(await asked(game))).toContain(`those and ${id}`);
});

test('a stranger that stood in the target group of blue before the run is told and does not stop it', async () => {
  const other = { id: 'sig-other', name: 'other', document: groupDocument('other', BLUE, 1) };
  const live = { id: LIVE_GROUP, name: 'shop', document: groupDocument('shop', BLUE, 2) };
  const game = bench({ steps, world: { groups: [live, other] } });
  await game.runUntilGate();
  await game.approve();
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(await told(game)).toContainEqual(
    expect.stringMatching(/registered i-\w+ in the target group blue/),
  );
  expect(await asked(game)).toEqual([]);
});

test('at a gate it is told at once', async () => {
  const game = await after(loosened);
  await game.goOn(120_000);
  const words = (await game.events()).flatMap((each) =>
    each.type === 'GateWatched' ? [each.says] : [],
  );
  expect(words).toEqual([
    'somebody else has changed what the shift relies on: the health check (path) of the target group green: /, not /health',
  ]);
});

test('where nobody else was at work nothing is told and nothing asked', async () => {
  const game = await after(() => undefined);
  const before = await told(game);
  await game.approve();
  expect((await game.goOn())?.end, await game.failure()).toBe('Success');
  expect(await told(game)).toEqual(before);
  expect(await asked(game)).toEqual([]);
});
