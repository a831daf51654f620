// What must hold in every run, whatever went wrong around it; each answers the sentence that was broken.
import type { ExecutionEvent } from '../../src/execution/event.ts';
import { evolve } from '../../src/execution/evolve.ts';
import { emptyState, inRollback, type State } from '../../src/execution/state.ts';
import { nodesOf, stepsOf } from '../../src/plan/walk.ts';
import type { Outcome } from './simulate.ts';

/** So long may a decision of a person lie there with nobody taking the run: a freeze and a lease. */
const SOON_MS = 250_000;

export function brokenInvariants(outcome: Outcome): string[] {
  return [
    ...foldedInvariants(outcome),
    ...effectsOnce(outcome),
    ...oneOwnerAtATime(outcome),
    ...confirmedIsTrue(outcome),
    ...scriptsOnce(outcome),
    ...endIsTrue(outcome),
  ];
}

const PEOPLE: readonly ExecutionEvent['type'][] = [
  'ApprovalDecided',
  'InterventionDecided',
  'MarkFailedRequested',
  'AbortRequested',
  'PauseRequested',
  'PauseEnded',
  'InputGiven',
];

function foldedInvariants({ scenario, events, claims }: Outcome): string[] {
  const broken: string[] = [];
  const state = emptyState(scenario.plan);
  let askedAt: number | undefined;
  for (const event of events) {
    if (PEOPLE.includes(event.type)) askedAt ??= event.at;
    else if (askedAt !== undefined) {
      const looks = claims
        .map(({ at }) => at)
        .filter((at) => at > Number(askedAt) && at < event.at);
      const quietMs = longestGap([askedAt, ...looks, event.at]);
      if (quietMs > SOON_MS) broken.push(`nobody looked at a decision for ${quietMs} ms`);
      askedAt = undefined;
    }
    if (event.type === 'AttemptStarted' && state.abort && !inRollback(state, event.path)) {
      broken.push(`${event.path} started after the abort`);
    }
    broken.push(...begunInPause(state, event));
    if (event.type === 'EffectConfirmed' && event.via === 'assumed') {
      broken.push(`${event.path} gave up reading back "${event.effect}"`);
    }
    evolve(state, event);
    broken.push(...tooManyLanes(state, event));
  }
  for (const path of unfinishedRollback(state)) broken.push(`rollback step ${path} never ran`);
  return broken;
}

/** Nothing begins forwards, and what was answered meanwhile writes nothing. */
function begunInPause(state: State, event: ExecutionEvent): string[] {
  if (state.paused === undefined || !('path' in event) || event.path === undefined) return [];
  const isForward = event.path !== '' && !inRollback(state, event.path);
  if (event.type === 'AttemptStarted' && isForward) return [`${event.path} began in a pause`];
  const isWrite = event.type === 'EffectIntended' && state.steps.get(event.path)?.isHeld === true;
  return isWrite ? [`${event.path} wrote in a pause what was chosen meanwhile`] : [];
}

function longestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

function tooManyLanes(state: State, event: ExecutionEvent): string[] {
  if (event.type !== 'AttemptStarted' && event.type !== 'NodeStarted') return [];
  const broken: string[] = [];
  for (const node of nodesOf(state.plan.pipeline)) {
    if (node.kind !== 'strategy' || node.maxConcurrency === 0) continue;
    const open = node.iterations.filter(({ path }) => state.open.has(path)).length;
    if (open > node.maxConcurrency) broken.push(`${node.path} has ${open} iterations at once`);
  }
  return broken;
}

function unfinishedRollback(state: State): string[] {
  const stages = [...nodesOf(state.plan.pipeline)].filter((node) => node.kind === 'stage');
  return stages
    .filter(({ path }) => state.nodes.get(path)?.rollback !== undefined)
    .flatMap(({ rollback }) => [...stepsOf(rollback)])
    .filter(({ path }) => state.nodes.get(path)?.finished === undefined)
    .map(({ path }) => path);
}

function effectsOnce({ cloud }: Outcome): string[] {
  const counts = new Map<string, number>();
  for (const { key } of cloud.applied) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].filter(([, n]) => n > 1).map(([key, n]) => `${key} took effect ${n} times`);
}

function oneOwnerAtATime({ cloud, claims }: Outcome): string[] {
  const broken: string[] = [];
  for (const { by, sentAt, key } of cloud.applied) {
    const owner = claims.filter(({ at }) => at <= sentAt).at(-1)?.by;
    if (owner !== by) broken.push(`${by} sent ${key} while ${owner} owned the run`);
  }
  return broken;
}

function confirmedIsTrue({ events, cloud }: Outcome): string[] {
  const last = new Map<string, number>();
  const requests = new Map<string, { readonly name: string; readonly value: number }>();
  for (const event of events) {
    if (event.type !== 'EffectIntended' && event.type !== 'EffectConfirmed') continue;
    const key = `${event.path}#${event.attempt}/${event.effect}`;
    if (event.type === 'EffectIntended') {
      requests.set(key, event.request as { name: string; value: number });
    } else if (event.outcome === 'applied' && event.via !== 'assumed') {
      const request = requests.get(key);
      if (request !== undefined) last.set(request.name, request.value);
    }
  }
  return [...last]
    .filter(([name, value]) => (cloud.values.get(name) ?? 0) !== value)
    .map(([name, value]) => `${name} was confirmed as ${value} but is ${cloud.values.get(name)}`);
}

const ASKED_BY: Readonly<Record<string, ExecutionEvent['type']>> = {
  abort: 'AbortRequested',
  mark: 'MarkFailedRequested',
};

function scriptsOnce({ scripts, events }: Outcome): string[] {
  const broken = [...scripts.starts]
    .filter(([, count]) => count > 1)
    .map(([key]) => `the script ${key} ran twice`);
  const askedAt = (why: string): number | undefined =>
    events.find(({ type }) => type === ASKED_BY[why])?.at;
  for (const { key, why, at } of scripts.kills) {
    const isRecorded = why === 'timeout' || Number(askedAt(why)) <= at;
    const deadline = events.find(
      (event) => event.type === 'AttemptStarted' && key.endsWith(`:${event.path}#${event.attempt}`),
    );
    const isDue = deadline?.type === 'AttemptStarted' && deadline.deadlineAt <= at;
    if (!isRecorded || (why === 'timeout' && !isDue))
      broken.push(`${key} was killed without reason`);
  }
  return broken;
}

function endIsTrue({ events, scenario, cloud }: Outcome): string[] {
  const last = events.at(-1);
  if (last?.type !== 'ExecutionFinished') return ['the run has no end'];
  const { end, leftovers } = last;
  if (end !== scenario.end && !scenario.mayAlsoEnd?.includes(end)) return [`it ended ${end}`];
  const changed = [...cloud.values].filter(([, value]) => value !== 0).map(([name]) => name);
  if (end === 'Dirty' && leftovers.length === 0) return ['it ended Dirty without leftovers'];
  if (end !== 'Success' && end !== 'Dirty' && changed.length > 0) {
    return [`it ended ${end} but ${changed.join(', ')} is changed`];
  }
  return [];
}
