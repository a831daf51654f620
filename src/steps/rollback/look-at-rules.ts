// The rules as they stand when a rollback begins, and what is to be done with each.
import type { LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import { sameActions } from '../../traffic/actions.ts';
import { describeWeights } from '../../traffic/differences.ts';
import type { BeforeImage } from '../../traffic/facts.ts';
import { givesWeight } from '../../traffic/split.ts';
import { isNotFound } from '../common/not-found.ts';
import type { Pace } from '../common/pace.ts';
import { everWritten } from '../common/step-facts.ts';
import { withRetries } from '../common/with-retries.ts';
import { loadBalancersOf, type WayBack } from './way-back.ts';

export type Seen =
  | { readonly todo: 'restore'; readonly image: BeforeImage; readonly rule: Rule }
  | { readonly todo: 'nothing'; readonly image: BeforeImage; readonly rule: Rule }
  | { readonly todo: 'leave'; readonly image: BeforeImage; readonly reason: string };

/** One read for all rules of a cloud; a rule that is gone costs one more each. */
export async function lookAtRules(
  way: WayBack,
  pace: Pace,
  images: readonly BeforeImage[],
): Promise<readonly Seen[]> {
  const found = new Map<string, Rule>();
  const byClient = new Map<LoadBalancers, string[]>();
  for (const image of images) {
    const client = loadBalancersOf(way, image);
    byClient.set(client, [...(byClient.get(client) ?? []), image.ruleArn]);
  }
  for (const [loadBalancers, arns] of byClient) {
    const read = (asked: readonly string[]): Promise<readonly Rule[]> =>
      withRetries(pace, () => loadBalancers.rulesByArn(asked));
    const rules = await read(arns).catch(async (error: unknown) => {
      if (!isNotFound(error)) throw error;
      const each = arns.map((arn) => read([arn]).catch(noneIfGone));
      return (await Promise.all(each)).flat();
    });
    for (const rule of rules) found.set(rule.arn, rule);
  }
  return images.map((image) => judge(way, image, found.get(image.ruleArn)));
}

/**
 * A read may lag behind our last write, so a rule we have ever written is written again even when
 * it looks as before. A foreign hand's rule is restored only if it would send requests to the group
 * that goes.
 */
function judge(way: WayBack, image: BeforeImage, rule: Rule | undefined): Seen {
  const { context, setup } = way;
  if (rule === undefined) {
    return { todo: 'leave', image, reason: 'the rule does not exist any more' };
  }
  const ours = everWritten(context, image.ruleArn);
  const isAsBefore = sameActions(rule.actions, image.actions);
  if (ours.length === 0 && isAsBefore) return { todo: 'nothing', image, rule };
  if (isAsBefore || ours.some((actions) => sameActions(rule.actions, actions))) {
    return { todo: 'restore', image, rule };
  }
  const leaving = (setup?.loadBalancers ?? []).map(
    ({ stageTargetGroupArn }) => stageTargetGroupArn,
  );
  const now = describeWeights(rule.actions);
  if (leaving.some((arn) => givesWeight(rule.actions, arn))) {
    context.log(
      `${image.label}: somebody else set ${now}; it is put back because green goes away.`,
    );
    return { todo: 'restore', image, rule };
  }
  const reason = `somebody else has changed it to ${now}, and it sends nothing to the new version`;
  return { todo: 'leave', image, reason };
}

async function noneIfGone(error: unknown): Promise<readonly Rule[]> {
  if (isNotFound(error)) return [];
  throw error;
}
