// One story: everything that a run of the switch simulation is made of, drawn from its seed and small enough to be taken apart.
import type { Policy } from '../../../src/traffic/policy.ts';
import { type Random, randomFrom } from '../random.ts';

export interface Story {
  readonly seed: number;
  readonly shops: readonly ShopStory[];
  /** So many machines drive whatever runs there are. */
  readonly owners: number;
  readonly runs: readonly RunStory[];
  readonly mishaps: readonly Mishap[];
  readonly acts: readonly Act[];
  readonly policy: Partial<Policy>;
  readonly followUps: readonly FollowUpStory[];
  /** So long after a Dirty end somebody says that it is dealt with; undefined: nobody does. */
  readonly resolvedAfterMs: number | undefined;
}

/** What one service has in the world before the first run. */
export interface ShopStory {
  /** How many load balancers its group stands behind. */
  readonly sites: 1 | 2;
  readonly size: 1 | 2;
  readonly before: 'nothing' | 'live' | 'live and leftover';
}

export interface RunStory {
  readonly afterMs: number;
  readonly stages: readonly StageStory[];
  /** The stages run side by side. */
  readonly isParallel: boolean;
}

/** What people ask for once a run has succeeded; it queues like a run. */
export interface FollowUpStory {
  readonly run: number;
  readonly kind: 'rollback' | 'cleanup';
  /** A blue that has been made smaller is scaled up first. */
  readonly scaleUp: boolean;
  /** Counted from the end of the run. */
  readonly afterMs: number;
}

export interface StageStory {
  /** Its place among the shops; two runs of one shop must wait for each other. */
  readonly shop: number;
  readonly stageRungs: readonly number[];
  /** Both stage rules of a shop with two load balancers climb, side by side. */
  readonly isSideBySide: boolean;
  readonly prodRungs: readonly number[];
  /** Approvals that each gate needs; 0 leaves the gates out. */
  readonly approvals: 0 | 1 | 2;
  /** A gate before anything is touched. */
  readonly isAskedFirst: boolean;
  readonly script: 'none' | 'works' | 'fails' | 'fails once';
  readonly onFailure: 'StageRollback' | 'PipelineRollback';
}

/** `at` counts the moments of the whole story: every call of a cloud, and of the journal but for claims. */
export interface Mishap {
  readonly at: number;
  readonly what: MishapKind;
  /** Which shop or run it concerns, where it concerns one. */
  readonly which: number;
  readonly forMs: number;
}

export const PROCESS_MISHAPS = ['kill', 'stop', 'freeze'] as const;
export const WORLD_MISHAPS = [
  'late write',
  'answer lost before',
  'answer lost after',
  'throttled writes',
  'refused writes',
  'throttled reads',
  'stale reads',
  'late metrics',
  'green falls ill',
  'blue falls ill',
  'green interrupted',
  'blue interrupted',
  'no capacity',
  'slow boot',
  'target deregistered',
  'another hand',
  'abort and restore',
  'abort and leave',
] as const;
export type ProcessMishap = (typeof PROCESS_MISHAPS)[number];
export type WorldMishap = (typeof WORLD_MISHAPS)[number];
export type MishapKind = ProcessMishap | WorldMishap;

/** What people do at one gate or choice of a run, in the order in which these open; else they agree. */
export interface Act {
  readonly run: number;
  readonly opening: number;
  readonly does: 'reject' | 'nothing' | 'agree twice' | 'agree as a stranger' | 'choose the last';
}
const ACTS: readonly Act['does'][] = [
  'reject',
  'nothing',
  'agree twice',
  'agree as a stranger',
  'choose the last',
];

const MOMENTS_OF_A_RUN = 1_200;

