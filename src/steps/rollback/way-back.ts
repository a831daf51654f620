// What all parts of a rollback work with, and which rules are still to be put back.
import type { LoadBalancers } from '../../cloud/load-balancer.ts';
import type { StepContext } from '../../execution/step.ts';
import { type BeforeImage, FACT, type Restored, type Setup } from '../../traffic/facts.ts';
import { beforeImagesOf, setupOf, stageFacts } from '../common/step-facts.ts';
import type { StepTools } from '../tools.ts';

export interface WayBack {
  readonly context: StepContext;
  readonly tools: StepTools;
  readonly setup: Setup | undefined;
  /** Every rule that the stage has touched or was about to. */
  readonly images: readonly BeforeImage[];
  /** When somebody has just seen that blue can carry what it gets back. */
  readonly blueSeenAt?: number;
}

export function wayBackOf(tools: StepTools, context: StepContext): WayBack {
  return { context, tools, setup: setupOf(context), images: beforeImagesOf(context) };
}

/** Rules that no rollback step of this stage has put back or found untouched yet. */
export function pendingImages({ context, images }: WayBack): readonly BeforeImage[] {
  const done = new Set(
    restoredFacts(context)
      .filter(({ outcome }) => outcome !== 'left')
      .map(({ ruleArn }) => ruleArn),
  );
  return images.filter(({ ruleArn }) => !done.has(ruleArn));
}

/** Rules that a rollback step had to leave and a later one could put back. */
export function rulesLeftNoMore(way: WayBack): readonly BeforeImage[] {
  const wasLeft = new Set(
    restoredFacts(way.context)
      .filter(({ outcome }) => outcome === 'left')
      .map(({ ruleArn }) => ruleArn),
  );
  const pending = new Set(pendingImages(way));
  return way.images.filter((image) => wasLeft.has(image.ruleArn) && !pending.has(image));
}

export function restoredFacts(context: StepContext): readonly Restored[] {
  return stageFacts(context, FACT.restored).map(({ value }) => value as unknown as Restored);
}

export function loadBalancersOf({ tools }: WayBack, image: BeforeImage): LoadBalancers {
  return tools.clouds.loadBalancers(image.connectorRef, image.region);
}
