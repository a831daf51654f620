// One look while a gate waits and green carries weight: its health, its errors, and the rules as this run left them.
import { CloudError } from '../../cloud/cloud-error.ts';
import type { WatchContext, WatchWord } from '../../execution/step.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { Setup } from '../../traffic/facts.ts';
import type { HealthVerdict } from '../../traffic/health.ts';
import { givesWeight } from '../../traffic/split.ts';
import { failure } from '../common/failure.ts';
import { awaitHealth } from '../common/group-health.ts';
import {
  beforeImagesOf,
  factsOfRule,
  STEP_FACT,
  type StageContext,
  setupOf,
  stageFacts,
} from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { errorProblem } from '../shift/error-problem.ts';
import { isOurs } from '../shift/foreign-hand.ts';
import { dangersText } from '../shift/foreign-targets.ts';
import { type Sight, sightOf, watchedOf } from '../shift/shift.ts';
import { targetGroupChanges } from '../shift/target-group-changes.ts';
import type { StepTools } from '../tools.ts';
import { writtenSince } from './weights-since.ts';

/** Whether any rule that the stage has written gives green weight. */
export function carriesWeight(context: StageContext, setup: Setup | undefined): boolean {
  const green = (setup?.loadBalancers ?? []).map(({ stageTargetGroupArn }) => stageTargetGroupArn);
  return beforeImagesOf(context).some(({ ruleArn }) => {
    const actions = factsOfRule(context, STEP_FACT.writtenActions, ruleArn).at(-1) ?? [];
    return green.some((arn) => givesWeight(actions, arn));
  });
}

export async function watchGate(tools: StepTools, context: WatchContext): Promise<WatchWord> {
  const setup = setupOf(context);
  if (setup === undefined) return { isWell: true, says: 'nothing is set up' };
  const { clock, signal } = context;
  const pace = { clock, signal, giveUpAt: context.deadlineAt - MARGIN_MS };
  const sight = sightOf(tools.clouds, setup, pace);
  const { policy } = tools;
  try {
    const mayGoBack = policy.whileWaiting === 'goBack';
    const short = await healthProblem(sight);
    if (short !== undefined) {
      const known = knownInstances(context, setup);
      const isIll = short.healthy === 0 || short.ill.some((id) => known.has(id));
      const isOver = isIll || policy.spotMoves === 'goBack';
      const says = `${short.healthy} of ${short.wanted} targets of green are healthy`;
      return wordOf(says, mayGoBack && isOver);
    }
    const since = writtenSince(context) ?? clock.now();
    const errors = await errorProblem(sight, policy.maximum5xxShare, since);
    if (errors !== undefined) return wordOf(errors.matter, mayGoBack);
    const hand = (await handProblem(sight, context)) ?? (await targetGroupProblem(sight, context));
    if (hand === undefined) return { isWell: true, says: 'all is well again' };
    return wordOf(hand, mayGoBack && policy.foreignHand === 'goBack');
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return { isWell: false, says: `it cannot be seen how green is: ${error.code}` };
  }
}

const MARGIN_MS = 5_000;
/** One look may meet a replacement. */
const PATIENCE_MS = 10_000;

function wordOf(says: string, isOver: boolean): WatchWord {
  if (!isOver) return { isWell: false, says };
  const { failure: found } = failure('Verification', {
    what: 'Green did not hold while a gate waited',
    why: says,
    todo: "Look at the new version's logs and at who writes the rules",
    traffic: 'The weights stay as the last rung left them until the way back has run',
  });
  return { isWell: false, says, failure: found };
}

/** Those of green that the shifts have seen: what has come since may still start. */
function knownInstances(context: WatchContext, { green }: Setup): ReadonlySet<string> {
  const seen = stageFacts(context, STEP_FACT.instances).filter(({ key }) =>
    key.startsWith(green?.id ?? '?'),
  );
  return new Set(seen.flatMap(({ value }) => value as readonly string[]));
}

async function healthProblem(sight: Sight): Promise<HealthVerdict | undefined> {
  const until = sight.pace.clock.now() + PATIENCE_MS;
  for (const { stageTargetGroupArn } of sight.setup.loadBalancers) {
    const watched = watchedOf(sight, stageTargetGroupArn);
    const verdict = await awaitHealth(sight.pace, watched, 1, until);
    if (!verdict.enough) return verdict;
  }
  return undefined;
}

/** The last write is older than any lag of a read: a gate opens after the proof. */
async function handProblem(sight: Sight, context: WatchContext): Promise<string | undefined> {
  const images = beforeImagesOf(context);
  const arns = images.map(({ ruleArn }) => ruleArn);
  if (arns.length === 0) return undefined;
  const rules = await withRetries(sight.pace, () =>
    sight.loadBalancers.rulesByArn(arns, { isPoll: true }),
  );
  for (const image of images) {
    const rule = rules.find(({ arn }) => arn === image.ruleArn);
    if (rule === undefined || isOurs(context, image, rule.actions)) continue;
    return `somebody else has changed the rule ${image.label} to ${describeWeights(rule.actions)}`;
  }
  return undefined;
}

async function targetGroupProblem(
  sight: Sight,
  context: WatchContext,
): Promise<string | undefined> {
  const { dangers } = await targetGroupChanges(sight, context);
  if (dangers.length === 0) return undefined;
  return `somebody else has changed what the shift relies on: ${dangersText(dangers)}`;
}
