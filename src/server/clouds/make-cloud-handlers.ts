// The handlers that look at the clouds for a run: its groups, the figures at a gate, and its way back; readings are shared by all who look.

import type { GroupCard, WayBack } from '../../api/schemas/run-parts.ts';
import type { ReviewOnPage } from '../../api/schemas/run-waits.ts';
import type { Look } from '../../app/engine.ts';
import { refreshReview } from '../../app/live-review.ts';
import { lookAtGroups } from '../../app/sight/look-at-groups.ts';
import { lookAtWayBack } from '../../app/sight/look-at-way-back.ts';
import { setupsOf } from '../../app/sight/setups-of.ts';
import { expectedTimes } from '../../app/sight/way-back-times.ts';
import type { ExecutionRow } from '../../execution/journal.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Review } from '../../traffic/facts.ts';
import { ProblemError } from '../problem-error.ts';
import type { HandlersOf } from '../routes-of.ts';
import { createKnownRuns, type KnownRun } from '../runs/known-runs.ts';
import { createWorldClocks } from '../runs/world-clocks.ts';
import { toldAsProblem } from './cloud-problem.ts';
import { journalDigests } from './journal-digests.ts';
import { createKeptReads } from './kept-reads.ts';
import { createRunClouds } from './run-clouds.ts';

const FRESH_MS = 10_000;
const RUNS_MAX = 200;

export const makeCloudHandlers: HandlersOf<'readGroups' | 'readReview' | 'readWayBack'> = (
  room,
) => {
  const { journal } = room.engine;
  const known = createKnownRuns(journal, room.projects);
  const clocks = createWorldClocks();
  const digests = journalDigests(room);
  const now = (): number => room.clock.now();
  const keep = { freshMs: FRESH_MS, limit: RUNS_MAX, now };
  const groups = createKeptReads<GroupCard[]>(keep);
  const reviews = createKeptReads<ReviewOnPage | null>(keep);
  const waysBack = createKeptReads<WayBack>(keep);
  const openRun = createRunClouds(room);
  const open = async (of: KnownRun): Promise<OpenedRun> => {
    const look = await room.engine.look(of.run);
    const clock = await clocks.of(of.world);
    if (clock === undefined) throw twinIsGone(of);
    return { look, clock, open: () => openRun(of.run, look, of.project?.folder ?? '') };
  };
  return {
    async readGroups({ params }) {
      const of = await known.in(params.project, params.run);
      return toldAsProblem(
        `The groups of run ${of.run}`,
        groups.read(of.run, async () => readGroups(await open(of))),
      );
    },
    async readReview({ params, query }) {
      const of = await known.in(params.project, params.run);
      return toldAsProblem(
        `The figures at the gate of run ${of.run}`,
        reviews.read(`${of.run} ${query.gate}`, async () => readReview(await open(of), query.gate)),
      );
    },
    async readWayBack({ params }) {
      const of = await known.in(params.project, params.run);
      const read = async (): Promise<WayBack> => {
        const opened = await open(of);
        const sight = await lookAtWayBack({ ...opened, execution: of.run, journal });
        const earlier = (await digests.newest()).filter(({ run }) => run !== of.run);
        const measured = earlier.flatMap(({ wayBack }) => wayBack ?? []);
        const { expectedMs = null, expectedProofMs = null, ...from } = expectedTimes(measured);
        const readAt = opened.clock.now();
        return { ...sight, steps: [...sight.steps], expectedMs, expectedProofMs, ...from, readAt };
      };
      return toldAsProblem(
        `The way back of run ${of.run}`,
        waysBack.read(`${of.run} ${standsAt(await journal.row(of.run))}`, read),
      );
    },
  };
};

/** While a run waits or is over, what it has written by then is never told by an earlier reading. */
function standsAt(row: ExecutionRow | undefined): string {
  if (row === undefined) return '';
  return row.phase === 'ready' ? row.phase : `${row.phase} ${row.length}`;
}

interface OpenedRun {
  readonly look: Look;
  readonly clock: Clock;
  readonly open: () => ReturnType<ReturnType<typeof createRunClouds>>;
}

function twinIsGone({ run, world }: KnownRun): ProblemError {
  const where = world.kind === 'twin' ? `The twin at ${world.url}` : 'The world';
  return new ProblemError(
    'unreachable',
    `${where}, in which run ${run} acts, does not answer; a rehearsal's traffic ends with its twin. Nothing was changed.`,
  );
}

async function readGroups({ look, clock, open }: OpenedRun): Promise<GroupCard[]> {
  const setups = setupsOf(look.plan, look.events);
  if (setups.length === 0) return [];
  const { clouds } = await open();
  const seen = await lookAtGroups(clouds, setups);
  const readAt = clock.now();
  return seen.map((group) => ({
    ...group,
    targetGroup: group.targetGroup ?? null,
    capacity: group.capacity ?? null,
    healthy: group.healthy ?? null,
    instances: group.instances.map((instance) => ({
      id: instance.id,
      zone: instance.zone ?? null,
      type: instance.type ?? null,
      lifeCycle: instance.lifeCycle ?? null,
      health: instance.health ?? null,
    })),
    readAt,
  }));
}

/** Null for a gate that is not open, or has nothing to review. */
async function readReview(
  { look, clock, open }: OpenedRun,
  gate: string,
): Promise<ReviewOnPage | null> {
  const isOver = look.events.some((event) => event.type === 'NodeFinished' && event.path === gate);
  const opened = look.events.findLast(
    (event) => event.type === 'ApprovalOpened' && event.path === gate,
  );
  if (isOver || opened?.type !== 'ApprovalOpened' || opened.approval.review === null) return null;
  const { clouds } = await open();
  const review = opened.approval.review as unknown as Review;
  const { rung, targetGroups, logFolder } = await refreshReview(
    { clouds },
    clock,
    look.events,
    review,
  );
  return { rung, targetGroups: [...targetGroups], logFolder };
}
