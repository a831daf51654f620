// Every state of the models of ownership and of the queue: what is promised holds, and falls with each rule that is taken out.
import { afterAll, describe, expect, test } from 'vitest';
import { type Exploration, type Explored, explore, hasSpin } from './spin.ts';

const MINUTES = 60_000;
/** Each search keeps one processor busy. */
const AT_ONCE = 2;

const NONE = { CRASHES: 0, FREEZES: 0, STOPS: 0, JUMPS: 0, LOST_ANSWERS: 0 };

type Proof = readonly [what: string, exploration: Exploration];

const PROOFS: readonly Proof[] = [
  [
    'two owners, a crash, a freeze and a lost answer',
    safe({ CRASHES: 1, FREEZES: 1, LOST_ANSWERS: 1 }),
  ],
  [
    'two owners, a crash, a stop, a clock set forward and a lost answer',
    safe({ CRASHES: 1, STOPS: 1, JUMPS: 1, LOST_ANSWERS: 1 }),
  ],
  [
    'two owners, a freeze, a stop and a clock set forward',
    safe({ FREEZES: 1, STOPS: 1, JUMPS: 1 }),
  ],
  ['three owners, a crash and a freeze', safe({ OWNERS: 3, CRASHES: 1, FREEZES: 1 })],
  [
    'a run that ends, with a crash, a clock set forward and a lost answer',
    ends({ CRASHES: 1, JUMPS: 1, LOST_ANSWERS: 1 }),
  ],
  ['a run that ends, with a freeze and a lost answer', ends({ FREEZES: 1, LOST_ANSWERS: 1 })],
  [
    'a queue of three, with a crash, a freeze and a change of mind',
    { model: 'queue', property: 'always', bounds: {} },
  ],
  ['a queue in which everybody is served', { model: 'queue', property: 'ends', bounds: {} }],
];

/** What the checker says when a promise falls: the models' own words for it stand beside the assertion. */
const PROMISES = {
  'the run ends, everybody is served': 'acceptance cycle',
  'whoever may write is the owner': '((rowEpoch==epoch[me])&&(rowOwner!=0))',
  'only the latest owner appends': '(epoch[me]==rowEpoch)',
  'no owner reads its successor': '(rowEpoch==epoch[me])',
  'no two events at one place': 'length)',
  'a take-over by the lease overlaps no write': '((flight[who]==0)||flightLate[who])',
  'writes are over before a later owner looks': '(flightEpoch[1]>=acted)',
  'one write slips': '(lateSends[me]<=0)',
  'nothing is done twice': '(applied<=(1+lateWrites))',
  'never two on one resource': '((worksOn[i]&wants[me])==0)',
  'first come, first served': 'wanted[queue[i]]',
} as const;

/** The rule that is taken out, the promise that falls, and what has to go wrong for it. */
type Plant = readonly [
  plant: string,
  promise: keyof typeof PROMISES,
  bounds: Exploration['bounds'],
];

const FREEZE = { FREEZES: 1 };
const CRASH = { CRASHES: 1 };

const OWNERSHIP_PLANTS: readonly Plant[] = [
  ['CLAIM_LEASE', 'whoever may write is the owner', {}],
  ['CLAIM_WAKE', 'the run ends, everybody is served', {}],
  ['GONE_UNNAMED', 'whoever may write is the owner', { ...CRASH, ...FREEZE }],
  ['GONE_WRONG', 'whoever may write is the owner', FREEZE],
  ['APPEND_EPOCH', 'only the latest owner appends', FREEZE],
  ['APPEND_LENGTH', 'no two events at one place', {}],
  ['READ_EPOCH', 'no owner reads its successor', FREEZE],
  ['RENEW_EPOCH', 'whoever may write is the owner', FREEZE],
  ['RELEASE_EPOCH', 'whoever may write is the owner', { ...FREEZE, STOPS: 1 }],
  ['PARK_LENGTH', 'the run ends, everybody is served', {}],
  ['SIGNAL_WAKES', 'the run ends, everybody is served', {}],
  ['SIGNAL_TRANSACTION', 'no two events at one place', {}],
  ['LOOK', 'a take-over by the lease overlaps no write', FREEZE],
  ['WRITE_BUDGET', 'a take-over by the lease overlaps no write', { ...CRASH, ...FREEZE }],
  ['NO_LATE_WRITE', 'one write slips', FREEZE],
  ['LEASE_FROM_ANSWER', 'whoever may write is the owner', FREEZE],
  ['TWO_CLOCKS', 'whoever may write is the owner', { JUMPS: 1 }],
  ['SETTLE_FROM_SEND', 'writes are over before a later owner looks', CRASH],
  ['READ_BACK', 'nothing is done twice', CRASH],
  ['INTENT', 'writes are over before a later owner looks', CRASH],
];

const QUEUE_PLANTS: readonly Plant[] = [
  ['TURN_TRUSTED', 'never two on one resource', {}],
  ['PARTIAL', 'never two on one resource', {}],
  ['DIRTY_FREES', 'never two on one resource', {}],
  ['AHEAD', 'first come, first served', {}],
  ['NEWCOMER', 'first come, first served', {}],
  ['DEAD_WAITS', 'the run ends, everybody is served', {}],
];

const inTurn = turns(AT_ONCE);
const told: string[] = [];

async function exploreAndTell(what: string, exploration: Exploration): Promise<Explored> {
  const explored = await inTurn(() => explore(exploration));
  const { states, ms, broken = 'holds' } = explored;
  told.push(`${what}: ${states} states, ${(ms / 1_000).toFixed(1)} s, ${broken}`);
  return explored;
}

describe.skipIf(!hasSpin())(
  'Of the models (needs spin and a C compiler)',
  { concurrent: true, timeout: 10 * MINUTES },
  () => {
    test.each(PROOFS)('every promise holds: %s', async (what, exploration) => {
      const { broken, states } = await exploreAndTell(what, exploration);
      expect(broken).toBeUndefined();
      expect(states).toBeGreaterThan(10_000);
    });

    test.each(OWNERSHIP_PLANTS)('without the rule %s falls: %s', async (plant, promise, bounds) => {
      expect(await brokenBy('ownership', plant, promise, { ...NONE, ...bounds })).toContain(
        PROMISES[promise],
      );
    });

    test.each(QUEUE_PLANTS)(
      'without the rule %s of the queue falls: %s',
      async (plant, promise, bounds) => {
        expect(await brokenBy('queue', plant, promise, bounds)).toContain(PROMISES[promise]);
      },
    );

    afterAll(() => console.info(told.join('\n')));
  },
);

async function brokenBy(
  model: Exploration['model'],
  plant: string,
  promise: keyof typeof PROMISES,
  bounds: Exploration['bounds'],
): Promise<string | undefined> {
  const property = PROMISES[promise] === 'acceptance cycle' ? 'ends' : 'always';
  const { broken } = await exploreAndTell(plant, { model, plant, property, bounds });
  return broken;
}

function safe(bounds: Exploration['bounds']): Exploration {
  return { model: 'ownership', property: 'always', bounds: { ...NONE, ...bounds } };
}

function ends(bounds: Exploration['bounds']): Exploration {
  return { model: 'ownership', property: 'ends', bounds: { ...NONE, ...bounds } };
}

function turns(places: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const lanes: Promise<unknown>[] = Array.from({ length: places }, () => Promise.resolve());
  let next = 0;
  return (work) => {
    const lane = next++ % places;
    const done = (lanes[lane] ?? Promise.resolve()).then(work);
    lanes[lane] = done.catch(() => {});
    return done;
  };
}
