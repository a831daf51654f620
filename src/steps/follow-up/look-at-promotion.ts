// How the rules and blue of a promotion stand now: what a rollback after it begins with. Reads only.
import type { Clouds } from '../../cloud/clouds.ts';
import type { Capacity, Elastigroup } from '../../cloud/elastigroups.ts';
import { sameActions } from '../../traffic/actions.ts';
import { targetGroupName } from '../../traffic/arn.ts';
import type { BeforeImage } from '../../traffic/facts.ts';
import type { RuleAction } from '../../traffic/forward-action.ts';
import type { Promotion } from '../../traffic/promotion.ts';
import { look } from '../common/group-health.ts';
import { isNotFound, unlessGone } from '../common/not-found.ts';
import type { Pace } from '../common/pace.ts';
import { withRetries } from '../common/with-retries.ts';
import { healthyOnGreen, watchedFrom } from '../rollback/guard-blue.ts';
import { type Sight, sightOf } from '../shift/shift.ts';
import { otherInService } from './other-in-service.ts';

export interface PromotionLook {
  readonly rules: readonly RuleLook[];
  /** `none`: the run was the first deployment. */
  readonly blue: BlueLook | { readonly status: 'none' | 'gone' };
  readonly greenInstances: number;
  /** A group of a later deployment that is in service now. */
  readonly other: string | undefined;
}

export interface RuleLook {
  readonly image: BeforeImage;
  /** Undefined when the rule is gone. */
  readonly now: readonly RuleAction[] | undefined;
  readonly isAsLeft: boolean;
  readonly isAsBefore: boolean;
}

export interface BlueLook {
  readonly status: 'warm' | 'short';
  readonly id: string;
  readonly name: string;
  readonly capacity: Capacity;
  readonly instances: number;
  /** Of the target group that has the fewest. */
  readonly healthy: number;
  readonly wanted: number;
  readonly why: string;
}

export async function lookAtPromotion(
  clouds: Clouds,
  promotion: Promotion,
  pace: Pace,
): Promise<PromotionLook> {
  const sight = sightOf(clouds, promotion.setup, pace);
  const [rules, blue, greenInstances, other] = await Promise.all([
    Promise.all(promotion.images.map((image) => lookAtRule(clouds, pace, promotion, image))),
    lookAtBlue(sight),
    instancesOf(sight, promotion.setup.green?.id),
    otherInService(sight),
  ]);
  return { rules, blue, greenInstances, other };
}

async function lookAtRule(
  clouds: Clouds,
  pace: Pace,
  { left }: Promotion,
  image: BeforeImage,
): Promise<RuleLook> {
  const { connectorRef, region, ruleArn } = image;
  const loadBalancers = clouds.loadBalancers(connectorRef, region);
  const read = () => withRetries(pace, () => loadBalancers.rulesByArn([ruleArn]));
  const [rule] = (await unlessGone(read)) ?? [];
  const now = rule?.actions;
  return {
    image,
    now,
    isAsLeft: now !== undefined && sameActions(now, left.get(ruleArn) ?? image.actions),
    isAsBefore: now !== undefined && sameActions(now, image.actions),
  };
}

async function lookAtBlue(sight: Sight): Promise<PromotionLook['blue']> {
  const { setup, pace, elastigroups } = sight;
  if (setup.blue === null) return { status: 'none' };
  const { id, capacity } = setup.blue;
  const group: Elastigroup | null = await unlessGone(() =>
    withRetries(pace, () => elastigroups.read(id)),
  );
  if (group === null) return { status: 'gone' };
  const health = await Promise.all(
    setup.loadBalancers.map(async ({ prodTargetGroupArn: arn }) => ({
      arn,
      ...(await look(pace, watchedFrom(sight, arn))),
    })),
  );
  const [worst] = [...health].sort((one, other) => one.healthy - other.healthy);
  const isEnough = health.every(({ enough }) => enough);
  const healthy = worst?.healthy ?? 0;
  // Where green is no better off, waiting for the rest of blue helps nobody.
  const isBetter = healthy > 0 && !isEnough && healthy > (await healthyOnGreen(sight, pace));
  return {
    status: isEnough || isBetter ? 'warm' : 'short',
    id,
    name: group.name,
    capacity: group.capacity,
    instances: await instancesOf(sight, id),
    healthy,
    wanted: capacity.target,
    why: worst === undefined ? '' : `${targetGroupName(worst.arn)}: ${worst.summary}`,
  };
}

async function instancesOf({ pace, elastigroups }: Sight, id: string | undefined): Promise<number> {
  if (id === undefined) return 0;
  try {
    return (await withRetries(pace, () => elastigroups.instances(id))).length;
  } catch (error) {
    if (isNotFound(error)) return 0;
    throw error;
  }
}
