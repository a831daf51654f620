// What the way back of a run would do now, in words: rules, names, capacities, green, and whether blue can carry it. Reads only.
import type { Clouds } from '../../cloud/clouds.ts';
import type { ExecutionEvent } from '../../execution/event.ts';
import { hasEnded } from '../../execution/has-ended.ts';
import type { Journal } from '../../execution/journal.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Plan } from '../../plan/plan.ts';
import { STEP_FACT } from '../../steps/common/step-facts.ts';
import { lookAtPromotion, type PromotionLook } from '../../steps/follow-up/look-at-promotion.ts';
import { drainingSeconds } from '../../steps/setup/group-document.ts';
import { sameActions } from '../../traffic/actions.ts';
import { beforeImagesIn } from '../../traffic/before-images.ts';
import { describeWeights } from '../../traffic/differences.ts';
import { FACT, type Setup } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Promotion } from '../../traffic/promotion.ts';
import { givesWeight } from '../../traffic/split.ts';
import { weightChanges } from '../../traffic/weight-changes.ts';
import { stageLabels } from '../../view/deploying-stages.ts';
import type { Look } from '../engine.ts';
import { checkRollback } from '../follow-up/check-rollback.ts';
import { endedRun } from '../follow-up/ended-run.ts';
import type { PreparedRun } from '../prepare-run.ts';
import { Refusal } from '../refusal.ts';
import { factsOfRun, factsOfStage, type KnownFact, lastValue, stagesIn } from './setups-of.ts';

export interface WayBackSight {
  /** `abort`: while the run goes on. `rollback`: a run of its own after success. `none`: nothing to put back. */
  readonly kind: 'abort' | 'rollback' | 'none';
  /** What stands in its way, or why there is none; else what it comes to. */
  readonly says: string;
  /** In the order in which they happen. */
  readonly steps: readonly string[];
}

export interface WayBackOf {
  readonly execution: string;
  readonly look: Look;
  readonly journal: Journal;
  /** Its clouds, asked for only when there is something to look at. */
  readonly open: () => Promise<Pick<PreparedRun, 'clouds' | 'loaded'>>;
  readonly clock: Clock;
}

/** Throws `CloudError` when a cloud does not answer in time. */
export async function lookAtWayBack(of: WayBackOf): Promise<WayBackSight> {
  const { plan, events } = of.look;
  if (hasEnded(events)) return afterItsEnd(of);
  const objection = whyNoAbort(plan, events);
  return objection === undefined ? ofAbort(of) : none(objection);
}

const GIVE_UP_MS = 15_000;
/** What a refusal adds for who wanted it done. */
const DID_NOTHING = / Nothing was (done|started, and no traffic was moved)\.$/;

function none(says: string): WayBackSight {
  return { kind: 'none', says, steps: [] };
}

function whyNoAbort(plan: Plan, events: readonly ExecutionEvent[]): string | undefined {
  if (plan.followUp?.kind === 'rollback') return 'This run is a way back itself.';
  if (plan.followUp?.kind === 'cleanup') {
    return 'This run takes the old version away; what it has taken away does not come back.';
  }
  const back = events.find((event) => event.type === 'RollbackStarted');
  if (back !== undefined) return 'The way back is under way already.';
  const isTouched =
    (plan.resumed?.changes.length ?? 0) > 0 ||
    events.some((event) => event.type === 'EffectIntended' && event.changesWorld);
  return isTouched
    ? undefined
    : 'Nothing has been changed yet: an abort ends the run, and there is nothing to put back.';
}

async function ofAbort({ look, open, clock }: WayBackOf): Promise<WayBackSight> {
  const { plan, events } = look;
  const { clouds } = await open();
  const facts = factsOfRun(plan, events);
  const labelOf = stageLabels(plan);
  const stages = stagesIn(plan).map(async (stage) => {
    const own = factsOfStage(facts, stage);
    const sight = await ofStage(own, clouds, clock);
    const label = labelOf(stage.path);
    const lead = label === undefined ? '' : `${label}: `;
    return { ...sight, steps: sight.steps.map((step) => `${lead}${step}`) };
  });
  const seen = await Promise.all(stages);
  const rules = seen.reduce((sum, { restored }) => sum + restored, 0);
  const objections = seen.flatMap(({ objection }) => objection ?? []);
  const comes =
    rules === 0
      ? 'No rule needs a write; what the run has made goes.'
      : `An abort that restores puts ${rules === 1 ? 'one rule' : `${rules} rules`} back as before the run, together, and then the groups.`;
  return {
    kind: 'abort',
    says: [comes, ...objections].join(' '),
    steps: seen.flatMap(({ steps }) => steps),
  };
}

interface StageSight {
  readonly steps: readonly string[];
  readonly restored: number;
  readonly objection: string | undefined;
}

