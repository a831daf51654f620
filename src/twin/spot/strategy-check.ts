// The strategy of a group document: numbers and choices that Spot's description bounds.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf } from '../request-fields.ts';
import { choiceOf, DAY_SECONDS, flagOf, wholeNumberOf } from './control-fields.ts';

export const STRATEGIES = [
  'costOriented',
  'availabilityOriented',
  'balanced',
  'cheapest',
  'equalAzDistribution',
] as const;

/** Throws with the name of the field. Fields it does not know are left alone, as Spot does. */
export function checkStrategy(document: JsonObject): void {
  const strategy = objectOf(document, 'strategy') ?? {};
  for (const field of ['risk', 'maxReplacementsPercentage']) {
    wholeNumberOf(strategy, field, { most: 100 });
  }
  wholeNumberOf(strategy, 'onDemandCount', {});
  wholeNumberOf(strategy, 'drainingTimeout', DAY_SECONDS);
  choiceOf(strategy, 'availabilityVsCost', STRATEGIES);
  flagOf(strategy, 'fallbackToOd');
}
