// `kill -9` at one point after the other: what was begun is finished, the same each time, and no request is lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildRunResult } from '../../src/view/run-result.ts';
import { eventually } from '../eventually.ts';
import { type DrivenRun, driveRun } from './driven-run.ts';
import { BACK, FORWARD, type KillPoint } from './kill-points.ts';
import { type ShopWorld, startShopWorld } from './shop-world.ts';
import { type WorldPicture, worldPicture } from './world-picture.ts';

const SPEED = 300;
/** A way back is short, and a kill costs it a process start. */
const KILLS_PER_RUN = { forward: 10, back: 6 };
const RUN_WITHIN_MS = 150_000;
const SETTLED_WITHIN_MS = 20_000;

let world: ShopWorld;
const startedAt = performance.now();
const covered: string[] = [];
let untouched: { readonly success: Ending; readonly rejected: Ending };

beforeAll(async () => {
  world = await startShopWorld(SPEED);
  const success = await endingOf(await driveRun(world, { points: [], word: 'approve' }));
  const rejected = await endingOf(await driveRun(world, { points: [], word: 'reject' }));
  untouched = { success, rejected };
}, RUN_WITHIN_MS);

afterAll(async () => {
  const requests = await world.rehearsal.stopClients();
  await world[Symbol.asyncDispose]();
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const lines = covered.map((name, index) => `${index + 1}  ${name}`);
  process.stdout.write(
    `killed at ${covered.length} points; ${requests.sent} requests, ${requests.failed} failed; ${seconds} s\n${lines.join('\n')}\n`,
  );
});

describe('a run that is not killed', () => {
  test('ends well or is put back', () => {
    expect(untouched.success).toMatchObject({ code: 0, status: 'Success' });
    expect(untouched.rejected).toMatchObject({ code: 4, status: 'RolledBack' });
  });
});

describe('a run that is killed', () => {
  test.each(hands(FORWARD, KILLS_PER_RUN.forward))(
    '%#: ends well all the same, at $names',
    async ({ points }) => {
      const run = await driveRun(world, { points, word: 'approve' });
      expect(await endingOf(run)).toEqual({ ...untouched.success, code: codeOf(run) });
      check(run, points);
    },
    RUN_WITHIN_MS,
  );

  test.each(hands(BACK, KILLS_PER_RUN.back))(
    '%#: is put back all the same, at $names',
    async ({ points }) => {
      const run = await driveRun(world, { points, word: 'reject' });
      expect(await endingOf(run)).toEqual({ ...untouched.rejected, code: codeOf(run) });
      check(run, points);
    },
    RUN_WITHIN_MS,
  );

  test('was killed at sixty points or more, and no client noticed', () => {
    expect(new Set(covered).size).toBe(FORWARD.length + BACK.length);
    expect(covered.length).toBeGreaterThanOrEqual(60);
    const { sent, failed } = world.rehearsal.requests();
    expect(failed).toBe(0);
    expect(sent).toBeGreaterThan(1_000);
  });
});

interface Ending {
  readonly code: number | null;
  readonly defect: string;
  readonly status: string;
  readonly cause: string | null;
  readonly failure: string | null;
  readonly leftovers: unknown;
  readonly rungs: readonly string[];
  readonly restored: readonly string[];
  readonly sideEffects: string;
  readonly creations: number;
  readonly decisions: readonly string[];
  readonly picture: WorldPicture;
}

/** The world needs a moment: what was removed last is still going. */
async function endingOf(run: DrivenRun): Promise<Ending> {
  const result = buildRunResult(run.execution, run.events);
  return {
    code: run.last.code,
    defect: /defect.*/.exec(run.last.stderr)?.[0] ?? '',
    status: result.status,
    cause: result.cause,
    failure: result.failure?.replace(/logs\/\d+/, 'logs/N') ?? null,
    leftovers: result.leftovers,
    rungs: result.rungs
      .map(({ rung, label, set, reported }) => `${rung} ${label}: set ${set}, shown ${reported}`)
      .sort(),
    restored: result.restored.map(({ label, outcome }) => `${label}: ${outcome}`).sort(),
    sideEffects: run.sideEffects,
    creations: run.creations,
    decisions: run.events.flatMap((event) =>
      event.type === 'ApprovalDecided' ? [`${event.path} ${event.decision}`] : [],
    ),
    picture: await settledPicture(),
  };
}

async function settledPicture(): Promise<WorldPicture> {
  let picture = await worldPicture(world);
  await eventually(
    'a world in which nothing moves',
    async () => {
      picture = await worldPicture(world);
      return Object.values(picture.targets)
        .flat()
        .every((state) => state === 'healthy' || state === 'unused');
    },
    SETTLED_WITHIN_MS,
  );
  return picture;
}

/** Who is killed right after the end has been recorded has nothing left to do, and no exit code. */
function codeOf({ killedAt, last, events }: DrivenRun): number | null {
  const end = events.at(-1);
  const isSuccess = end?.type === 'ExecutionFinished' && end.end === 'Success';
  return last.signal === 'SIGKILL' && killedAt.length > 0 ? null : isSuccess ? 0 : 4;
}

function check(run: DrivenRun, points: readonly KillPoint[]): void {
  expect(run.killedAt).toEqual(points.map(({ name }) => name));
  covered.push(...run.killedAt);
}

/** Deals the points like cards, so that each run is killed early, in the middle and late. */
function hands(
  points: readonly KillPoint[],
  killsPerRun: number,
): readonly { readonly points: readonly KillPoint[]; readonly names: string }[] {
  const runs = Math.ceil(points.length / killsPerRun);
  return Array.from({ length: runs }, (_, run) => {
    const dealt = points.filter((_point, index) => index % runs === run);
    return { points: dealt, names: dealt.map(({ name }) => name).join('; ') };
  });
}
