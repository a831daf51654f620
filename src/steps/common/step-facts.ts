// Reading and recording the facts by which the steps of one stage know of each other.
import type { RecordedFact, StepContext } from '../../execution/step.ts';
import type { Json, JsonObject } from '../../lib/json.ts';
import { beforeImagesIn } from '../../traffic/before-images.ts';
import { type BeforeImage, FACT, type Setup } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import { failure, NOTHING_MOVED } from './failure.ts';

/** Facts that only the steps read. */
export const STEP_FACT = {
  /** The group found under the stage name before the setup, or null. Key: the stage name. */
  leftoverGroup: 'leftover-group',
  /** The leftover group, once it is deleted. Key: the group. */
  removedGroup: 'removed-group',
  /** That green is about to be created; from here on it may be there. Key: the stage name. */
  creatingGreen: 'creating-green',
  /** Rules that name a target group of the setup. Key: the load balancer. */
  sharingRules: 'sharing-rules',
  /** The actions we are about to give a rule. Key: the rule. */
  intendedActions: 'intended-actions',
  /** The actions AWS showed after our write. Key: the rule. */
  writtenActions: 'written-actions' as typeof FACT.writtenActions,
  /** The probe's answer before the first shift of a rule. Key: the rule. */
  probeBaseline: 'probe-baseline',
  /** When and for which requests a rule applies. Key: the rule, and that. */
  ruleShape: 'rule-shape',
  /** The instances of a group as a look has seen them. Key: the group, and they. */
  instances: 'instances',
  /** Processes of a group that were suspended by us. Key: the group. */
  suspendedProcesses: 'suspended-processes',
  /** That a step has left for a person's answer while it kept Spot calm. Key: the step, and which time. */
  leftWhileCalm: 'left-while-calm',
  /** That Spot is kept calm for weights that are written again. Key: the occasion. */
  calmedAgain: 'calmed-again',
  /** The attributes of a target group as the setup found them, or as a person accepted them. Key: the target group. */
  attributes: 'attributes',
  /** The health check of a target group as the setup found it, or as a person accepted it. Key: the target group. */
  healthCheck: 'health-check',
  /** Targets that no instance of the group explains, and with which the run goes on. Key: the target group. */
  strangers: 'strangers',
  /** Whether a write was needed when the step first looked. Key: the write. */
  isNeeded: 'is-needed',
  /** Since when a follow-up goes to its end, everything having been in order for it. */
  followUpBegun: 'follow-up-begun',
  /** The capacity of blue before it was scaled up for a rollback. Key: the group. */
  capacityFound: 'capacity-found',
} as const;

export interface LeftoverGroup {
  readonly id: string;
  readonly name: string;
  readonly document: JsonObject;
}

/** Enough to read what the steps of a stage have recorded. */
export type StageContext = Pick<StepContext, 'facts' | 'stage'>;

/** Records a fact and answers the value that counts: the first one of this attempt. */
export async function record<Value>(
  context: StepContext,
  name: string,
  key: string,
  value: Value,
): Promise<Value> {
  return (await context.fact(name, key, value as Json)) as Value;
}

/**
 * Whether there is something to write. The first answer of an attempt stands: a second run after a
 * crash must meet the intent that the first one left open, however the world looks by then.
 */
export async function isNeeded(
  context: StepContext,
  write: string,
  look: () => Promise<boolean>,
): Promise<boolean> {
  const known = context.facts(STEP_FACT.isNeeded).find(({ path, attempt, key }) => {
    return path === context.path && attempt === context.attempt && key === write;
  });
  if (known !== undefined) return known.value === true;
  return record(context, STEP_FACT.isNeeded, write, await look());
}

/** The facts of one name that steps of this stage have recorded, oldest first, after those it has inherited. */
export function stageFacts(context: StageContext, name: string): readonly RecordedFact[] {
  const within = `${context.stage.path}/`;
  const inherited = (context.stage.inherited ?? [])
    .filter((fact) => fact.name === name)
    .map(({ key, value }) => ({ path: within, attempt: 0, at: 0, key, value }));
  return [...inherited, ...context.facts(name).filter(({ path }) => path.startsWith(within))];
}

export function lastFact<Value>(
  context: StageContext,
  name: string,
  key?: string,
): Value | undefined {
  const facts = stageFacts(context, name);
  return facts.findLast((fact) => key === undefined || fact.key === key)?.value as
    | Value
    | undefined;
}

export function setupOf(context: StageContext): Setup | undefined {
  return lastFact<Setup>(context, FACT.setup);
}

export function requireSetup(context: StepContext): Setup {
  const setup = setupOf(context);
  if (setup !== undefined && setup.green !== null) return setup;
  throw failure('Unknown', {
    what: 'There is nothing to shift traffic to',
    why: 'no ElastigroupBGStageSetup step of this stage has set up a group',
    todo: 'Put that step before the traffic shift',
    traffic: NOTHING_MOVED,
  });
}

/** The image of every rule that this stage has touched or was about to. */
export function beforeImagesOf(context: StageContext): readonly BeforeImage[] {
  return beforeImagesIn(
    [FACT.beforeImage, FACT.adoptedImage].flatMap((name) =>
      stageFacts(context, name).map(({ value }) => ({ name, value })),
    ),
  );
}

/** Records the image unless an earlier step or attempt has; answers the one that counts. */
export async function recordBeforeImage(
  context: StepContext,
  image: BeforeImage,
): Promise<BeforeImage> {
  const known = beforeImagesOf(context).find(({ ruleArn }) => ruleArn === image.ruleArn);
  return known ?? (await record(context, FACT.beforeImage, image.ruleArn, image));
}

/** Every form in which a rule may stand when nobody but us has touched it. */
export function ourActions(
  context: StageContext,
  image: BeforeImage,
): readonly (readonly RuleAction[])[] {
  const intended = factsOfRule(context, STEP_FACT.intendedActions, image.ruleArn).at(-1);
  const written = factsOfRule(context, STEP_FACT.writtenActions, image.ruleArn).at(-1);
  const confirmed = written ?? image.actions;
  return intended === undefined ? [confirmed] : [confirmed, intended];
}

/** Every form in which this stage may ever have left a rule; empty when it has written none. */
export function everWritten(
  context: StageContext,
  ruleArn: string,
): readonly (readonly RuleAction[])[] {
  const names = [STEP_FACT.intendedActions, STEP_FACT.writtenActions];
  return names.flatMap((name) => factsOfRule(context, name, ruleArn));
}

/** Oldest first; a rule that a step writes again has its name and a word more as the key. */
export function factsOfRule(
  context: StageContext,
  name: string,
  ruleArn: string,
): readonly (readonly RuleAction[])[] {
  return stageFacts(context, name)
    .filter(({ key }) => key === ruleArn || key.startsWith(`${ruleArn} `))
    .map(({ value }) => value as unknown as readonly RuleAction[]);
}
