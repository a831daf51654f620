// Runs come up one after the other: each queues, waits for its turn, and is planned by how the world stands then.
import { resourcesOf } from '../../../src/app/queue/resources-of.ts';
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import type { Resource } from '../../../src/execution/locks.ts';
import { sleep } from '../../../src/lib/clock.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { idleAndLive } from '../../../src/traffic/live-target-group.ts';
import { lookAt } from '../../scenarios/world-state.ts';
import { planOfFollowUp } from './follow-ups.ts';
import { STARTER } from './people.ts';
import { endOf, type PlayedRun, type StageSet } from './stage-set.ts';
import { planOfRun } from './switch-plan.ts';

const LOOK_MS = 45_000;
const TICKET_MS = 120_000;

export async function startRun(set: StageSet, run: PlayedRun): Promise<void> {
  const { clock, journal } = set;
  if (!(await isDue(set, run))) return;
  let ticket = '';
  const resources = wantedBy(run, set);
  for (;;) {
    const standing = ticket === '' ? undefined : await journal.stand(ticket, resources, TICKET_MS);
    if (standing?.status === 'turn' || resources.length === 0) break;
    if (standing?.status !== 'waiting') ticket = await queueUp(set, run, resources);
    else if (isHopeless(set, run)) {
      await journal.leave(ticket);
      run.finish();
      return;
    } else await sleep(clock, LOOK_MS);
  }
  const plan = planNow(set, run);
  if (plan === undefined) {
    await journal.leave(ticket);
    set.tell(
      `run ${run.index + 1} is refused: a prod rule does not say which of its groups is live`,
    );
    run.finish();
    return;
  }
  const started = startedEvent(clock.now(), plan, run.index);
  const holding = { resources, ticket };
  const created = await journal.createHolding(started.planHash, plan, started, holding);
  if (created.status === 'held') throw new Error('its turn had come, and it was held');
  set.tell(`run ${run.index + 1} starts`);
  set.checks.onStart(run, plan, started);
  run.begin({ id: created.id, plan });
}

/** A follow-up waits for the end of its run, and is nothing when that has not succeeded. */
async function isDue({ clock, runs }: StageSet, run: PlayedRun): Promise<boolean> {
  const followed = followedBy(runs, run);
  await followed?.done;
  await sleep(clock, run.follows?.afterMs ?? run.story.afterMs);
  const isNothing = run.follows && followed && !planOfFollowUp(run.follows, followed);
  if (isNothing === true) run.finish();
  return isNothing !== true;
}

function followedBy(runs: readonly PlayedRun[], { follows }: PlayedRun): PlayedRun | undefined {
  return follows && runs[follows.run];
}

async function queueUp(
  { journal }: StageSet,
  run: PlayedRun,
  resources: readonly Resource[],
): Promise<string> {
  const base = { pipeline: 'sample', startedBy: STARTER, leaseMs: TICKET_MS, limit: 100 };
  const queued = await journal.queue({ ...base, owner: `starter ${run.index}`, resources });
  if (queued.status === 'full') throw new Error('the queue is full');
  return queued.ticket;
}

/** What a Dirty run holds stays held until somebody says that it is dealt with. */
function isHopeless({ story, runs }: StageSet, run: PlayedRun): boolean {
  if (story.resolvedAfterMs !== undefined) return false;
  const wanted = new Set(run.story.stages.map(({ shop }) => shop));
  return runs.some(
    (other) => endOf(other) === 'Dirty' && other.story.stages.some(({ shop }) => wanted.has(shop)),
  );
}

/** The same whichever group is idle: both target groups of each rule are named. */
function wantedBy(run: PlayedRun, set: StageSet): readonly Resource[] {
  const { shops } = set;
  const followUp = followUpOf(set, run);
  if (followUp !== undefined) return resourcesOf(followUp, 'the twin');
  const plan = planOfRun(run.story, shops, (rule) => {
    const site = shops.flatMap(({ sites }) => sites).find(({ prodRule }) => prodRule === rule);
    return { idle: site?.green ?? '', live: site?.blue ?? '' };
  });
  return resourcesOf(plan, 'the twin');
}

function followUpOf({ runs }: StageSet, run: PlayedRun): Plan | undefined {
  const followed = followedBy(runs, run);
  return run.follows && followed && planOfFollowUp(run.follows, followed);
}

function planNow(set: StageSet, run: PlayedRun): Plan | undefined {
  if (run.follows !== undefined) return followUpOf(set, run);
  const { rules } = lookAt(set.twin);
  let isKnown = true;
  const plan = planOfRun(run.story, set.shops, (rule) => {
    const found = idleAndLive(rules.find(({ arn }) => arn === rule)?.actions ?? []);
    if (found.status !== 'known') {
      isKnown = false;
      return { idle: '', live: '' };
    }
    return { idle: found.idleTargetGroupArn, live: found.liveTargetGroupArn };
  });
  return isKnown ? plan : undefined;
}

type Started = Extract<ExecutionEvent, { type: 'ExecutionStarted' }>;

function startedEvent(at: number, plan: Plan, index: number): Started {
  return {
    at,
    type: 'ExecutionStarted',
    format: 1,
    planHash: `plan of run ${index + 1}`,
    pipeline: plan.pipeline.name,
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: STARTER,
    bound: [],
  };
}
