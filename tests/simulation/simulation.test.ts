// The torture of the engine: every scenario, straight, cut at every point, and under seeded chaos.
import { expect, test } from 'vitest';
import { brokenInvariants } from './invariants.ts';
import type { Fate } from './process.ts';
import type { Random } from './random.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { type Outcome, type Schedule, simulate } from './simulate.ts';

/** More with PENSTOCK_SEEDS, the number of chaotic runs of each scenario. */
const SEEDS = Number(process.env['PENSTOCK_SEEDS'] ?? 12);
const FIRST_SEED = Number(process.env['PENSTOCK_FIRST_SEED'] ?? 1);
const LIMIT_MS = 20_000 + SEEDS * 2_000;

const calm = { lostReply: 0, lateEffect: 0, throttled: 0 };
const rough = { lostReply: 0.15, lateEffect: 0.15, throttled: 0.1 };
const straight: Schedule = { seed: 1, owners: 1, faults: calm, fate: () => () => 'go on' };

function killAt(point: number): Schedule['fate'] {
  return () => {
    let passed = 0;
    return () => (passed++ === point ? 'kill' : 'go on');
  };
}

interface Chaos {
  readonly kills?: number;
  readonly stops?: number;
  readonly freezes?: number;
}

function chaos({ kills = 0, stops = 0, freezes = 0 }: Chaos): Schedule['fate'] {
  return (random: Random): Fate =>
    () => {
      if (random.chance(kills)) return 'kill';
      if (random.chance(stops)) return 'stop';
      return random.chance(freezes) ? { freezeMs: random.between(1, 150_000) } : 'go on';
    };
}

async function check(scenario: Scenario, schedule: Schedule, what: string): Promise<Outcome> {
  const replay = `"${scenario.name}", ${what}, seed ${schedule.seed}`;
  const outcome = await simulate(scenario, schedule).catch((error: unknown) => {
    throw new Error(`${replay}: ${error instanceof Error ? error.stack : error}`);
  });
  expect(brokenInvariants(outcome), replay).toEqual([]);
  return outcome;
}

test.each(SCENARIOS)('$name: ends as it should when nothing goes wrong', async (scenario) => {
  const { events } = await check(scenario, straight, 'straight');
  expect(events.at(-1)).toMatchObject({ end: scenario.end });
});

test.each(SCENARIOS)(
  '$name: a process killed at any one point changes nothing that counts',
  async (scenario) => {
    const { points } = await simulate(scenario, straight);
    for (let point = 0; point < points; point++) {
      await check(scenario, { ...straight, fate: killAt(point) }, `killed at point ${point}`);
    }
  },
  LIMIT_MS,
);

test.each(SCENARIOS)(
  '$name: holds under kills, freezes, lost answers and late effects',
  async (scenario) => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const schedule = { seed, faults: rough };
      await check(scenario, { ...schedule, owners: 1, fate: chaos({ kills: 0.03 }) }, 'kills');
      await check(scenario, { ...schedule, owners: 2, fate: chaos({ freezes: 0.03 }) }, 'freezes');
      await check(scenario, { ...schedule, owners: 1, fate: chaos({ stops: 0.05 }) }, 'stops');
      const all = chaos({ kills: 0.02, stops: 0.01, freezes: 0.02 });
      await check(scenario, { ...schedule, owners: 3, fate: all }, 'all of it');
    }
  },
  LIMIT_MS,
);

test('the same seed brings back the same run, event for event', async () => {
  const [scenario] = SCENARIOS;
  if (scenario === undefined) throw new Error('no scenario');
  const fate = chaos({ kills: 0.02, freezes: 0.02 });
  const schedule = { seed: 7, owners: 3, faults: rough, fate };
  const first = await simulate(scenario, schedule);
  const second = await simulate(scenario, schedule);
  expect(second.events).toEqual(first.events);
  expect(second.cloud.applied).toEqual(first.cloud.applied);
});