async function ofStage(
  facts: readonly KnownFact[],
  clouds: Clouds,
  clock: Clock,
): Promise<StageSight> {
  const setup = lastValue<Setup>(facts, FACT.setup);
  if (setup === undefined) {
    const isMaking = facts.some(({ name }) => name === STEP_FACT.creatingGreen);
    const steps = isMaking ? ['the group that is being made is drained and deleted'] : [];
    return { steps, restored: 0, objection: undefined };
  }
  const promotion = { setup, images: beforeImagesIn(facts), left: lastWritten(facts) };
  const signal = new AbortController().signal;
  const pace = { clock, giveUpAt: clock.now() + GIVE_UP_MS, signal };
  const seen = await lookAtPromotion(clouds, promotion, pace);
  const rules = seen.rules.map((rule) => ruleStep(promotion, rule));
  return {
    steps: [...rules.map(({ says }) => says), ...groupSteps(setup, seen)],
    restored: rules.filter(({ isWrite }) => isWrite).length,
    objection: objectionOf(seen),
  };
}

/** A rule that the run has written again has a word more in its key. */
function lastWritten(facts: readonly KnownFact[]): ReadonlyMap<string, readonly RuleAction[]> {
  const written = new Map<string, readonly RuleAction[]>();
  for (const { name, key, value } of facts) {
    const [ruleArn = key] = key.split(' ');
    if (name === STEP_FACT.writtenActions) {
      written.set(ruleArn, value as unknown as readonly RuleAction[]);
    }
  }
  return written;
}

function ruleStep(
  { setup, left }: Promotion,
  { image, now, isAsLeft, isAsBefore }: PromotionLook['rules'][number],
): { readonly says: string; readonly isWrite: boolean } {
  const { label, actions, ruleArn } = image;
  if (now === undefined) {
    return { says: `${label}: left, for the rule does not exist any more`, isWrite: false };
  }
  if (isAsBefore) return { says: `${label}: as before the run already`, isWrite: false };
  const isOurs = isAsLeft || sameActions(now, left.get(ruleArn) ?? actions);
  const isOnGreen = setup.loadBalancers.some(({ stageTargetGroupArn }) =>
    givesWeight(now, stageTargetGroupArn),
  );
  if (isOurs || isOnGreen) {
    const hand = isOurs ? '' : ', over what somebody else has set';
    return { says: `${label}: ${weightChanges(now, actions)}${hand}`, isWrite: true };
  }
  const found = describeWeights(now);
  return { says: `${label}: left as somebody else has it, ${found}`, isWrite: false };
}

function groupSteps(setup: Setup, { blue, greenInstances }: PromotionLook): readonly string[] {
  const steps: string[] = [];
  if ('id' in blue && setup.blue !== null) {
    const { name, capacity } = setup.blue;
    steps.push(`blue ${blue.name} (${blue.id}): ${blue.why}`);
    if (blue.name !== name) {
      steps.push(`names: ${blue.name} becomes ${name}, and green ${setup.stageGroupName}`);
    }
    if (blue.capacity.minimum !== capacity.minimum) {
      steps.push(`blue: minimum ${blue.capacity.minimum} → ${capacity.minimum}`);
    }
  }
  if (setup.green !== null) {
    const count = `${greenInstances} instance${greenInstances === 1 ? '' : 's'}`;
    const seconds = drainingSeconds(setup.green.document);
    steps.push(
      `green (${setup.green.id}, ${count}): proved to be without traffic, drained for ${seconds} s, scaled to 0, deleted`,
    );
  }
  return steps;
}

function objectionOf({ blue }: PromotionLook): string | undefined {
  if (blue.status === 'gone') return 'Blue is gone: nothing could carry the traffic.';
  if (blue.status !== 'short' || !('why' in blue)) return undefined;
  return `Blue is short of healthy targets (${blue.why}): it is scaled up and waited for first.`;
}

async function afterItsEnd({
  execution,
  look,
  journal,
  open,
  clock,
}: WayBackOf): Promise<WayBackSight> {
  try {
    const ended = endedRun(execution, look, 'rollback');
    const run = await open();
    const seen = await checkRollback(journal, ended, run, clock, false);
    const count = seen.rules.length === 1 ? 'one rule' : `${seen.rules.length} rules`;
    return {
      kind: 'rollback',
      says: `A rollback run of its own puts ${count} back as before this run, together, and then the groups.`,
      steps: [
        ...seen.rules.map(({ label, from, to }) => `${label}: ${from} → ${to}`),
        ...seen.blues.map(({ name, id, why }) => `blue ${name} (${id}): ${why}`),
        `green (${seen.greenInstances} instances): proved to be without traffic, drained, scaled to 0, deleted`,
      ],
    };
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'usage')
      return none(error.message.replace(DID_NOTHING, ''));
    throw error;
  }
}