/** Each seed turns some kinds of trouble on and others off, so that rare pairs meet often enough. */
export function drawStory(seed: number): Story {
  const random = randomFrom(seed);
  const runCount = pick(random, [1, 1, 1, 1, 2, 2, 3]);
  const shops = Array.from({ length: pick(random, [1, 1, 1, 2, 2, 3]) }, () => drawShop(random));
  const runs = Array.from({ length: runCount }, (_, index) => ({
    afterMs: index === 0 ? 0 : random.between(0, 600_000),
    stages: drawStages(random, shops.length),
    isParallel: random.chance(0.3),
  }));
  const kinds = [...PROCESS_MISHAPS, ...WORLD_MISHAPS].filter(() => random.chance(0.25));
  const count = kinds.length === 0 ? 0 : random.between(0, 8 * runCount);
  const mishaps = drawMishaps(random, kinds, runCount, count);
  const willfulness = pick(random, [0, 0.1, 0.3]);
  const acts = runs.flatMap((_, run) =>
    Array.from({ length: 8 }, (_, opening) => opening)
      .filter(() => random.chance(willfulness))
      .map((opening) => ({ run, opening, does: pick(random, ACTS) })),
  );
  return {
    seed,
    shops,
    runs,
    acts,
    owners: random.between(1, 3),
    mishaps: mishaps.sort((one, other) => one.at - other.at),
    policy: {
      settleMs: pick(random, [20_000, 20_000, 60_000]),
      lastSettleMs: pick(random, [45_000, 45_000, 120_000]),
      bakeMs: pick(random, [60_000, 60_000, 120_000, 300_000]),
      foreignHand: random.chance(0.7) ? 'ask' : 'goBack',
      whileWaiting: random.chance(0.5) ? 'tell' : 'goBack',
      spotMoves: random.chance(0.7) ? 'wait' : 'goBack',
      cleanUp: pick(random, ['whenAsked', 'whenAsked', 'afterKeepWarm', 'never']),
    },
    followUps: drawFollowUps(random, runCount),
    resolvedAfterMs: random.chance(0.3) ? random.between(0, 900_000) : undefined,
  };
}

function drawShop(random: Random): ShopStory {
  return {
    sites: pick(random, [1, 1, 1, 2]),
    size: pick(random, [1, 2]),
    before: pick(random, ['live', 'live', 'live', 'live and leftover', 'nothing']),
  };
}

function drawStages(random: Random, shops: number): readonly StageStory[] {
  const first = random.between(0, shops - 1);
  const count = random.chance(0.4) ? random.between(1, shops) : 1;
  return Array.from({ length: count }, (_, index) => ({
    shop: (first + index) % shops,
    stageRungs: rungs(random, random.between(0, 2)),
    isSideBySide: random.chance(0.5),
    prodRungs: rungs(random, random.between(1, 4)),
    approvals: pick(random, [0, 1, 1, 2]),
    isAskedFirst: random.chance(0.2),
    script: pick(random, ['none', 'none', 'works', 'fails', 'fails once']),
    onFailure: pick(random, ['StageRollback', 'StageRollback', 'PipelineRollback']),
  }));
}

/** Each follows a run of the story, also one that will not succeed. */
function drawFollowUps(random: Random, runs: number): readonly FollowUpStory[] {
  return Array.from({ length: pick(random, [0, 0, 0, 1, 1, 2]) }, () => ({
    run: random.between(0, runs - 1),
    kind: random.chance(0.5) ? 'rollback' : 'cleanup',
    scaleUp: random.chance(0.5),
    afterMs: random.between(0, 1_200_000),
  }));
}

/** Ends with 100, and never goes down. */
function rungs(random: Random, count: number): readonly number[] {
  if (count === 0) return [];
  const below = new Set(Array.from({ length: count - 1 }, () => random.between(1, 99)));
  return [...below].sort((one, other) => one - other).concat(100);
}

/** Much only goes wrong when two troubles come close together. */
function drawMishaps(
  random: Random,
  kinds: readonly MishapKind[],
  runs: number,
  count: number,
): Mishap[] {
  const mishaps: Mishap[] = [];
  for (let drawn = 0; drawn < count; drawn++) {
    const last = mishaps.at(-1);
    const isNear = last !== undefined && random.chance(0.4);
    mishaps.push({
      at: isNear ? last.at + random.between(0, 30) : random.between(0, MOMENTS_OF_A_RUN * runs),
      what: pick(random, kinds),
      which: random.between(0, 2),
      forMs: random.between(1, 150_000),
    });
  }
  return mishaps;
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[random.between(0, values.length - 1)] as Value;
}
