// The torture of the engine: every scenario, straight, cut at every point, and under seeded chaos.
import { expect, test } from 'vitest';
import { brokenInvariants } from './invariants.ts';
import { PAUSED_SCENARIOS } from './paused-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { chaos, chaosOf, killAt, rough, straight } from './schedules.ts';
import { type Outcome, type Schedule, simulate } from './simulate.ts';

/** More with PENSTOCK_SEEDS, the number of chaotic runs of each scenario. */
const SEEDS = Number(process.env['PENSTOCK_SEEDS'] ?? 12);
const FIRST_SEED = Number(process.env['PENSTOCK_FIRST_SEED'] ?? 1);
const ALL = [...SCENARIOS, ...PAUSED_SCENARIOS];
const LIMIT_MS = 20_000 + SEEDS * 2_000;

async function check(scenario: Scenario, schedule: Schedule, what: string): Promise<Outcome> {
  const replay = `"${scenario.name}", ${what}, seed ${schedule.seed}`;
  const outcome = await simulate(scenario, schedule).catch((error: unknown) => {
    throw new Error(`${replay}: ${error instanceof Error ? error.stack : error}`);
  });
  expect(brokenInvariants(outcome), replay).toEqual([]);
  return outcome;
}

test.each(ALL)('$name: ends as it should when nothing goes wrong', async (scenario) => {
  const { events } = await check(scenario, straight, 'straight');
  expect(events.at(-1)).toMatchObject({ end: scenario.end });
});

test.each(ALL)(
  '$name: a process killed at any one point changes nothing that counts',
  async (scenario) => {
    const { points } = await simulate(scenario, straight);
    for (let point = 0; point < points; point++) {
      await check(scenario, { ...straight, fate: killAt(point) }, `killed at point ${point}`);
    }
  },
  LIMIT_MS,
);

test.each(ALL)(
  '$name: holds under kills, freezes, lost answers and late effects',
  async (scenario) => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      for (const { what, ...schedule } of chaosOf(seed)) await check(scenario, schedule, what);
    }
  },
  LIMIT_MS,
);

test('the same seed brings back the same run, event for event', async () => {
  const [scenario] = ALL;
  if (scenario === undefined) throw new Error('no scenario');
  const fate = chaos({ kills: 0.02, freezes: 0.02 });
  const schedule = { seed: 7, owners: 3, faults: rough, fate };
  const first = await simulate(scenario, schedule);
  const second = await simulate(scenario, schedule);
  expect(second.events).toEqual(first.events);
  expect(second.cloud.applied).toEqual(first.cloud.applied);
});
