// The way back of traffic: every rule to its before image, all in flight together, read back to be exactly equal.

import { CloudError } from '../../cloud/cloud-error.ts';
import type { Leftover } from '../../execution/event.ts';
import { StepFailure } from '../../execution/step.ts';
import { canonicalActions, sameActions } from '../../traffic/actions.ts';
import { describeWeights } from '../../traffic/differences.ts';
import { type BeforeImage, FACT, type Restored } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { givesWeight } from '../../traffic/split.ts';
import { allDone } from '../common/all-done.ts';
import { isRefusal } from '../common/failure.ts';
import { gatherAnswers } from '../common/gather-answers.ts';
import { FRESH_MS } from '../common/kept-fresh.ts';
import { type Pace, restorePace, rollbackPace } from '../common/pace.ts';
import { everWritten, record, STEP_FACT } from '../common/step-facts.ts';
import { readBack, type WriteHow, writeActions } from '../common/write-rule.ts';
import { blueTargetGroups, shiftOf } from '../shift/shift.ts';
import { busiestFirst } from './busiest-first.ts';
import { blueStillReady, objectionToRestore, readyOfBlue } from './guard-blue.ts';
import { leftRule } from './leftovers.ts';
import { lookAtRules, type Seen } from './look-at-rules.ts';
import { loadBalancersOf, pendingImages, restoredFacts, type WayBack } from './way-back.ts';

/** Not cut by the step's time-out. Answers what could not be put back. */
export async function restoreRules(way: WayBack): Promise<readonly Leftover[]> {
  const { context } = way;
  const pending = pendingImages(way);
  if (pending.length === 0) {
    context.log('Every rule of the stage is as it was: nothing is left to put back.');
    return [];
  }
  const pace = restorePace(context);
  const looking = lookAround(way, pace, pending).catch(notSeen);
  prepareWrites(way, pending);
  const around = await looking;
  if (typeof around === 'string') {
    // What this run never wrote needs no way back, seen or not.
    const written = pending.filter(({ ruleArn }) => everWritten(context, ruleArn).length > 0);
    const unseen = written.map((image) =>
      left(way, image, undefined, knownOf(way, image) ?? around),
    );
    return (await allDone(unseen)).flat();
  }
  const { seen, objection } = around;
  const ready = guardOf(way, seen);
  const isRefused = (each: Seen): boolean => objection !== undefined && givesBlueBack(way, each);
  const going = seen.filter((each) => each.todo === 'restore' && !isRefused(each));
  const answered = gatherAnswers(pace.clock, going.length);
  const putBack = (each: Seen): Promise<readonly Leftover[]> => {
    if (!givesBlueBack(way, each))
      return settle(way, pace, each, { ready: nobodyNeeded, answered });
    if (objection !== undefined) return refusedRestore(way, each, objection);
    return settle(way, pace, each, { ready, answered });
  };
  const inOrder = busiestFirst(context, seen);
  const leftovers = await allDone(inOrder.map(putBack));
  return leftovers.flat();
}

/** While the rules are read: what this run has written goes back, unless that shows a reason against it. */
function prepareWrites(way: WayBack, pending: readonly BeforeImage[]): void {
  const expected = pending.filter(
    ({ isDefault, ruleArn }) => !isDefault && everWritten(way.context, ruleArn).length > 0,
  );
  for (const loadBalancers of new Set(expected.map((image) => loadBalancersOf(way, image)))) {
    const own = expected.filter((image) => loadBalancersOf(way, image) === loadBalancers);
    loadBalancers.prepareWrites?.(own);
  }
}

/** A rule that answers by itself, or forwards to others, goes back however blue is. */
function givesBlueBack({ setup }: WayBack, { image }: Seen): boolean {
  const blue = [...(setup === undefined ? [] : blueTargetGroups(setup))];
  return blue.some((arn) => givesWeight(image.actions, arn));
}

async function nobodyNeeded(): Promise<void> {}

interface LookedAround {
  readonly seen: readonly Seen[];
  readonly objection: string | undefined;
}

/** Rules and blue are looked at side by side: each round trip is time in which customers wait. */
async function lookAround(
  way: WayBack,
  pace: Pace,
  pending: readonly BeforeImage[],
): Promise<LookedAround> {
  const { context, tools, setup } = way;
  const isFresh = pace.clock.now() - (way.blueSeenAt ?? Number.NEGATIVE_INFINITY) <= FRESH_MS;
  if (setup === undefined || setup.blue === null || isFresh) {
    return { seen: await lookAtRules(way, pace, pending), objection: undefined };
  }
  const shift = { ...shiftOf(tools, context, setup), pace: rollbackPace(context) };
  const isTouched = pending.some(({ ruleArn }) => everWritten(context, ruleArn).length > 0);
  let seen: readonly Seen[] = [];
  let ready: ReadonlySet<string> = new Set();
  await allDone([
    lookAtRules(way, pace, pending).then((found) => {
      seen = found;
    }),
    (isTouched ? readyOfBlue(shift) : Promise.resolve(ready)).then((found) => {
      ready = found;
    }),
  ]);
  return { seen, objection: await objectionToRestore(shift, seen, ready).catch(noHealth) };
}

