// Runs come up one after the other: each queues, waits for its turn, and is planned by how the world stands then.
import { resourcesOf } from '../../../src/app/queue/resources-of.ts';
import type { ExecutionEvent } from '../../../src/execution/event.ts';
import type { Resource } from '../../../src/execution/locks.ts';
import { sleep } from '../../../src/lib/clock.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { idleAndLive } from '../../../src/traffic/live-target-group.ts';
import { hashOf } from '../../scenarios/one-run.ts';
import { lookAt } from '../../scenarios/world-state.ts';
import { STARTER } from './people.ts';
import type { PlayedRun, StageSet } from './stage-set.ts';
import { planOfRun } from './switch-plan.ts';

const LOOK_MS = 20_000;
const TICKET_MS = 120_000;

export async function startRun(set: StageSet, run: PlayedRun): Promise<void> {
  const { clock, journal } = set;
  await sleep(clock, run.story.afterMs);
  let ticket = '';
  const resources = wantedBy(run, set);
  for (;;) {
    const standing = ticket === '' ? undefined : await journal.stand(ticket, resources, TICKET_MS);
    if (standing?.status === 'turn' || resources.length === 0) break;
    if (standing?.status !== 'waiting') ticket = await queueUp(set, run, resources);
    else if (await isHopeless(set, run)) {
      await journal.leave(ticket);
      run.isDone = true;
      return;
    } else await sleep(clock, LOOK_MS);
  }
  const plan = planNow(set, run);
  if (plan === undefined) {
    await journal.leave(ticket);
    set.tell(
      `run ${run.index + 1} is refused: a prod rule does not say which of its groups is live`,
    );
    run.isDone = true;
    return;
  }
  const started = startedEvent(clock.now(), plan);
  const holding = { resources, ticket };
  const created = await journal.createHolding(started.planHash, plan, started, holding);
  if (created.status === 'held') throw new Error('its turn had come, and it was held');
  set.tell(`run ${run.index + 1} starts`);
  set.checks.onStart(run, plan, started);
  run.begin({ id: created.id, plan });
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

/** What a Dirty run holds stays held: nobody resolves it in this story. */
async function isHopeless(set: StageSet, run: PlayedRun): Promise<boolean> {
  const wanted = new Set(run.story.stages.map(({ shop }) => shop));
  return set.runs.some(
    (other) =>
      other.events.at(-1)?.type === 'ExecutionFinished' &&
      (other.events.at(-1) as { readonly end?: string }).end === 'Dirty' &&
      other.story.stages.some(({ shop }) => wanted.has(shop)),
  );
}

/** The same whichever group is idle: both target groups of each rule are named. */
function wantedBy(run: PlayedRun, { shops }: StageSet): readonly Resource[] {
  const plan = planOfRun(run.story, shops, (rule) => {
    const site = shops.flatMap(({ sites }) => sites).find(({ prodRule }) => prodRule === rule);
    return { idle: site?.green ?? '', live: site?.blue ?? '' };
  });
  return resourcesOf(plan, 'the twin');
}

function planNow(set: StageSet, run: PlayedRun): Plan | undefined {
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

function startedEvent(at: number, plan: Plan): Started {
  return {
    at,
    type: 'ExecutionStarted',
    format: 1,
    planHash: hashOf(JSON.stringify(plan)),
    pipeline: plan.pipeline.name,
    world: { kind: 'twin', url: 'http://127.0.0.1:1' },
    startedBy: STARTER,
    bound: [],
  };
}