function notSeen(error: unknown): string {
  if (isRefusal(error)) return `nobody can see how the rule stands: ${error.message}`;
  throw error;
}

/** Why an earlier step had to leave it says more than that it cannot be seen now. */
function knownOf({ context }: WayBack, { ruleArn }: BeforeImage): string | undefined {
  return restoredFacts(context).findLast((fact) => fact.ruleArn === ruleArn)?.reason ?? undefined;
}

function noHealth(error: unknown): string {
  if (isRefusal(error)) return `nobody can see how healthy it is: ${error.message}`;
  throw error;
}

function guardOf({ context, tools, setup }: WayBack, seen: readonly Seen[]): () => Promise<void> {
  if (setup === undefined) return async () => undefined;
  const shift = { ...shiftOf(tools, context, setup), pace: rollbackPace(context) };
  return blueStillReady(shift, seen);
}

async function settle(
  way: WayBack,
  pace: Pace,
  seen: Seen,
  how: WriteHow,
): Promise<readonly Leftover[]> {
  const { image } = seen;
  switch (seen.todo) {
    case 'nothing':
      await recordRestored(way, image, seen.rule.actions, 'untouched', null, null);
      return [];
    case 'leave':
      way.context.log(`${image.label}: left as it is: ${seen.reason}.`);
      await recordRestored(way, image, undefined, 'left', null, seen.reason);
      return [leftRule(image, seen.reason)];
    case 'restore':
      return restore(way, pace, seen, how);
  }
}

async function restore(
  way: WayBack,
  pace: Pace,
  { image, rule }: Extract<Seen, { todo: 'restore' }>,
  given: WriteHow,
): Promise<readonly Leftover[]> {
  const { context } = way;
  const loadBalancers = loadBalancersOf(way, image);
  context.log(
    `${image.label}: ${describeWeights(rule.actions)} → ${describeWeights(image.actions)} (as before)`,
  );
  try {
    const name = `restore ${image.ruleArn}`;
    const how = { isUncut: true, ...given };
    // Asked for first and side by side, the fact is on disk before the write leaves, at no commit more.
    await allDone<unknown>([
      record(context, STEP_FACT.intendedActions, image.ruleArn, image.actions),
      writeActions(context, pace, loadBalancers, name, rule, image.actions, how),
    ]);
    const expected = [{ ruleArn: image.ruleArn, actions: image.actions }];
    const [shown] = await readBack(pace, loadBalancers, expected);
    const actions = shown?.actions ?? [];
    if (!sameActions(actions, image.actions)) {
      return left(way, image, actions, `AWS shows ${describeWeights(actions)} after the write`);
    }
    await recordRestored(way, image, actions, 'restored', pace.clock.now(), null);
    return [];
  } catch (error) {
    if (error instanceof CloudError || error instanceof StepFailure) {
      return left(way, image, undefined, error.message);
    }
    throw error;
  }
}

async function left(
  way: WayBack,
  image: BeforeImage,
  actions: readonly RuleAction[] | undefined,
  reason: string,
): Promise<readonly Leftover[]> {
  await recordRestored(way, image, actions, 'left', null, reason);
  return [leftRule(image, reason)];
}

async function recordRestored(
  way: WayBack,
  image: BeforeImage,
  actions: readonly RuleAction[] | undefined,
  outcome: Restored['outcome'],
  writtenAt: number | null,
  reason: string | null,
): Promise<void> {
  const { context, tools } = way;
  const { ruleArn, label, lane } = image;
  await record<Restored>(context, FACT.restored, ruleArn, {
    ruleArn,
    label,
    lane,
    outcome,
    beforeHash: tools.hash(canonicalActions(image.actions)),
    afterHash: actions === undefined ? '' : tools.hash(canonicalActions(actions)),
    writtenAt,
    reason,
  });
}

async function refusedRestore(
  way: WayBack,
  seen: Seen,
  objection: string,
): Promise<readonly Leftover[]> {
  if (seen.todo === 'nothing') return [];
  return left(way, seen.image, undefined, `blue cannot take the traffic back: ${objection}`);
}
